"""Offers in turn: who proposes, who accepts, how talks break down, and the equilibrium of the game (model.md 1.6)."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.errors import ScenarioError
from sim.model.state import FULL_DEAL, LAPSED, Rows
from tests.builders import IS_COMPILED, Tree, merged, packed, party, played, positions, scenario

TRIALS = 4000 if IS_COMPILED else 10


def offers(*changes: Tree, **rules: Any) -> Tree:
    """Return the small pact with offers in turn, both parties in the strategy of the equilibrium."""
    own = {"strategy": "rubinstein", "patience": {"round_factor": 0.9}}
    tree: Tree = {
        "parties": {"north": dict(own), "south": dict(own)},
        "table": {"offers": {"order": "alternating", **rules}},
    }
    return merged(tree, *changes)


def one_stays(name: str) -> Tree:
    return {"parties": {name: {"strategy": "hardliner"}}}


def test_parties_propose_in_the_order_of_seats() -> None:
    scene = packed(offers(one_stays("north"), one_stays("south")))
    proposers = [int(played(scene, until=float(day))["proposer"][0]) for day in range(10, 61, 10)]
    assert proposers == [0, 1, 0, 1, 0, 1]


def test_a_proposer_by_chance_is_recognised_as_often_as_the_scenario_says() -> None:
    chances = {"recognition": {"north": 0.8, "south": 0.2}}
    rows = played(packed(offers(order="random", **chances)), TRIALS)
    share = (rows["proposer"] == 0).mean()
    assert abs(share - 0.8) < 4 * np.sqrt(0.16 / TRIALS)


def test_only_the_proposer_tables() -> None:
    scene = packed(offers(one_stays("south")))
    rows = played(scene, until=10.0)
    assert rows["table"][0, 1, 0] == 0.0  # south still stands where it opened
    assert rows["table"][0, 0, 0] < 1.0


def test_a_rejected_offer_is_followed_by_a_breakdown_as_often_as_the_scenario_says() -> None:
    rows = played(packed(offers(one_stays("south"), breakdown=0.3)), TRIALS)
    first = (rows["held"] == 1).mean()
    assert abs(first - 0.3) < 4 * np.sqrt(0.21 / TRIALS)
    assert (rows["ending"][rows["broken"] == 1] == LAPSED).all()


def test_a_breakdown_leaves_each_party_its_own_value_discounted_by_rounds() -> None:
    values = {"north": 0.3, "south": 0.6}
    rows = played(packed(offers(one_stays("north"), one_stays("south"), breakdown=1.0, breakdown_value=values)))
    assert (rows["held"][0], rows["end_day"][0]) == (1, 20.0)
    assert list(rows["value"][0, :2]) == pytest.approx([0.9 * 0.3, 0.9 * 0.6])


def test_a_responder_that_has_more_outside_than_it_is_offered_leaves() -> None:
    rows = played(packed(offers(one_stays("north"), outside_option={"south": 0.5})))
    assert (rows["ending"][0], rows["broken"][0], rows["leaver"][0], rows["held"][0]) == (LAPSED, 1, 1, 1)
    assert rows["value"][0, 1] == pytest.approx(0.5)  # at once


def test_the_deal_of_a_quota_binds_everybody() -> None:
    tree: Tree = {
        "parties": {"west": {**party(positions(quota=(0.0, 100))), "strategy": "hardliner"}},
        "pact": {"members": ["north", "south", "west"]},
        "table": {"offers": {"quota": 2}},
    }
    ready = {"strategy": {"time-dependent": {"opening_concession": 0.6}}}
    rows = played(packed(tree, {"parties": {"north": ready, "south": ready}}))
    assert rows["ending"][0] == FULL_DEAL
    assert rows["worth"][0, 2] < rows["aspiration"][0, 2]


def test_a_strategy_of_time_makes_offers_too() -> None:
    linear = {"parties": {name: {"strategy": {"time-dependent": {"beta": 1.0}}} for name in ("north", "south")}}
    rows = played(packed({"table": {"offers": {}}}, linear))
    assert rows["ending"][0] == FULL_DEAL
    # Half of the time has gone when what one asks meets what the other takes.
    assert rows["end_day"][0] == 50.0


def package(*changes: Tree) -> Tree:
    """Return two issues of unlike weight on which two parties want the opposite."""
    both: Tree = {
        "issues": {"second": {"label": "More", "scale": {"0": "a", "1": "b"}, "status_quo": 0.5, "track": "political"}},
        "parties": {
            "north": {"positions": {"quota": {"wants": 1, "weight": 70}, "second": {"wants": 1, "weight": 30}}},
            "south": {"positions": {"quota": {"wants": 0, "weight": 30}, "second": {"wants": 0, "weight": 70}}},
        },
    }
    return merged(offers(), both, *changes)


def test_the_proposer_buys_consent_where_it_costs_least() -> None:
    rows = played(packed(package()))
    # It keeps the issue that it cares for, and gives of the other what the responder would wait for.
    assert rows["deal"][0, 0] == pytest.approx(1.0)
    assert rows["worth"][0, 1] == pytest.approx(rows["waiting"][0, 0, 1], abs=1e-12)
    assert rows["waiting"][0, 0, 1] == pytest.approx(0.9 * rows["equilibrium"][0, 1, 1], abs=1e-12)


def deviation(rows: Rows, by: float) -> float:
    """Return what the proposer has who asks for that much more than the equilibrium gives it, and then goes on."""
    asked = rows["equilibrium"][0, 0, 0] + by
    return float(asked) if by <= 0.0 else float(rows["waiting"][0, 0, 0])


@pytest.mark.parametrize("by", [-0.01, 0.01])
def test_asking_for_a_little_more_or_less_does_not_pay(by: float) -> None:
    rows = played(packed(offers()), until=10.0)
    assert deviation(rows, by) < rows["equilibrium"][0, 0, 0]


def test_who_counts_rounds_asks_for_all_in_the_last() -> None:
    finite = {"strategy": {"rubinstein": {"style": "finite"}}}
    tree = offers({"parties": {"north": finite, "south": finite}}, {"calendar": {"rounds": [{"to": "2018-04-11"}]}})
    rows = played(packed({"parties": {name: {"strategy": None} for name in ("north", "south")}}, tree))
    assert list(rows["worth"][0, :2]) == pytest.approx([1.0, 0.0])


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        (offers(quota=3), "table.offers.quota: found 3; expected from 1 to 2, the parties"),
        (offers(order="random", recognition={"north": 0.4}), "found 1 shares that add up to 40%"),
        (offers(recognition={"north": 0.4, "south": 0.6}), "only where the order is `random`"),
        (offers(outside_option={"nroth": 0.1}), "there is no party `nroth`; did you mean `north`?"),
        (package({"parties": {"north": {"curvature": 0.5}}}), "works out packages of several issues for curvature 1"),
    ],
)
def test_rules_that_do_not_fit_the_parties_are_refused(changes: Tree, words: str) -> None:
    with pytest.raises(ScenarioError) as error:
        scenario(changes)
    assert any(words in str(fault) for fault in error.value.faults), [str(fault) for fault in error.value.faults]


def test_equilibrium_needs_a_pie_among_more_than_two() -> None:
    tree: Tree = {
        "parties": {"north": {"strategy": "rubinstein"}, "west": party(positions(quota=(0.5, 100)))},
        "pact": {"members": ["north", "south", "west"]},
    }
    with pytest.raises(ScenarioError) as error:
        scenario(tree)
    assert "works out the split of one pie" in str(error.value.faults[0])
