"""How much later half of the trials come: exact where nothing can differ, and a range that holds the truth."""

import numpy as np
import pytest

from sim.estimates import medians as module
from sim.estimates import paired_median_difference

ALL = np.ones(101, dtype=bool)
DAYS = np.arange(101.0)


def test_the_same_trials_differ_by_nothing() -> None:
    found = paired_median_difference(DAYS, ALL, DAYS, ALL)
    assert found is not None
    assert (found.value, found.low, found.high) == (0.0, 0.0, 0.0)


def test_a_shift_of_every_trial_is_the_shift_of_the_median() -> None:
    found = paired_median_difference(DAYS, ALL, DAYS + 7.0, ALL)
    assert found is not None
    # Trials are drawn with both their days, and all of them are a week apart.
    assert (found.value, found.low, found.high) == (7.0, 7.0, 7.0)


def test_swapping_the_sides_turns_the_sign() -> None:
    other, some = DAYS[::-1] * 1.5, DAYS % 3 > 0
    there = paired_median_difference(DAYS, ALL, other, some)
    back = paired_median_difference(other, some, DAYS, ALL)
    assert there is not None
    assert back is not None
    assert there.value == -back.value
    assert there.low == pytest.approx(-back.high, abs=2.0)  # quantiles of a sample are not symmetric to the last one
    assert there.low <= there.value <= there.high


def test_where_nothing_ended_so_there_is_no_median() -> None:
    assert paired_median_difference(DAYS, ALL, DAYS, ~ALL) is None
    assert paired_median_difference(DAYS, ~ALL, DAYS, ALL) is None


def test_the_same_trials_give_the_same_range() -> None:
    other = np.random.default_rng(1).permutation(DAYS)
    first, again = (paired_median_difference(DAYS, ALL, other, DAYS > 20.0) for _ in range(2))
    assert first == again


def test_sides_of_unequal_length_are_refused() -> None:
    with pytest.raises(ValueError, match="equally long"):
        paired_median_difference(DAYS, ALL, DAYS[1:], ALL[1:])


def test_the_range_holds_the_true_difference_about_as_often_as_it_says(monkeypatch: pytest.MonkeyPatch) -> None:
    # 4,000 repetitions; the truth is known:
    # medians of exponential times are ln 2 times their means, and the two share half of what makes them vary.
    monkeypatch.setattr(module, "_RESAMPLES", 200)
    chance, held, repetitions, trials = np.random.default_rng(7), 0, 4_000, 150
    true = np.log(2.0) * (130.0 - 100.0)
    for _ in range(repetitions):
        here = chance.exponential(100.0, trials)
        there = np.where(chance.random(trials) < 0.5, here * 1.3, chance.exponential(130.0, trials))
        found = paired_median_difference(here, np.ones(trials, bool), there, np.ones(trials, bool))
        assert found is not None
        held += found.low <= true <= found.high
    assert 0.94 <= held / repetitions <= 0.965
