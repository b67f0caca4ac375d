import numpy as np
import pytest
from scipy import stats

from sim.estimates import influence


def test_a_figure_that_decides_alone_explains_everything() -> None:
    draws = np.arange(100.0)
    found = influence(draws, draws >= 50)
    assert found.share == 1.0
    assert (found.lowest, found.highest, found.trials) == (0.0, 1.0, 100)
    assert found.floor == pytest.approx(9 / 99)
    assert found.is_clear


def test_the_share_is_the_variance_between_groups_of_like_draws() -> None:
    draws = np.array([6.0, 1.0, 2.0, 5.0, 3.0, 4.0])
    result = np.array([9.0, 0.0, 1.0, 7.0, 4.0, 3.0])  # by draw: 0 1 | 4 3 | 7 9
    found = influence(draws, result, bins=3)
    between = 2 * ((0.5 - 4) ** 2 + (3.5 - 4) ** 2 + (8 - 4) ** 2)
    total = 16 + 9 + 0 + 1 + 9 + 25
    assert found.share == pytest.approx(between / total, abs=1e-15)
    assert (found.lowest, found.highest) == (0.5, 8.0)
    assert found.floor == pytest.approx(2 / 5)
    assert found.limit == pytest.approx(stats.chi2.ppf(0.99, 2) / 5, rel=0.02)


def test_rank_correlation_agrees_with_spearman_also_with_ties() -> None:
    rng = np.random.default_rng(4)
    draws, result = rng.integers(0, 12, 40_000), rng.integers(0, 5, 40_000)
    result = result + draws
    found = influence(draws, -result)
    assert found.rank_correlation == pytest.approx(stats.spearmanr(draws, -result)[0], abs=1e-12)
    assert influence(draws, result).rank_correlation == -found.rank_correlation


def test_equal_draws_stay_together_so_that_order_does_not_matter() -> None:
    rng = np.random.default_rng(6)
    draws, result = rng.integers(0, 3, 500), rng.random(500) < 0.3
    found = influence(draws, result)
    shuffled = rng.permutation(500)
    assert influence(draws[shuffled], result[shuffled]) == found
    assert found.floor == pytest.approx(2 / 499)
    assert found.lowest == pytest.approx(result[draws == 0].mean())
    assert found.highest == pytest.approx(result[draws == 2].mean())


def test_noise_shows_its_floor_on_average_and_its_limit_once_in_a_hundred_times() -> None:
    rng = np.random.default_rng(9)
    found = [influence(rng.random(400), rng.random(400) < 0.4) for _ in range(1000)]
    assert np.mean([one.share for one in found]) == pytest.approx(found[0].floor, rel=0.05)
    assert 0 < sum(one.is_clear for one in found) < 30  # 10 expected; 30 has a chance below 1e-6
    exact = [stats.chi2.ppf(0.99, bins - 1) / 399 for bins in (2, 5, 10)]
    near = [influence(rng.random(400), rng.random(400), bins).limit for bins in (2, 5, 10)]
    assert near == pytest.approx(exact, rel=0.02)


@pytest.mark.parametrize("result", [np.ones(9), np.arange(9.0)])
def test_a_constant_draw_or_result_explains_nothing(result: np.ndarray) -> None:
    found = influence(np.full(9, 2.0), result)
    assert (found.share, found.floor, found.limit, found.rank_correlation) == (0.0, 0.0, 0.0, 0.0)
    assert not found.is_clear
    assert influence(np.arange(9.0), np.ones(9)).share == 0.0


@pytest.mark.parametrize(("draws", "result"), [(np.zeros(1), np.zeros(1)), (np.zeros(3), np.zeros(2))])
def test_influence_needs_a_result_for_every_draw(draws: np.ndarray, result: np.ndarray) -> None:
    with pytest.raises(ValueError, match="two trials or more"):
        influence(draws, result)


def test_two_trials_are_enough() -> None:
    found = influence(np.array([1.0, 2.0]), np.array([0.0, 1.0]))
    assert (found.share, found.trials) == (1.0, 2)
