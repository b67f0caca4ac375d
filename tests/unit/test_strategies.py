"""What the shelf asks of every strategy, whichever there are: none is named in the contract."""

from __future__ import annotations

import numpy as np
import pytest

from sim.engine.batch import blank_rows, run_on
from sim.model.events import ROUND, ROUND_OPENS
from sim.model.state import FULL_DEAL, TOLD, Rows
from sim.scenario.packing import PackedScenario
from sim.simulate import simulate
from sim.strategies import STRATEGIES
from tests.builders import packed, scenario

TRIALS = 50


def talks(name: str) -> PackedScenario:
    """Return talks in which the party under test deals with a linear conceder that may leave."""
    threat = {"bayes-logit": {"demand": 0.4}}
    resolve = {"prior": 0.5, "exit_gain": {"resolute": 0.1, "bluffer": -0.25}}
    return packed(
        {
            "parties": {
                "north": {"strategy": name, "status_quo_value": 0.2},
                "south": {"threat": threat, "resolve": resolve},
            }
        }
    )


def stop_at(scene: PackedScenario, rows: Rows, event: int) -> Rows:
    run_on(scene, rows, 1 << event)
    return rows


@pytest.mark.parametrize("name", STRATEGIES)
def test_an_aspiration_is_a_number_at_which_the_party_can_live_with_a_deal(name: str) -> None:
    scene = talks(name)
    rows = blank_rows(scene, 1, 0, TRIALS)
    held = np.full(TRIALS, np.inf)
    floor = np.full(TRIALS, -np.inf)
    while run_on(scene, rows, 1 << ROUND):
        open_ = rows["event"] == ROUND
        assert np.isfinite(rows["wish"][:, 0]).all()
        rows["watched"] = TOLD
        run_on(scene, rows, 1 << ROUND_OPENS)
        rows["watched"] = TOLD
        rose = rows["floor"][:, 0] > floor
        # No take-backs: it rises only where the floor rose (model.md 1.6).
        assert ((rows["aspiration"][:, 0] <= held + 1e-12) | rose | ~open_).all()
        held, floor = rows["aspiration"][:, 0].copy(), rows["floor"][:, 0].copy()
    agreed = rows["ending"] == FULL_DEAL
    assert (rows["worth"][agreed, 0] >= rows["floor"][agreed, 0] - 1e-9).all()


@pytest.mark.parametrize("name", STRATEGIES)
def test_a_strategy_never_sees_whether_a_leader_means_it(name: str) -> None:
    scene = talks(name)
    one, other = (stop_at(scene, blank_rows(scene, 1, 0, TRIALS), ROUND_OPENS) for _ in range(2))
    other["type"] = 1 - other["type"]
    for rows in (one, other):
        rows["watched"] = TOLD
        stop_at(scene, rows, ROUND)
    assert np.array_equal(one["wish"], other["wish"])


@pytest.mark.parametrize("name", STRATEGIES)
def test_every_parameter_has_a_default_within_its_bounds_and_every_style_a_value_that_fits(name: str) -> None:
    shelved = STRATEGIES[name]
    bounds = {each.name: each for each in shelved.PARAMETERS}
    assert all(each.low <= each.default <= each.high for each in shelved.PARAMETERS)
    for style in shelved.STYLES:
        assert style.fits(style.value)
        assert bounds[style.parameter].low <= style.value <= bounds[style.parameter].high
    assert (shelved.__doc__ or "").startswith(tuple("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))


@pytest.mark.parametrize("name", STRATEGIES)
def test_every_style_can_be_written_in_a_scenario(name: str) -> None:
    for style in STRATEGIES[name].STYLES:
        strategy = {name: {"style": style.name}}
        written = scenario({"parties": {"north": {"strategy": None}}}, {"parties": {"north": {"strategy": strategy}}})
        places = [each.name for each in STRATEGIES[name].PARAMETERS]
        assert written.parties["north"].strategy.figures()[places.index(style.parameter)].value == style.value


def test_two_hardliners_who_want_the_opposite_never_agree() -> None:
    both = {"strategy": "hardliner"}
    run = simulate(scenario({"parties": {"north": both, "south": both}}), 5)
    assert {run.labels("ending")[place] for place in run.table["ending"]} == {"lapsed"}


def test_whoever_meets_a_hardliner_gives_all() -> None:
    run = simulate(scenario({"parties": {"north": {"strategy": "hardliner"}}}), 5)
    assert run.table["value_north"] == pytest.approx(
        np.exp(-0.1 * 100 / 365.25)
    )  # all of the pie, at the end of the talks


def test_relative_tit_for_tat_gives_in_proportion() -> None:
    # South's text rises from 0.1 to 0.2 by a linear concession; a proportional answer halves what north holds out for.
    strategy = {"time-dependent": None, "tit-for-tat": {"style": "relative"}}
    scene = packed({"parties": {"north": {"strategy": strategy}}})
    rows = blank_rows(scene, 1, 0, 1)
    run_on(scene, rows, until=20.0)
    held = rows["aspiration"][0, 0]
    run_on(scene, rows, 1 << ROUND, until=30.0)
    assert rows["wish"][0, 0] == pytest.approx(held * 0.5)
