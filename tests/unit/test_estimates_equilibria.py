"""Games whose equilibria and regrets are known, given as trials."""

import math

import numpy as np
import pytest

from sim.estimates import equilibria, paired_difference, regret
from sim.estimates.equilibria import Payoffs

TRIALS = 400


def game(*rows: list[tuple[float, float]], noise: float = 0.0, trials: int = TRIALS) -> Payoffs:
    """Return a table of (row's, column's) payoffs as trials; noise goes up and down, in each cell by other turns."""
    means = np.array(rows, dtype=np.float64)
    places = np.arange(means.size).reshape(means.shape)[..., None]
    turns = np.where((np.arange(trials) // (1 + places)) % 2 == 0, 1.0, -1.0)
    return means[..., None] + noise * turns


def profiles(payoffs: Payoffs) -> list[tuple[int, int]]:
    return [found.profile for found in equilibria(payoffs)]


PRISONERS = ([(3.0, 3.0), (0.0, 5.0)], [(5.0, 0.0), (1.0, 1.0)])
PENNIES = ([(1.0, -1.0), (-1.0, 1.0)], [(-1.0, 1.0), (1.0, -1.0)])
COORDINATION = ([(2.0, 1.0), (0.0, 0.0)], [(0.0, 0.0), (1.0, 2.0)])


@pytest.mark.parametrize(("rows", "expected"), [(PRISONERS, [(1, 1)]), (PENNIES, []), (COORDINATION, [(0, 0), (1, 1)])])
def test_the_known_games_have_their_known_equilibria(
    rows: tuple[list[tuple[float, float]], ...], expected: list[tuple[int, int]]
) -> None:
    assert profiles(game(*rows)) == expected
    assert {found.holds for found in equilibria(game(*rows))} <= {"beyond error"}


def test_a_game_need_not_be_square() -> None:
    assert profiles(game([(1.0, 0.0), (0.0, 2.0), (4.0, 1.0)], [(2.0, 0.0), (3.0, 3.0), (0.0, 1.0)])) == [(1, 1)]


def test_an_equilibrium_that_noise_could_undo_holds_in_the_estimates_only() -> None:
    (quiet,) = equilibria(game(*PRISONERS, noise=0.5))
    assert (quiet.profile, quiet.holds) == ((1, 1), "beyond error")
    (loud,) = equilibria(game(*PRISONERS, noise=12.0))
    assert (loud.profile, loud.holds) == ((1, 1), "in the estimates")
    assert loud.switches[0].gain.high >= 0.0


def test_a_switch_that_brings_the_same_in_every_trial_makes_a_tie() -> None:
    rows = ([(1.0, 1.0), (0.0, 0.0)], [(1.0, 0.0), (0.0, 1.0)])
    found = {each.profile: each for each in equilibria(game(*rows))}
    assert found[0, 0].holds == "as a tie"
    assert [(each.player, each.to, each.is_same) for each in found[0, 0].switches] == [(0, 1, True), (1, 1, False)]


def test_a_mean_of_zero_from_trials_that_differ_is_no_tie() -> None:
    payoffs = game([(1.0, 0.0)], [(1.0, 0.0)])
    payoffs[1, 0, 0] += np.where(np.arange(TRIALS) % 2 == 0, 1.0, -1.0)
    assert [each.holds for each in equilibria(payoffs)] == ["in the estimates", "in the estimates"]


def test_one_trial_has_no_range_and_proves_nothing() -> None:
    payoffs = game(*PRISONERS, trials=1)
    (found,) = equilibria(payoffs)
    assert found.holds == "in the estimates"
    gain = regret(payoffs, (0, 0), 0).gain
    assert gain.value == 2.0
    assert math.isnan(gain.low)
    assert math.isnan(gain.high)
    assert not regret(payoffs, (0, 0), 0).is_clear


def test_regret_is_the_gain_of_the_best_switch() -> None:
    payoffs = game([(1.0, 1.0), (1.0, 4.0)], [(2.0, 0.0), (0.0, 0.0)], [(3.5, 0.0), (0.0, 0.0)])
    rows, columns = regret(payoffs, (0, 0), 0), regret(payoffs, (0, 0), 1)
    assert (rows.gain.value, rows.switches[0].to, rows.is_clear) == (2.5, 2, True)
    assert (columns.gain.value, columns.switches[0].to) == (3.0, 1)
    assert [each.to for each in rows.switches] == [2, 1]


def test_regret_is_zero_where_every_switch_loses() -> None:
    found = regret(game(*PRISONERS, noise=0.5), (1, 1), 0)
    assert (found.gain.value, found.gain.low, found.gain.high) == (0.0, 0.0, 0.0)
    assert not found.is_clear


def test_who_has_nothing_to_switch_to_regrets_nothing() -> None:
    found = regret(game([(1.0, 1.0), (2.0, 5.0)]), (0, 0), 0)
    assert (found.gain.value, found.gain.high, found.switches) == (0.0, 0.0, ())


def test_the_ranges_of_all_switches_hold_at_once() -> None:
    payoffs = game(*([(float(row), 0.0)] for row in range(6)), noise=3.0)
    found = regret(payoffs, (2, 0), 0)
    alone = paired_difference(payoffs[2, 0, 0], payoffs[5, 0, 0], 1 - 0.05 / 5)
    best = found.switches[0]
    assert (best.to, best.gain) == (5, alone)
    assert found.gain.low == max(each.gain.low for each in found.switches)
    assert found.gain.high == max(each.gain.high for each in found.switches)


def test_the_range_of_a_regret_covers_the_truth_although_the_best_of_many_is_too_high() -> None:
    # Twelve switches that truly bring nothing: the largest estimate is above zero, and its range alone would miss 0.
    games, trials = 400, 100
    draws = np.random.default_rng(7).standard_normal((games, 13, 1, 2, trials))
    found = [regret(each, (0, 0), 0) for each in draws]
    missed = np.mean([each.is_clear for each in found])
    naive = [
        paired_difference(each[0, 0, 0], each[one.switches[0].to, 0, 0]) for each, one in zip(draws, found, strict=True)
    ]
    assert np.mean([each.gain.value for each in found]) > 0.15
    # 4 standard errors of 5% in 400 games; a range that knows of the best switch only misses more often than that.
    allowed = 0.05 + 4 * math.sqrt(0.05 * 0.95 / games)
    assert missed <= allowed
    assert np.mean([each.low > 0.0 for each in naive]) > allowed
