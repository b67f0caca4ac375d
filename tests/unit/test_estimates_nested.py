"""Chance and not knowing, set apart on a model whose two parts are known: p ~ Beta(2, 8), as in rung R30."""

import numpy as np
import pytest

from sim.estimates import Components, components

UNKNOWN = 0.2 * 0.8 / 11  # the variance of Beta(2, 8); model.md R30 has .01454545
CHANCE = 0.2 * 0.8 - UNKNOWN
OUTER, INNER, STUDIES = 60, 10, 1_000


def played(chance: np.random.Generator, outer: int, inner: int, a: float = 2.0, b: float = 8.0) -> Components:
    p = chance.beta(a, b, outer)
    hits = chance.random((outer, inner)) < p[:, None]
    return components(hits.mean(axis=1).tolist(), hits.var(axis=1, ddof=1).tolist(), inner)


def test_both_parts_are_unbiased_with_few_trials_inside() -> None:
    chance = np.random.Generator(np.random.Philox(7))
    found = [played(chance, OUTER, INNER) for _ in range(STUDIES)]
    for part, truth in (("unknown", UNKNOWN), ("chance", CHANCE)):
        values = np.array([getattr(one, part).value for one in found])
        error = values.std(ddof=1) / np.sqrt(STUDIES)
        assert abs(values.mean() - truth) < 4 * error, part
        assert error < 0.01 * max(truth, 0.02)


def test_the_ranges_hold_the_truth_about_as_often_as_they_say() -> None:
    chance = np.random.Generator(np.random.Philox(11))
    found = [played(chance, 100, 20) for _ in range(400)]
    for part, truth in (("unknown", UNKNOWN), ("unknown_share", UNKNOWN / 0.16), ("mean", 0.2)):
        inside = np.mean([getattr(one, part).low <= truth <= getattr(one, part).high for one in found])
        # 400 studies: a standard error of 1.1 points; a jackknife of a skewed estimate falls a little short of 95%.
        assert 0.90 <= inside <= 0.99, part


def test_the_band_is_that_of_the_inputs_without_the_noise() -> None:
    found = played(np.random.Generator(np.random.Philox(3)), 4_000, 50)
    # R30: 90% of the draws of p lie between .0410 and .4291; the shape is drawn together, not taken apart, hence 0.02.
    assert found.band == pytest.approx((0.04102317, 0.42913555), abs=0.02)
    assert found.unknown_share.value == pytest.approx(0.0909, abs=0.01)
    assert found.total == found.chance.value + found.unknown.value


def test_inputs_that_do_nothing_may_come_out_below_nothing() -> None:
    chance = np.random.Generator(np.random.Philox(2))
    found = [played(chance, 50, 10, a=2e6, b=8e6).unknown.value for _ in range(200)]
    assert min(found) < 0.0 < max(found)
    assert abs(np.mean(found)) < 4 * np.std(found) / np.sqrt(200)


@pytest.mark.parametrize(("means", "inner"), [([0.1, 0.2], 10), ([0.1, 0.2, 0.3], 1)])
def test_too_little_to_set_apart_is_refused(means: list[float], inner: int) -> None:
    with pytest.raises(ValueError, match="three outer draws"):
        components(means, [0.1] * len(means), inner)
