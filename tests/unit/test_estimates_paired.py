import math
from functools import cache

import numpy as np
import numpy.typing as npt
import pytest
from scipy import stats

from sim.estimates import clopper_pearson, paired_difference, paired_share_difference, share

Z = 1.959963984540054

Hits = npt.NDArray[np.bool_]


def _sides(gained: int, lost: int, both: int, neither: int) -> tuple[Hits, Hits]:
    counts = (gained, lost, both, neither)
    return np.repeat([False, True, True, False], counts), np.repeat([True, False, True, False], counts)


def test_the_difference_is_b_less_a_trial_by_trial() -> None:
    found = paired_difference(np.array([1.0, 2.0, 3.0]), np.array([2.0, 2.0, 5.0]))
    assert (found.value, found.trials) == (1.0, 3)
    assert found.high - 1.0 == pytest.approx(Z * math.sqrt(1.0 / 3), abs=1e-11)
    narrow = paired_difference(np.array([1, 2, 3]), np.array([2, 2, 5]), 0.5)
    assert narrow.high - 1.0 == pytest.approx(0.6744897501960817 * math.sqrt(1.0 / 3), abs=1e-11)


def test_common_draws_cut_the_variance_as_rung_31_says() -> None:
    draws = (np.arange(1000) + 0.5) / 1000
    first, second = np.meshgrid(draws, draws)
    common = paired_difference((draws < 0.25).astype(float), (draws < 0.30).astype(float))
    apart = paired_difference((first < 0.25).ravel(), (second < 0.30).ravel())
    variances = [((d.high - d.low) / (2 * Z)) ** 2 * (d.trials - 1) for d in (apart, common)]
    assert common.value == pytest.approx(0.05, abs=1e-15)
    assert variances == pytest.approx([0.3975, 0.0475], abs=1e-9)
    assert variances[0] / variances[1] == pytest.approx(8.36842105263158, abs=1e-7)


def test_rows_of_different_trials_cannot_be_paired() -> None:
    with pytest.raises(ValueError, match="equally long"):
        paired_difference(np.zeros(3), np.zeros(4))
    with pytest.raises(ValueError, match="equally long"):
        paired_share_difference(np.zeros(3), np.zeros(1))
    with pytest.raises(ValueError, match="equally long"):
        paired_share_difference(np.zeros((2, 2)), np.zeros((2, 2)))


def test_a_changed_share_says_how_many_trials_changed() -> None:
    found = paired_share_difference(*_sides(30, 10, 200, 760))
    assert (found.gained, found.lost, found.changed) == (30, 10, 40)
    assert (found.a, found.b) == (share(210, 1000), share(230, 1000))
    assert (found.difference.value, found.difference.trials) == (0.03 - 0.01, 1000)


def test_the_range_adds_squares_of_what_was_gained_and_lost() -> None:
    found = paired_share_difference(*_sides(30, 10, 200, 760), confidence=0.9)
    gained, lost = share(30, 1000, 0.9), share(10, 1000, 0.9)
    correlation = -math.sqrt(0.03 * 0.01 / (0.97 * 0.99))

    def joined(x: float, y: float) -> float:
        return math.sqrt(x * x + y * y - 2 * correlation * x * y)

    low = 0.02 - joined(0.03 - gained.low, lost.high - 0.01)
    high = 0.02 + joined(gained.high - 0.03, 0.01 - lost.low)
    assert (found.difference.low, found.difference.high) == pytest.approx((low, high), abs=1e-14)
    assert found.a == share(210, 1000, 0.9)
    assert found.b == share(230, 1000, 0.9)


def test_no_changed_trial_still_leaves_a_doubt() -> None:
    found = paired_share_difference(*_sides(0, 0, 400, 600))
    limit = clopper_pearson(0, 1000).high
    assert (found.difference.value, found.changed) == (0.0, 0)
    assert (found.difference.low, found.difference.high) == (-limit, limit)


def test_swapping_the_sides_mirrors_the_difference() -> None:
    a, b = _sides(7, 2, 20, 71)
    there, back = paired_share_difference(a, b), paired_share_difference(b, a)
    assert there.difference.value == -back.difference.value
    assert (there.difference.low, there.difference.high) == (-back.difference.high, -back.difference.low)
    assert (there.a, there.gained) == (back.b, back.lost)


def test_every_trial_changed_ends_at_one() -> None:
    found = paired_share_difference(*_sides(12, 0, 0, 0))
    assert (found.difference.value, found.difference.high) == (1.0, 1.0)
    assert found.difference.low == pytest.approx(clopper_pearson(12, 12).low - clopper_pearson(0, 12).high, abs=0.2)
    assert found.difference.low < 1.0


@pytest.mark.parametrize(
    ("trials", "chances", "least"),
    [
        (50, (0.0, 0.01, 0.04, 0.1, 0.2, 0.3, 0.45), 0.9475),
        (1000, (0.0, 0.0005, 0.002, 0.005, 0.01, 0.02), 0.9515),
    ],
)
def test_the_range_holds_the_true_difference_as_often_as_it_says(
    trials: int, chances: tuple[float, ...], least: float
) -> None:
    coverage = [_coverage(trials, up, down) for up in chances for down in chances if up >= down and up > 0]
    assert min(coverage) >= least
    assert np.mean(coverage) >= 0.966


def _coverage(trials: int, up: float, down: float) -> float:
    """Add the exact chances of all the tables whose range holds the truth."""
    most = min(trials, int(trials * max(up, down) * 2) + 15)
    gained, lost = (counts.ravel() for counts in np.meshgrid(np.arange(most + 1), np.arange(most + 1)))
    possible = gained + lost <= trials
    tables = np.column_stack((gained, lost, trials - gained - lost))[possible]
    chances = stats.multinomial.pmf(tables, trials, (up, down, 1 - up - down))
    likely = chances > 1e-7
    held = 0.0
    for (one, other, _), chance in zip(tables[likely].tolist(), chances[likely].tolist(), strict=True):
        low, high = _range(one, other, trials)
        held += chance if low - 1e-12 <= up - down <= high + 1e-12 else 0.0
    return held / float(chances[likely].sum())


@cache
def _range(gained: int, lost: int, trials: int) -> tuple[float, float]:
    found = paired_share_difference(*_sides(gained, lost, 0, trials - gained - lost)).difference
    return found.low, found.high
