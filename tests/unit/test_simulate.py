"""The one function behind every door: interruption, precision, and what a run holds."""

from __future__ import annotations

import numpy as np

from sim.estimates import share
from sim.scenario import load
from sim.simulate import Run, simulate, simulate_until


def test_an_interrupted_run_is_the_run_of_the_trials_that_are_finished() -> None:
    scenario = load("montreal").scenario

    def stop(done: int) -> None:
        if done >= 600:
            raise KeyboardInterrupt

    cut = simulate(scenario, 5_000, seed=3, progress=stop)
    assert cut.interrupted
    assert 600 <= cut.trials < 5_000
    whole = simulate(scenario, cut.trials, seed=3)
    assert not whole.interrupted
    assert _same(cut, whole)


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
