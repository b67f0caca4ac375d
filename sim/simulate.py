"""The whole program in one function: a scenario goes in, a table of finished trials comes out."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from sim.engine.calendar import Process
from sim.engine.seats import SeatStrategy, seat_watch
from sim.engine.tables import play_table
from sim.estimates import share
from sim.estimates.stopping import FIRST_LOOK, trials_for
from sim.outcomes import columns_of
from sim.outcomes.column import Column
from sim.scenario import Scenario
from sim.scenario.packing import PackedScenario, pack

_MOST_TRIALS = 10_000_000


@dataclass(frozen=True)
class Run:
    """Finished trials: `table` maps each column's name to one entry a trial, in the order of trials."""

    scenario: Scenario
    packed: PackedScenario
    seed: int
    trials: int
    columns: tuple[Column, ...]
    table: Mapping[str, NDArray[np.generic]] = field(repr=False)
    workers: int = 1
    seconds: float = 0.0

    def labels(self, name: str) -> tuple[str, ...]:
        """Return the labels of a column of kinds, such as `ending`."""
        return next(column.labels for column in self.columns if column.name == name)


def simulate(
    scenario: Scenario,
    trials: int = 10_000,
    seed: int = 1,
    workers: int = 0,
    *,
    seats: Mapping[str, SeatStrategy] | None = None,
    processes: tuple[Process, ...] = (),
    progress: Callable[[int], None] | None = None,
) -> Run:
    """Play a scenario `trials` times and measure each trial; all of them are held in memory.

    `seats` puts NumPy strategies in the seats of parties, `processes` are SimPy processes of the user's own; each
    trial comes out the same, bit for bit, in whatever way and on however many workers (0: all cores) it is played.

    Raises SimError where a trial never ends, a seat is unknown, or its strategy returns no aspirations.
    """
    started = time.perf_counter()
    packed = pack(scenario)
    columns = columns_of(packed)
    watch = seat_watch(packed, seats) if seats else None
    table = play_table(packed, columns, seed, 0, trials, workers, watch=watch, processes=processes, progress=progress)
    return Run(scenario, packed, seed, trials, columns, table, workers, time.perf_counter() - started)


def simulate_until(scenario: Scenario, half_width: float, seed: int = 1, workers: int = 0) -> Run:
    """Play as many trials as it takes until the 95% range of every ending is at most +- `half_width` wide.

    The result is that of a plain run with so many trials.
    """
    run = simulate(scenario, FIRST_LOOK, seed, workers)

    def counts(trials: int) -> Sequence[int]:
        nonlocal run
        if trials != run.trials:
            run = simulate(scenario, trials, seed, workers)
        return endings_of(run)

    trials_until(half_width, counts)
    return run


def trials_until(half_width: float, counts: Callable[[int], Sequence[int]]) -> int:
    """Return how many trials bring the 95% range of every ending within +- `half_width`.

    `counts(trials)` plays so many and says how often each ending came. A first look of 1,000 trials says how many are
    needed (sim/estimates/stopping.py); the last number asked for is the one returned.
    """
    trials = FIRST_LOOK
    while (widest := _widest(counts(trials), trials)) > half_width and trials < _MOST_TRIALS:
        trials = min(trials_for(widest, trials, half_width), _MOST_TRIALS)
    return trials


def endings_of(run: Run) -> list[int]:
    """Return how often each ending came."""
    counts: list[int] = np.bincount(run.table["ending"], minlength=len(run.labels("ending"))).tolist()
    return counts


def _widest(counts: Sequence[int], trials: int) -> float:
    ranges = [share(int(count), trials) for count in counts]
    return max((each.high - each.low) / 2 for each in ranges)
