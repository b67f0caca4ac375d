"""The whole program in one function: a scenario goes in, a table of finished trials comes out."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from sim.engine.batch import blank_rows, play_batch
from sim.engine.calendar import Process, Watch, play_watched
from sim.engine.seats import SeatStrategy, seat_watch
from sim.estimates import share
from sim.estimates.stopping import FIRST_LOOK, trials_for
from sim.model.state import Rows
from sim.outcomes import columns_of
from sim.outcomes.column import Column
from sim.scenario import Scenario
from sim.scenario.packing import PackedScenario, pack

# Rows that a watched cohort holds at once: enough for NumPy, few enough for a core's cache.
COHORT = 4096
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
    interrupted: bool = False  # True where fewer trials were played than asked for

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
    """Play a scenario `trials` times and measure each trial.

    `seats` puts NumPy strategies in the seats of parties, `processes` are SimPy processes of the user's own; each
    trial comes out the same, bit for bit, in whatever way and on however many workers (0: all cores) it is played.

    Interrupted from the keyboard, it returns the trials that are finished: a run of that many trials, as it would
    have been played by itself; with none finished, KeyboardInterrupt goes on its way.

    Raises SimError where a trial never ends, a seat is unknown, or its strategy returns no aspirations.
    """
    started = time.perf_counter()
    packed = pack(scenario)
    columns = columns_of(packed)
    table: dict[str, NDArray[np.generic]] = {}
    done = 0

    def count(finished: int) -> None:
        nonlocal done
        done = finished
        if progress is not None:
            progress(finished)

    def collect(first: int, rows: Rows) -> None:
        for column in columns:
            values = column.of(rows)
            whole = table.setdefault(column.name, np.empty(trials, dtype=values.dtype))
            whole[first : first + len(rows)] = values

    try:
        if seats or processes:
            watch = seat_watch(packed, seats) if seats else None
            _play_cohorts(packed, seed, trials, watch, processes, collect, count)
        else:
            play_batch(packed, seed, trials, workers, collect, count)
    except KeyboardInterrupt:
        if done == 0:
            raise
    kept = {name: values[:done] for name, values in table.items()}
    seconds = time.perf_counter() - started
    return Run(scenario, packed, seed, done, columns, kept, workers, seconds, interrupted=done < trials)


def simulate_until(scenario: Scenario, half_width: float, seed: int = 1, workers: int = 0) -> Run:
    """Play as many trials as it takes until the 95% range of every ending is at most +- `half_width` wide.

    A first look of 1,000 trials says how many (sim/estimates/stopping.py); the result is that of a plain run with so
    many trials.
    """
    run = simulate(scenario, FIRST_LOOK, seed, workers)
    while (widest := _widest(run)) > half_width and run.trials < _MOST_TRIALS and not run.interrupted:
        wanted = trials_for(widest, run.trials, half_width)
        run = simulate(scenario, min(wanted, _MOST_TRIALS), seed, workers)
    return run


def _play_cohorts(
    packed: PackedScenario,
    seed: int,
    trials: int,
    watch: Watch | None,
    processes: tuple[Process, ...],
    collect: Callable[[int, Rows], None],
    count: Callable[[int], None],
) -> None:
    for first in range(0, trials, COHORT):
        rows = blank_rows(packed, seed, first, min(COHORT, trials - first))
        play_watched(packed, rows, watch, processes)
        collect(first, rows)
        count(first + len(rows))


def _widest(run: Run) -> float:
    counts = np.bincount(run.table["ending"], minlength=len(run.labels("ending")))
    ranges = [share(int(count), run.trials) for count in counts]
    return max((each.high - each.low) / 2 for each in ranges)
