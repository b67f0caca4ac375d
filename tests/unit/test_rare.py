"""Rare endings: without bias, as sharp as theory says, and every event counted."""

from __future__ import annotations

import numpy as np
import pytest

from sim.errors import MissingName, UsageError
from sim.estimates import RareShare
from sim.rare import rare
from sim.scenario import Scenario, load
from sim.scenario.packing import pack
from sim.simulate import simulate
from tests.builders import Tree, on, played, scenario

MONTREAL = load("montreal").scenario


def ladder(prior: float, resolute: float, bluffer: float, per: str = "round") -> Scenario:
    """Return talks that can only lapse or end by an exit, over three rungs with the same chance each."""
    chances = {"resolute": resolute, "bluffer": bluffer}
    rates: Tree = {"threat": chances, "notice": chances, "exit": chances, "ultimatum": "5 days", "per": per}
    north: Tree = {
        "threat": {"fixed-rates": rates},
        "resolve": {"prior": prior, "exit_gain": {"resolute": 0.1, "bluffer": -0.1}},
    }
    hold_out: Tree = {"strategy": {"time-dependent": None, "hardliner": {}}}
    return scenario(
        {
            "parties": {"north": {**north, **hold_out}, "south": hold_out},
            "pact": {"notice": {"period": "20 days"}, "losses": {"south": {"north": "1%"}}},
            "calendar": {"rounds": [{"to": on(10)}]},
        }
    )


def holds(found: RareShare, truth: float) -> bool:
    """Say whether an estimate lies within four standard errors of what is known."""
    return bool(abs(found.share.value - truth) <= 4 * found.error)


def test_three_rungs_of_a_tenth_are_a_thousandth_and_as_sharp_as_theory_says() -> None:
    # Rung R31 without the luck of its last level: the relative variance of N roots is 2 (1 - p) / (p N).
    found = rare(ladder(1.0, 0.1, 0.1), trials=4_000, copies=(10, 10)).found
    assert holds(found, 0.001)
    assert found.relative_error == pytest.approx(np.sqrt(2 * 0.9 / 0.1 / 2_000), rel=0.15)


@pytest.mark.parametrize("copies", [None, (1, 1), (3, 1), (1, 4), (5, 5)])
def test_types_are_weighed_exactly_whatever_the_copies(copies: tuple[int, ...] | None) -> None:
    found = rare(ladder(0.05, 0.4, 0.1), trials=3_000, copies=copies)
    assert holds(found.found, 0.05 * 0.4**3 + 0.95 * 0.1**3)
    resolute, bluffing = found.strata
    assert resolute.weight == pytest.approx(0.05)
    assert bluffing.weight == pytest.approx(0.95)
    assert found.found.share.value == pytest.approx(resolute.adds + bluffing.adds)


@pytest.mark.parametrize("ending", ["withdrawal", "withdrawal_by_us", "notice_pending", "trilateral", "lapsed"])
def test_at_moderate_odds_it_agrees_with_plain_trials(ending: str) -> None:
    run = simulate(MONTREAL, 20_000, 7)
    column = "path" if ending == "withdrawal_by_us" else "ending"
    hits = run.table[column] == run.labels(column).index(ending)
    plain, error = float(np.mean(hits)), float(np.std(hits)) / np.sqrt(run.trials)
    found = rare(MONTREAL, ending, 2_000, copies=(3, 2)).found
    assert abs(found.share.value - plain) <= 4 * np.hypot(found.error, error)


def test_over_many_seeds_it_is_right_on_average_and_its_errors_are_honest() -> None:
    found = [rare(ladder(0.3, 0.5, 0.2), trials=200, seed=seed, copies=(3, 2)).found for seed in range(60)]
    values = np.array([each.share.value for each in found])
    truth = 0.3 * 0.5**3 + 0.7 * 0.2**3
    assert abs(values.mean() - truth) <= 4 * values.std() / np.sqrt(60)
    assert np.sqrt(np.mean([each.error**2 for each in found])) == pytest.approx(values.std(), rel=0.3)


def test_a_rarer_montreal_is_found_with_a_small_error_for_little_work() -> None:
    settings = (
        ("resolve", "0.6%"),
        ("deficit_weight", "0.5"),
        ("parties.us.resolve.exit_gain.bluffer", "-25%"),
    )
    found = rare(load("montreal", settings).scenario)
    assert 5e-5 < found.found.share.value < 2e-4
    assert found.found.relative_error is not None
    assert found.found.relative_error < 0.1
    assert found.found.as_good_as is not None
    assert found.found.as_good_as / (found.cost / found.plain) > 50


def test_every_event_is_counted_once() -> None:
    quiet = load("no-threats").scenario
    events = played(pack(quiet), 200)["handled"]
    found = rare(quiet, "trilateral", 200, copies=(5, 5))
    assert found.cost == events.sum()
    assert found.plain == pytest.approx(events.mean())


def test_events_before_a_split_are_shared_by_its_copies() -> None:
    one, ten = (rare(ladder(1.0, 1.0, 1.0), trials=200, copies=copies) for copies in ((1, 1), (10, 1)))
    assert one.plain == pytest.approx(ten.plain)
    assert one.cost < ten.cost < 10 * one.cost


def test_the_same_call_gives_the_same_answer() -> None:
    one, two = (rare(MONTREAL, trials=300, seed=3) for _ in range(2))
    assert (one.found, one.strata, one.cost) == (two.found, two.strata, two.cost)


def test_where_parties_make_plans_types_are_strata_and_rows_are_not_split() -> None:
    planned = ladder(0.3, 0.5, 0.5, per="year")
    found = rare(planned, trials=4_000)
    assert not found.is_split
    assert all(one.copies == (1, 1) for one in found.strata)
    run = simulate(planned, 20_000, 7)
    hits = run.table["ending"] == run.labels("ending").index("withdrawal")
    error = float(np.std(hits)) / np.sqrt(run.trials)
    assert abs(found.found.share.value - float(np.mean(hits))) <= 4 * np.hypot(found.found.error, error)


def test_progress_ends_with_all_trials() -> None:
    heard: list[int] = []
    found = rare(MONTREAL, trials=200, progress=lambda done, _=(): heard.append(done))
    assert heard[-1] == found.trials == 200


def test_wrong_use_is_refused() -> None:
    with pytest.raises(MissingName, match="no ending called 'war'; there are trilateral"):
        rare(MONTREAL, "war")
    with pytest.raises(UsageError, match="found 99 trials for 2 strata; expected 100 or more"):
        rare(MONTREAL, trials=99)
