import math

import numpy as np
import pytest

from sim.estimates import mean, median_day, quantile, quantiles


def test_the_mean_of_a_hand_sample_has_its_normal_range() -> None:
    found = mean([1.0, 2.0, 4.0, 5.0])
    half = 1.959963984540054 * math.sqrt((4 + 1 + 1 + 4) / 3 / 4)
    assert (found.value, found.trials) == (3.0, 4)
    assert (found.low, found.high) == pytest.approx((3 - half, 3 + half), abs=1e-11)
    wider = mean([1.0, 2.0, 4.0, 5.0], 0.99)
    assert wider.high == pytest.approx(3 + half * 2.5758293035489 / 1.959963984540054, abs=1e-11)


def test_the_mean_does_not_depend_on_the_order_of_trials() -> None:
    values = np.random.default_rng(5).normal(size=2001) * 1e6
    assert mean(values) == mean(values[::-1]) == mean(np.sort(values))


def test_the_mean_of_numbers_that_cancel_is_exact() -> None:
    assert mean([1e16, 1.0, -1e16]).value == 1 / 3


def test_one_trial_has_a_mean_but_no_range() -> None:
    found = mean([2.5])
    assert (found.value, found.trials) == (2.5, 1)
    assert math.isnan(found.low)
    assert math.isnan(found.high)


def test_trials_that_agree_leave_no_doubt() -> None:
    assert (mean([3, 3, 3]).low, mean([3, 3, 3]).high) == (3.0, 3.0)


@pytest.mark.parametrize("values", [[], [1.0, math.nan], [math.inf], [[1.0, 2.0]]])
def test_a_column_with_gaps_is_refused(values: list[float]) -> None:
    with pytest.raises(ValueError, match="finite"):
        mean(values)


def test_quantiles_follow_type_seven() -> None:
    values = np.random.default_rng(3).random(37)
    levels = (0.0, 0.05, 0.25, 0.5, 0.61, 0.95, 1.0)
    assert quantiles(values, levels) == pytest.approx(tuple(np.quantile(values, levels)), abs=1e-15)
    assert quantile([4.0, 1.0, 3.0, 2.0], 0.5) == 2.5
    assert quantile([7.0], 0.3) == 7.0


def test_the_median_day_is_a_day_on_which_something_happened() -> None:
    assert median_day([9.0, 1.0, 4.0, 2.0]) == 2.0
    assert median_day(np.array([9.0, 1.0, 4.0])) == 4.0
    assert median_day([6.0]) == 6.0
    assert median_day([]) is None
