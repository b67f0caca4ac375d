"""Support at home as shot noise: pushes that arrive by chance and fade, by Campbell's theorem and one by one."""

from __future__ import annotations

from math import exp, log

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.engine.batch import blank_rows, run_on
from sim.model.chance import SHOCK, address, draw
from sim.scenario.packing import PackedScenario
from tests.builders import on
from tests.ladder.playing import YEAR, meet, scene
from tests.properties.sets import Distances, between, evenly, many, seed_of

_TRIALS = 400
_WHOLE = 1e-12  # the same sum in another order


def lobbied(rate: float, size: float, half_life: float) -> PackedScenario:
    return scene(
        "R17",
        ("calendar.effects[lobby].poisson", f"{rate} a year"),
        ("calendar.effects[lobby].support", size),
        ("calendar.effects[lobby].half_life", f"{half_life} days"),
    )


def supported(packed: PackedScenario, seed: int, day: float, trials: int) -> np.ndarray:
    """Return both parties' support on a day, which need not be whole; shape (trials, 2)."""
    rows = blank_rows(packed, seed, 0, trials)
    run_on(packed, rows, until=day)
    return np.array(meet(packed, rows, day)["support"][:, :2])


def arrivals(seed: int, trial: int, rate: float, until: float) -> list[float]:
    """Return the days of a Poisson process up to a day: gaps of -log(u), u drawn at the number of the arrival."""
    days: list[float] = []
    day = 0.0
    while True:
        u = draw(seed, trial, SHOCK, 0, address("effect lobby"), len(days))
        day -= log(u) / rate * YEAR
        if day > until:
            return days
        days.append(day)


@many
@given(between(0.1, 12), between(-1, 1), between(1, 1000), between(1, 1500), st.integers(0, 2**62))
def test_support_is_the_sum_of_what_is_left_of_each_arrival(
    rate: float, size: float, half_life: float, day: float, seed: int
) -> None:
    found = supported(lobbied(rate, size, half_life), seed, day, 3)[:, 0]
    for trial in range(3):
        left = [size * 2 ** (-(day - arrived) / half_life) for arrived in arrivals(seed, trial, rate, day)]
        assert found[trial] == pytest.approx(sum(left), rel=_WHOLE, abs=_WHOLE)


def test_mean_and_variance_of_support_are_those_of_shot_noise() -> None:
    # Campbell (1909): the n-th cumulant is rate size^n (1 - e^(-n k t)) / (n k), with k the rate at which a push fades.
    means, variances = Distances("mean support"), Distances("variance of support")

    @many
    @given(evenly(4, 12), evenly(0.01, 0.2), evenly(100, 1000), evenly(200, 1500))
    def each(rate: float, size: float, half_life: float, day: float) -> None:
        fading, years = log(2) / half_life * YEAR, day / YEAR
        mean, variance, _, fourth = (
            rate * size**n * (1 - exp(-n * fading * years)) / (n * fading) for n in range(1, 5)
        )
        seed = seed_of(rate, size, half_life, day)
        support = supported(lobbied(rate, size, half_life), seed, day, _TRIALS)[:, 0]
        means.add(support.mean(), mean, variance, _TRIALS)
        variances.add(((support - mean) ** 2).mean(), variance, fourth + 2 * variance**2, _TRIALS)

    each()
    means.hold()
    variances.hold()


@many
@given(
    st.lists(st.integers(0, 1000), min_size=1, max_size=20, unique=True).map(sorted),
    between(-1, 1),
    between(1, 1000),
    between(0, 1000),
)
def test_trips_on_dates_leave_what_has_not_faded(days: list[int], size: float, half_life: float, day: float) -> None:
    packed = scene(
        "R17",
        ("calendar.effects[trips].dates", [on(each) for each in days]),
        ("calendar.effects[trips].support", size),
        ("calendar.effects[trips].half_life", f"{half_life} days"),
    )
    left = sum(size * 2 ** (-(day - each) / half_life) for each in days if each <= day)
    assert supported(packed, 1, day, 1)[0, 1] == pytest.approx(left, rel=_WHOLE, abs=_WHOLE)
