"""What the shelf asks of every strategy, whichever there are: none is named in the contract."""

from __future__ import annotations

import numpy as np
import pytest

from sim.engine.batch import blank_rows, run_on
from sim.errors import ScenarioError
from sim.model.events import ROUND, ROUND_OPENS
from sim.model.state import FULL_DEAL, TOLD, Rows
from sim.scenario.packing import PackedScenario
from sim.simulate import simulate
from sim.strategies import STRATEGIES
from tests.builders import Tree, packed, party, positions, scenario

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


def wish(scene: PackedScenario, day: float, seat: int = 0) -> float:
    """Return what a seat would hold out for in the round of a day, before the engine holds it to anything."""
    rows = blank_rows(scene, 1, 0, 1)
    run_on(scene, rows, until=day - 1.0)
    run_on(scene, rows, 1 << ROUND, until=day)
    assert rows["event"][0] == ROUND
    return float(rows["wish"][0, seat])


def played_by(name: str, beta: float = 1.0, **parameters: object) -> Tree:
    """Return a north with this strategy, whatever it was, and a south that gives way with time."""
    return {
        "parties": {
            "north": {"strategy": {"time-dependent": None, name: parameters}},
            "south": {"strategy": {"time-dependent": {"beta": beta}}},
        }
    }


def test_averaged_tit_for_tat_answers_the_mean_of_the_last_concessions() -> None:
    # By day 40 south has given (n / 10)^2 in each round n; north averages over the last three of them.
    averaged = packed(played_by("tit-for-tat", 0.5, style="averaged"))
    before, after = wish(averaged, 40.0), wish(averaged, 50.0)
    assert before - after == pytest.approx((0.16 - 0.01) / 3)


def test_averaged_tit_for_tat_in_proportion_answers_the_mean_of_the_last_shares() -> None:
    # A high floor keeps north at 0.9, so that no deal comes before.
    averaged = packed(
        played_by("tit-for-tat", 0.5, style="averaged", proportion=1), {"parties": {"north": {"status_quo_value": 0.9}}}
    )
    shares = [1 - 0.09 / 0.16, 1 - 0.04 / 0.09, 1 - 0.01 / 0.04]
    assert wish(averaged, 50.0) == pytest.approx(0.9 * (1 - sum(shares) / 3))


def test_before_the_first_round_nobody_has_given_anything() -> None:
    averaged = packed(played_by("tit-for-tat", 1.0, window=4))
    assert [wish(averaged, day) for day in (10.0, 20.0, 30.0)] == pytest.approx(
        [1.0, 1 - 0.1 / 4, 1 - 0.1 / 4 - 0.2 / 4]
    )


def test_a_sealed_bid_is_a_line_in_the_floor_whatever_the_hour() -> None:
    bid = packed(
        played_by("sealed-bid", 0.2, intercept=0.4, slope=0.5), {"parties": {"north": {"status_quo_value": 0.3}}}
    )
    assert [wish(bid, day) for day in (10.0, 80.0)] == pytest.approx([0.55, 0.55])


def test_a_truthful_bid_is_the_floor_itself() -> None:
    bid = packed(played_by("sealed-bid", style="truthful"), {"parties": {"north": {"status_quo_value": 0.3}}})
    assert wish(bid, 10.0) == 0.3


def test_a_style_that_sets_two_numbers_contradicts_neither() -> None:
    with pytest.raises(ScenarioError, match=r"the style truthful means a slope 1, found 0\.5"):
        scenario(played_by("sealed-bid", style="truthful", slope=0.5))


def zeuthen(*openings: tuple[float, float, float]) -> PackedScenario:
    """Return talks on one issue; of each party its ideal, its opening and its floor. A step is a twentieth."""
    seats = {
        name: party(positions(quota=(wants, 100)))
        | {"strategy": {"zeuthen": {"step": 0.05}}, "status_quo_value": floor}
        for name, (wants, _, floor) in zip(("north", "south", "west"), openings, strict=False)
    }
    for seat, (_, opens, _) in zip(seats.values(), openings, strict=True):
        seat["positions"]["quota"]["opens_with"] = opens
    return packed({"parties": None}, {"parties": seats, "pact": {"members": list(seats)}})


def steps(scene: PackedScenario, opens: tuple[float, ...]) -> list[float]:
    """Return how far each party moves in the first round, from its opening."""
    rows = blank_rows(scene, 1, 0, 1)
    run_on(scene, rows, until=15.0)
    return list(np.round(np.abs(rows["table"][0, : len(opens), 0] - opens), 12))


def test_whoever_risks_less_gives_way_by_one_step() -> None:
    # north risks (0.8 - 0.1) / (0.8 - 0.2), more than 1; south (0.9 - 0.2) / 0.9
    scene = zeuthen((1.0, 0.8, 0.2), (0.0, 0.1, 0.0))
    assert steps(scene, (0.8, 0.1)) == [0.0, 0.05]


def test_both_give_way_where_both_risk_the_same() -> None:
    assert steps(zeuthen((1.0, 0.9, 0.0), (0.0, 0.1, 0.0)), (0.9, 0.1)) == [0.05, 0.05]


def test_of_three_each_looks_at_the_worst_of_the_others_offers() -> None:
    # Risks: north (0.72 - 0.3) / (0.72 - 0.1) = 0.68, south (0.7 - 0.28) / 0.7 = 0.6, west more. By the best of the
    # others' offers north would risk 0.52 and give way.
    scene = zeuthen((1.0, 0.72, 0.1), (0.0, 0.3, 0.0), (0.4, 0.4, 0.3))
    assert steps(scene, (0.72, 0.3, 0.4)) == [0.0, 0.05, 0.0]


def test_whoever_stands_between_the_others_does_not_hold_them_up() -> None:
    # west risks least, 0.5, but stands where the mean of the others is
    scene = zeuthen((1.0, 0.75, 0.0), (0.0, 0.25, 0.0), (0.5, 0.5, 0.0))
    assert steps(scene, (0.75, 0.25, 0.5)) == [0.05, 0.05, 0.0]


def test_whoever_has_reached_its_floor_waits_for_the_others() -> None:
    assert steps(zeuthen((1.0, 0.6, 0.6), (0.0, 0.1, 0.0)), (0.6, 0.1)) == [0.0, 0.05]


@pytest.mark.parametrize("window", [2.5, {"uniform": [1, 4]}, 5])
def test_a_window_is_a_whole_number_of_rounds(window: object) -> None:
    with pytest.raises(ScenarioError, match=r"window: found .*; expected (one whole number|at least 1 and at most 4)"):
        scenario(played_by("tit-for-tat", window=window))


def test_two_who_heed_their_risks_share_a_pie_where_the_product_of_gains_is_greatest() -> None:
    pie = {"label": "A pie", "kind": "pie", "scale": {"0": "none", "1": "all"}, "status_quo": 0, "track": "political"}
    seats = {
        name: party(positions(quota=(1.0, 100))) | {"strategy": {"zeuthen": {"step": 0.02}}, "status_quo_value": floor}
        for name, floor in (("north", 0.2), ("south", 0.1))
    }
    rounds = {"rounds": None, "regular": {"period": "1 days"}}
    run = simulate(
        scenario({"parties": None, "issues": None}, {"issues": {"quota": pie}, "parties": seats, "calendar": rounds}), 1
    )
    assert run.table["term_quota.north"][0] == pytest.approx(0.2 + 0.7 / 2, abs=0.02)
