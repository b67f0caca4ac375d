"""Laws of order and direction: seats, the order of a file, and support at home."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sim.engine.batch import blank_rows, run_on
from sim.model.events import ROUND
from sim.model.state import FULL_DEAL, Rows
from sim.scenario.packing import pack
from tests.builders import Tree, merged
from tests.properties.test_laws import BY_PARTY, OUTCOME, few, pacts, play, scenario_of


def _without_chance(tree: Tree) -> Tree:
    """Return the scenario with nothing in it that is drawn: a draw is made at the address of a seat."""
    certain: Any = {name: {"threat": "never", "resolve": None, "ratification": None} for name in ("north", "south")}
    for name, member in tree["parties"].items():
        (kind,) = member["strategy"] if isinstance(member["strategy"], dict) else (member["strategy"],)
        if kind in ("fixed-rates", "fixed-chances", "war-of-attrition"):
            certain[name]["strategy"] = None
    quiet = merged(tree, {"parties": certain, "calendar": {"effects": [], "extensions": {"consent": "automatic"}}})
    plain: Tree = {"strategy": {"time-dependent": {"beta": 0.7}}}
    return merged(quiet, {"parties": {name: plain for name, at in certain.items() if "strategy" in at}})


@few
@given(pacts())
def test_the_order_in_which_a_file_lists_parties_and_weights_changes_nothing(tree: Tree) -> None:
    def turned(block: Tree) -> Tree:
        return dict(reversed(block.items()))

    members = {name: member | {"positions": turned(member["positions"])} for name, member in tree["parties"].items()}
    assert play(tree).tobytes() == play(tree | {"parties": turned(members)}).tobytes()


@few
@given(pacts())
def test_who_sits_where_is_no_advantage_where_nothing_is_drawn(tree: Tree) -> None:
    tree = _without_chance(tree)
    a, b = play(tree, 1), play(merged(tree, {"pact": {"members": ["south", "north"]}}), 1)
    for name in OUTCOME:
        assert a[name].tobytes() == b[name].tobytes(), name
    for name in BY_PARTY:
        assert a[name][:, :2].tobytes() == b[name][:, 1::-1].tobytes(), name
    signed = a["ending"] == FULL_DEAL
    assert a["deal"][signed].tobytes() == b["deal"][signed].tobytes()


@few
@given(pacts(), st.integers(1, 50), st.integers(1, 400))
def test_more_support_at_the_start_never_raises_what_the_first_round_believes(
    tree: Tree, more: int, half_life: int
) -> None:
    start = {"start": {"level": more / 100, "half_life": f"{half_life} days"}}
    plain, supported = (
        _first_round(merged(tree, {"parties": {"north": {"support": support}}})) for support in ({}, start)
    )
    # What the pact's supporters do to talks that have been broken off or threatened already is another matter.
    same = (plain["event"] == ROUND) & (supported["event"] == ROUND)
    for name in ("belief", "stage"):
        same &= plain[name][:, 0] == supported[name][:, 0]
    assert (supported["credibility"][same, 0] <= plain["credibility"][same, 0]).all()
    assert (supported["reservation"][same, 1] >= plain["reservation"][same, 1] - 1e-15).all()


def _first_round(tree: Tree) -> Rows:
    scene = pack(scenario_of(tree))
    rows = blank_rows(scene, 1, 0, 24)
    run_on(scene, rows, 1 << ROUND)
    assert np.isfinite(rows["credibility"]).all()
    return rows
