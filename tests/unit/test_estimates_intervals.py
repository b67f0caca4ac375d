import math
from dataclasses import FrozenInstanceError
from itertools import product

import numpy as np
import pytest
from scipy import stats

from sim.estimates import (
    clopper_pearson,
    less_than,
    normal_quantile,
    share,
    simultaneous,
    wilson,
)


@pytest.mark.parametrize(
    ("count", "low", "high"),
    [
        (0, 0.0, 0.0038267584855551234),
        (3, 0.0010207838811386186, 0.008783014053503173),
        (523, 0.4920142012545935, 0.553809767855071),
        (1000, 0.996173241514445, 1.0),
    ],
)
def test_wilson_gives_the_known_answers_of_rung_31(count: int, low: float, high: float) -> None:
    found = wilson(count, 1000)
    assert found.low == pytest.approx(low, abs=1e-12)
    assert found.high == pytest.approx(high, abs=1e-12)
    assert (found.value, found.trials) == (count / 1000, 1000)


@pytest.mark.parametrize("trials", [1, 2, 9, 50, 1000])
def test_clopper_pearson_agrees_with_the_beta_quantiles(trials: int) -> None:
    for count in {0, 1, min(2, trials), trials // 3, trials // 2, trials - 1, trials}:
        found = clopper_pearson(count, trials, 0.9)
        low = stats.beta.ppf(0.05, count, trials - count + 1) if count else 0.0
        high = stats.beta.ppf(0.95, count + 1, trials - count) if count < trials else 1.0
        assert (found.low, found.high) == pytest.approx((low, high), abs=1e-12, rel=1e-10)


def test_clopper_pearson_stays_exact_for_rare_hits_in_many_trials() -> None:
    found = clopper_pearson(2, 1_000_000)
    assert found.low == pytest.approx(stats.beta.ppf(0.025, 2, 999_999), rel=1e-9)
    assert found.high == pytest.approx(stats.beta.ppf(0.975, 3, 999_998), rel=1e-9)
    common = clopper_pearson(999_000, 1_000_000)
    assert common.low == pytest.approx(stats.beta.ppf(0.025, 999_000, 1001), rel=1e-12)


def test_no_hit_starts_at_exactly_zero_and_all_hits_end_at_exactly_one() -> None:
    none, every = share(0, 1000), share(1000, 1000)
    assert (none.value, none.low) == (0.0, 0.0)
    assert none.high == pytest.approx(1 - 0.025 ** (1 / 1000), rel=1e-12)
    assert (every.value, every.high) == (1.0, 1.0)
    assert every.low == pytest.approx(1 - none.high, abs=1e-15)
    assert less_than(1000) == none.high
    assert less_than(1000, 0.99) == pytest.approx(1 - 0.005 ** (1 / 1000), rel=1e-12)


def test_share_changes_from_exact_to_score_range_at_five_on_either_side() -> None:
    assert share(4, 100) == clopper_pearson(4, 100)
    assert share(5, 100) == wilson(5, 100)
    assert share(95, 100) == wilson(95, 100)
    assert share(96, 100) == clopper_pearson(96, 100)
    assert share(3, 100, 0.8) == clopper_pearson(3, 100, 0.8)
    assert share(30, 100, 0.8) == wilson(30, 100, 0.8)


def test_share_gives_plain_numbers_even_for_numpy_counts() -> None:
    found = share(int(np.int64(7)), np.int64(90))  # type: ignore[arg-type]
    assert [type(part) for part in (found.value, found.low, found.high, found.trials)] == [float] * 3 + [int]


@pytest.mark.parametrize(("count", "trials"), [(-1, 10), (11, 10), (0, 0)])
@pytest.mark.parametrize("method", [share, wilson, clopper_pearson])
def test_an_impossible_count_is_refused(method: object, count: int, trials: int) -> None:
    assert callable(method)
    with pytest.raises(ValueError, match=f"not {count} of {trials}"):
        method(count, trials)


@pytest.mark.parametrize(("trials", "least", "average"), [(50, 0.933, 0.954), (1000, 0.931, 0.950)])
def test_share_holds_the_truth_as_often_as_it_says(trials: int, least: float, average: float) -> None:
    ranges = [share(count, trials) for count in range(trials + 1)]
    low = np.array([found.low for found in ranges])
    high = np.array([found.high for found in ranges])
    rare = [step / (2 * trials) for step in range(1, 80) if step < trials]
    coverage = []
    for chance in (*rare, *(step / 400 for step in range(1, 400))):
        held = (low <= chance) & (chance <= high)
        coverage.append(stats.binom.pmf(np.arange(trials + 1), trials, chance)[held].sum())
    assert min(coverage) >= least
    assert np.mean(coverage) >= average


def test_simultaneous_ranges_follow_goodman() -> None:
    counts = (91, 49, 37, 43)
    critical = stats.chi2.ppf(1 - 0.1 / 4, 1)  # Goodman 1965, at 90% for four rows
    for count, found in zip(counts, simultaneous(counts, 0.9), strict=True):
        root = math.sqrt(critical * (critical + 4 * count * (220 - count) / 220))
        low, high = ((critical + 2 * count + sign * root) / (2 * (220 + critical)) for sign in (-1, 1))
        assert (found.value, found.trials) == (count / 220, 220)
        assert (found.low, found.high) == pytest.approx((low, high), abs=1e-11)


def test_simultaneous_ranges_hold_the_whole_table_nineteen_times_in_twenty() -> None:
    trials = 40
    truth = (0.72, 0.25, 0.03)
    total = 0.0
    for first, second in product(range(trials + 1), repeat=2):
        if first + second <= trials:
            counts = (first, second, trials - first - second)
            rows = simultaneous(counts)
            if all(row.low <= chance <= row.high for row, chance in zip(rows, truth, strict=True)):
                total += stats.multinomial.pmf(counts, trials, truth)
    assert total >= 0.95


def test_the_normal_quantile_is_rounded_so_that_machines_agree() -> None:
    assert normal_quantile(0.95) == 1.95996398454
    assert normal_quantile(0.5) == pytest.approx(stats.norm.ppf(0.75), abs=1e-12)


def test_an_estimate_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        share(3, 10).low = 0.0  # type: ignore[misc]
