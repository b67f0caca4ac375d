"""Pies: shares that always add up, whoever gives way, and however issues close (model.md 1.1, 1.6)."""

from __future__ import annotations

import numpy as np
import pytest

from sim.errors import ScenarioError
from sim.model.state import FULL_DEAL
from sim.simulate import simulate
from tests.builders import Tree, packed, party, played, scenario

PIE: Tree = {
    "label": "A pie",
    "kind": "pie",
    "scale": {"0": "nothing", "10": "all of it"},
    "status_quo": 1,
    "track": "political",
}


def three(**changes: Tree) -> Tree:
    """Return talks of three over a pie of ten pieces, of which each has one today."""
    wants = {"pie": {"wants": 10, "weight": 100}}
    return {
        "issues": {"quota": None, "pie": PIE},
        "parties": {
            "north": None,
            "south": None,
            **{name: {**party(wants), **changes.get(name, {})} for name in ("one", "two", "three")},
        },
        "pact": {"members": ["one", "two", "three"]},
    }


@pytest.mark.parametrize("bidding", ["logroll", "even"])
def test_what_is_tabled_adds_up_to_the_pie(bidding: str) -> None:
    strategy = {"strategy": {"time-dependent": {"beta": 0.7, "bidding": bidding}}}
    scene = packed(three(one=strategy, two={"strategy": "tit-for-tat"}))
    for day in range(10, 101, 10):
        rows = played(scene, until=float(day))
        assert rows["table"][0, :3, :3].sum(axis=1) == pytest.approx([1.0, 1.0, 1.0], abs=1e-12)
        assert (rows["table"][0, :3, :3] >= -1e-12).all()
        assert rows["text"][0, :3].sum() == pytest.approx(1.0, abs=1e-12)


def test_equal_parties_split_a_pie_equally() -> None:
    run = simulate(scenario(three()), 1)
    assert [run.table[f"term_pie.{name}"][0] for name in ("one", "two", "three")] == pytest.approx([10 / 3] * 3)


def test_a_pie_closes_as_a_whole() -> None:
    each = {"table": {"closing": "each"}}
    rows = played(packed(three(), each))
    assert rows["ending"][0] == FULL_DEAL
    assert rows["deal"][0, :3].sum() == pytest.approx(1.0, abs=1e-12)


def test_two_parties_at_a_pie_are_two_who_want_the_opposite_on_one_scale() -> None:
    wants = {"pie": {"wants": 10, "weight": 100}}
    both = {"parties": {"north": {"positions": None}, "south": {"positions": None}}}
    own = {"parties": {"north": {"positions": wants}, "south": {"positions": wants}}}
    pie = played(packed({"issues": {"quota": None, "pie": {**PIE, "status_quo": 5}}}, both, own))
    scale = played(packed())
    assert pie["held"][0] == scale["held"][0]
    assert list(pie["worth"][0, :2]) == pytest.approx(list(scale["worth"][0, :2]), abs=1e-12)


def test_the_status_quo_of_a_pie_is_what_each_party_has() -> None:
    tree = three()
    for name in ("one", "two", "three"):
        tree["parties"][name].pop("status_quo_value")
    rows = played(packed(tree), until=0.0)
    assert list(rows["status_quo_value"][0, :3]) == pytest.approx([0.1, 0.1, 0.1])


def test_what_a_party_opens_with_it_leaves_to_the_others_in_even_parts() -> None:
    opens = {"positions": {"pie": {"wants": 10, "weight": 100, "opens_with": 6}}}
    rows = played(packed(three(two=opens)), until=0.0)
    assert list(rows["table"][0, 1, :3]) == pytest.approx([0.2, 0.6, 0.2])


@pytest.mark.parametrize(
    ("pie", "wants", "words"),
    [
        ({"track": "technical"}, 10, "issues.pie.track: a pie is split by politicians"),
        ({"status_quo": 4}, 10, "issues.pie.status_quo: found `4` for each of 3 parties, more than there is"),
        ({}, 8, "parties.one.positions.pie.wants: found `8`; of a pie everybody wants all, 10"),
    ],
)
def test_a_pie_that_cannot_be_split_is_refused(pie: Tree, wants: float, words: str) -> None:
    tree = three(one={"positions": {"pie": {"wants": wants, "weight": 100}}})
    with pytest.raises(ScenarioError) as error:
        scenario(tree, {"issues": {"pie": pie}})
    assert any(words in str(fault) for fault in error.value.faults)


def test_a_side_deal_over_a_pie_leaves_the_outsider_what_the_members_mean_to_leave_it() -> None:
    deal = {"calendar": {"side_deals": [{"members": ["one", "two"]}]}}
    scene = packed(three(three={"strategy": "hardliner"}), deal)
    rows = played(scene, until=50.0)
    assert np.allclose(rows["table"][0, :2, :3].sum(axis=1), 1.0)
