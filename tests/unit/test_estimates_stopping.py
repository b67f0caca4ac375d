"""Planning the number of trials from a first look leaves ranges as wide as they say."""

import numpy as np
import pytest

from sim.estimates import share
from sim.estimates.stopping import FIRST_LOOK, trials_for


def test_half_the_range_takes_four_times_the_trials() -> None:
    assert trials_for(0.02, 1_000, 0.01) == pytest.approx(4_000, rel=0.03)
    assert trials_for(0.01, 1_000, 0.0100001) == 1_020


def test_a_plan_always_goes_on() -> None:
    assert trials_for(0.01, 1_000, 0.02) == 1_001


@pytest.mark.parametrize("truth", [0.03, 0.2, 0.5])
def test_ranges_of_planned_runs_hold_the_truth_as_often_as_they_say(truth: float) -> None:
    # 4,000 repetitions of the whole procedure at a fixed seed, as `simulate_until` goes about it.
    chance, half_width, held, repetitions = np.random.default_rng(3), 0.008, 0, 4_000
    for _ in range(repetitions):
        trials, hits = FIRST_LOOK, int(chance.binomial(FIRST_LOOK, truth))
        found = share(hits, trials)
        while (widest := (found.high - found.low) / 2) > half_width:
            wanted = trials_for(widest, trials, half_width)
            hits += int(chance.binomial(wanted - trials, truth))
            trials = wanted
            found = share(hits, trials)
        held += found.low <= truth <= found.high
    assert 0.94 <= held / repetitions <= 0.965
