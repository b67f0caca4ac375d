"""Bars of functions whose answer is known, and a floor that other draws pass as often as it says."""

import math

import numpy as np
import pytest

from sim.estimates import bar, level, noise_floor, one_at_a_time

COEFFICIENTS = {"small": 0.5, "none": 0.0, "large": -3.0}
WRITTEN = {"small": 1.0, "none": 2.0, "large": 0.25}
NOISE = np.linspace(-1.0, 1.0, 50)


def linear(turned: dict[str, float]) -> np.ndarray:
    point = {**WRITTEN, **turned}
    return sum(COEFFICIENTS[name] * point[name] for name in point) + NOISE


def test_the_bars_of_a_linear_function_are_its_coefficients() -> None:
    bars = one_at_a_time(linear, dict.fromkeys(WRITTEN, (0.0, 1.0)))
    assert list(bars) == ["large", "small", "none"]
    for name, found in bars.items():
        assert found.swing.value == pytest.approx(COEFFICIENTS[name], abs=1e-12)
        # The same noise on both sides: pairing takes all of it out.
        assert found.swing.high - found.swing.low == pytest.approx(0.0, abs=1e-12)


def test_a_bar_is_as_long_as_its_reach() -> None:
    (found,) = one_at_a_time(linear, {"large": (0.0, 2.0)}).values()
    assert found.swing.value == pytest.approx(-6.0, abs=1e-12)
    assert found.high.value - found.low.value == pytest.approx(-6.0, abs=1e-12)


def test_hits_are_paired_as_shares() -> None:
    low, high = np.array([True, True, False, False]), np.array([True, False, False, False])
    found = bar(low, high)
    assert (found.low.value, found.high.value, found.swing.value) == (0.5, 0.25, -0.25)
    assert found.swing.low < -0.25 < found.swing.high
    assert level(low).value == 0.5


@pytest.mark.parametrize("is_share", [True, False])
def test_two_runs_with_other_draws_pass_the_floor_one_time_in_twenty(is_share: bool) -> None:
    chance = np.random.Generator(np.random.Philox(5))
    runs = chance.random((4_000, 500))
    results = runs < 0.1 if is_share else runs
    means = results.mean(axis=1)
    apart = np.abs(means[0::2] - means[1::2])
    floor = float(np.mean([noise_floor(one) for one in results[:200]]))
    # 2,000 pairs: the share that passes has a standard error of 0.5 points; four of them.
    assert float(np.mean(apart > floor)) == pytest.approx(0.05, abs=0.02)


def test_what_was_never_hit_has_a_floor_all_the_same() -> None:
    assert noise_floor(np.zeros(100, dtype=bool)) > 0.0
    assert noise_floor(np.zeros(100)) == 0.0
    assert math.isnan(noise_floor(np.array([1.0])))
