"""Play trials and measure them: rows become columns of a results table as soon as they have come to their ends."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.engine.batch import blank_rows, play_batch
from sim.engine.calendar import Process, Watch, play_watched
from sim.engine.parquet import Category
from sim.model.state import Rows
from sim.outcomes.column import Column
from sim.scenario.packing import PackedScenario

# Rows that a watched cohort holds at once: enough for NumPy, few enough for a core's cache.
COHORT = 4096

Table = dict[str, NDArray[np.generic]]
Heard = Callable[[Rows], None]


def play_table(
    packed: PackedScenario,
    columns: Sequence[Column],
    seed: int,
    first: int,
    trials: int,
    workers: int = 0,
    *,
    watch: Watch | None = None,
    processes: tuple[Process, ...] = (),
    heard: Heard | None = None,
    progress: Callable[[int], None] | None = None,
) -> Table:
    """Play `trials` trials from number `first` on and return their columns, one entry a trial, in order.

    `heard` is given finished rows by whichever thread has played them, and may raise to stop the play; `progress`
    hears in the thread of the caller how many trials are done. With a `watch` or `processes` there is one worker.
    """
    table: Table = {}

    def collect(start: int, rows: Rows) -> None:
        plain = rows.view(np.ndarray)  # its fields are found in half the time
        for column in columns:
            values = column.of(plain)
            if column.name not in table:  # whichever thread is first
                table.setdefault(column.name, np.empty(trials, dtype=values.dtype))
            table[column.name][start - first : start - first + len(rows)] = values
        if heard is not None:
            heard(rows)

    if watch is None and not processes:
        play_batch(packed, seed, trials, workers, collect, progress, first=first)
        return table
    for start in range(first, first + trials, COHORT):
        rows = blank_rows(packed, seed, start, min(COHORT, first + trials - start))
        play_watched(packed, rows, watch, processes)
        collect(start, rows)
        if progress is not None:
            progress(start + len(rows) - first)
    return table


def written(packed: PackedScenario, columns: Sequence[Column], table: Table, first: int) -> dict[str, Any]:
    """Return a table as it is written: each trial's number, kinds as words, the day of the ending as a date too."""
    count = len(next(iter(table.values())))
    found: dict[str, Any] = {"trial": np.arange(first, first + count, dtype=np.int64)}
    start = np.datetime64(packed.scenario.about.starts, "D")
    for column in columns:
        values: Any = table[column.name]
        found[column.name] = Category(values, column.labels) if column.labels else values
        if column.name == "day":
            found["date"] = start + np.floor(values).astype("timedelta64[D]")
    return found
