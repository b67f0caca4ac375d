"""The one function behind every door: interruption, precision, and what a run holds."""

from __future__ import annotations

import numpy as np
import pytest

from sim.estimates import share
from sim.scenario import load
from sim.simulate import Run, simulate, simulate_until


def test_an_interrupt_stops_the_play_at_once() -> None:
    heard: list[int] = []

    def stop(done: int) -> None:
        heard.append(done)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        simulate(load("montreal").scenario, 50_000, seed=3, progress=stop)
    assert len(heard) == 1


def test_until_precise_plays_as_many_trials_as_it_takes_and_no_other() -> None:
    scenario = load("montreal").scenario
    run = simulate_until(scenario, 0.01, seed=5)
    counts = np.bincount(run.table["ending"], minlength=len(run.labels("ending")))
    ranges = [share(int(count), run.trials) for count in counts]
    assert max((each.high - each.low) / 2 for each in ranges) <= 0.01
    assert _same(run, simulate(scenario, run.trials, seed=5))


def _same(a: Run, b: Run) -> bool:
    return all(
        np.array_equal(a.table[name], b.table[name], equal_nan=a.table[name].dtype.kind == "f") for name in a.table
    )
