import numpy as np
import pytest

from sim.estimates import Estimate, cumulative_incidence, kaplan_meier, mean, moments_of, restricted_mean

TINY = np.arange(1.0, 7.0)
TINY_CAUSES = np.array([1, 0, 2, 1, 0, 1])  # 1 a deal, 2 an exit, 0 seen no longer


def test_the_tiny_sample_of_rung_31_comes_out() -> None:
    found = cumulative_incidence(TINY, TINY_CAUSES)
    assert found.causes == (1, 2)
    assert found.days.tolist() == [1.0, 3.0, 4.0, 6.0]
    assert found.shares[:, -1] == pytest.approx([0.7916666666666667, 0.20833333333333334], abs=1e-15)
    assert found.shares[0] == pytest.approx([1 / 6, 1 / 6, 0.375, 0.7916666666666667], abs=1e-15)
    assert found.survival == pytest.approx([5 / 6, 0.625, 0.625 * 2 / 3, 0.0], abs=1e-15)
    assert found.survival[-1] == 0.0


def test_under_one_horizon_incidence_is_the_plain_share_of_trials_exactly() -> None:
    rng = np.random.default_rng(11)
    causes = rng.integers(0, 4, 5000)
    days = np.where(causes == 0, 700.0, rng.integers(0, 700, 5000))
    found = cumulative_incidence(days, causes)
    axis = np.arange(-5.0, 720.0, 2.5)
    plain = [[np.count_nonzero((causes == cause) & (days <= day)) / 5000 for day in axis] for cause in (1, 2, 3)]
    assert found.at(axis).tolist() == plain
    open_still = [np.count_nonzero((causes == 0) | (days > day)) / 5000 for day in found.days]
    assert found.survival.tolist() == open_still


def _textbook(days: list[float], causes: list[int]) -> tuple[list[float], float]:
    """Follow Aalen and Johansen day by day, as printed, with ties in one step."""
    survival, incidence = 1.0, [0.0, 0.0]
    for day in sorted(set(days)):
        at_risk = sum(other >= day for other in days)
        here = [cause for other, cause in zip(days, causes, strict=True) if other == day]
        for cause in (1, 2):
            incidence[cause - 1] += survival * here.count(cause) / at_risk
        survival *= 1 - sum(cause > 0 for cause in here) / at_risk
    return incidence, survival


def test_ties_and_horizons_of_their_own_agree_with_the_textbook() -> None:
    rng = np.random.default_rng(2)
    days, causes = rng.integers(0, 25, 300).astype(float), rng.integers(0, 3, 300)
    found = cumulative_incidence(days, causes)
    incidence, survival = _textbook(days.tolist(), causes.tolist())
    assert found.shares[:, -1] == pytest.approx(incidence, abs=1e-13)
    assert found.survival[-1] == pytest.approx(survival, abs=1e-13)
    assert found.shares.sum(axis=0) + found.survival == pytest.approx(1.0, abs=1e-13)


def test_a_weight_counts_a_trial_several_times() -> None:
    weights = np.array([2, 1, 3, 1, 2, 1])
    weighed = cumulative_incidence(TINY, TINY_CAUSES, weights)
    repeated = cumulative_incidence(np.repeat(TINY, weights), np.repeat(TINY_CAUSES, weights))
    assert weighed.shares == pytest.approx(repeated.shares, abs=1e-15)
    assert weighed.survival == pytest.approx(repeated.survival, abs=1e-15)


def test_nobody_leaving_on_the_day_of_an_ending_is_missed() -> None:
    found = cumulative_incidence(np.array([1.0, 1.0, 2.0]), np.array([1, 0, 1]))
    assert found.shares.tolist() == [[1 / 3, 1.0]]


@pytest.mark.parametrize("causes", [[], [0, 0, 0]])
def test_trials_without_an_ending_give_an_empty_curve(causes: list[int]) -> None:
    found = cumulative_incidence(np.arange(float(len(causes))), np.array(causes, dtype=int))
    assert (found.causes, found.shares.shape, found.survival.shape) == ((), (0, 0), (0,))
    assert found.at([1.0, 2.0]).shape == (0, 2)


def test_a_day_that_is_no_number_is_refused() -> None:
    with pytest.raises(ValueError, match="finite day"):
        cumulative_incidence(np.array([1.0, np.nan]), np.array([1, 0]))


def test_kaplan_meier_gives_the_freireich_remission_curve() -> None:
    # Remission in weeks under 6-MP (Freireich et al. 1963), the standard example of survival texts.
    ended = [6, 6, 6, 7, 10, 13, 16, 22, 23]
    seen = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
    days, survival = kaplan_meier(np.array(ended + seen), np.array([True] * 9 + [False] * 12))
    assert days.tolist() == [6, 7, 10, 13, 16, 22, 23]
    assert survival == pytest.approx([0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448], abs=5e-4)
    weighed = kaplan_meier(np.array([1, 2]), np.array([True, False]), np.array([3, 1]))
    assert weighed[1].tolist() == [0.25]


def settled(days: list[float], trials: int, horizon: float, confidence: float = 0.95) -> Estimate:
    return restricted_mean(moments_of(days), trials, horizon, confidence)


def test_the_restricted_mean_is_the_plain_mean_up_to_the_horizon() -> None:
    days = np.random.default_rng(8).integers(0, 90, 400).astype(float)
    found = settled(days[days < 60].tolist(), 400, 60.0)
    plain = mean(np.minimum(days, 60.0))
    assert (found.value, found.trials) == (plain.value, 400)
    # Greenwood divides by n where the normal range divides by n - 1.
    shrink = (399 / 400) ** 0.5
    assert found.high - found.value == pytest.approx((plain.high - plain.value) * shrink, abs=1e-12)
    assert found.value - found.low == pytest.approx(found.high - found.value, abs=1e-12)


def test_the_restricted_mean_is_the_area_under_the_curve_with_greenwood_s_variance() -> None:
    days = np.array([2.0, 2.0, 3.0, 7.0, 9.0, 9.0])
    at, survival = kaplan_meier(days, days < 9.0)
    edges = np.append(at, 9.0)
    areas = survival * np.diff(edges)
    ahead = np.cumsum(areas[::-1])[::-1]
    hazard = np.array([2, 1, 1]) / (np.array([6, 4, 3]) * np.array([4, 3, 2]))
    found = settled([2.0, 2.0, 3.0, 7.0], 6, 9.0)
    assert found.value == pytest.approx(edges[0] + areas.sum(), abs=1e-14)
    half = 1.959963984540054 * ((ahead**2 * hazard).sum()) ** 0.5
    assert found.value - found.low == pytest.approx(half, abs=1e-11)


def test_a_restricted_mean_is_never_beyond_its_horizon() -> None:
    none = settled([], 2, 2.0)
    assert (none.value, none.low, none.high) == (2.0, 2.0, 2.0)
    assert settled([3.0, 4.0], 2, 50.0).value == 3.5
    open_still = settled([3.0], 2, 50.0)
    assert open_still.value == pytest.approx(3 + 47 / 2)
    assert (open_still.low, open_still.high) == (0.0, 50.0)
    assert settled([3.0, 4.0], 2, 4.0, 0.5).low > settled([3.0, 4.0], 2, 4.0).low
