"""Play many trials that nobody watches: chunks of rows, on as many workers as asked for."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray

from sim.engine.loop import advance
from sim.errors import SimError
from sim.model import nash
from sim.model.events import NOTHING_WATCHED, ROUND, USED
from sim.model.state import NASH, RUNAWAY, TOLD, WAITING, Rows
from sim.scenario.packing import PackedScenario
from sim.strategies import DELIBERATE

# Rows of one chunk live in a core's cache; results do not depend on this number.
CHUNK = 512


def blank_rows(packed: PackedScenario, seed: int, first: int, count: int) -> Rows:
    """Return `count` rows before their first event: trials first, first + 1, ... of this seed."""
    rows: Rows = np.empty(count, dtype=packed.template.dtype).view(np.recarray)
    words_of(rows)[:] = words_of(packed.template)  # as plain numbers, six times as fast as field by field
    return _numbered(rows, seed, first)


def used_again(rows: Rows, seed: int, first: int) -> Rows:
    """Turn used rows into trials first, first + 1, ..., in place: fresh memory costs more than playing in it.

    They are blank from their first advance on.
    """
    rows["event"] = USED
    return _numbered(rows, seed, first)


def words_of(rows: Rows) -> NDArray[np.float64]:
    """Return the same memory as `rows`, one vector of eight-byte words a row; shape (rows, words)."""
    return rows.view(np.ndarray).view(np.float64).reshape(len(rows), -1)


def _numbered(rows: Rows, seed: int, first: int) -> Rows:
    rows["seed"] = seed
    rows["trial"] = np.arange(first, first + len(rows))
    return rows


def run_on(packed: PackedScenario, rows: Rows, watched: int = NOTHING_WATCHED, until: float = np.inf) -> int:
    """Advance rows in place to the next watched event, to day `until`, or to their end; return how many are not done.

    Raises SimError, naming the trial, where one lives through more events than the budget allows.
    """
    # Interpreted integers of NumPy warn where the compiled ones wrap; rules rely on neither.
    with np.errstate(all="ignore"):
        left = _advanced(packed, rows, watched, until)
    runaway = np.flatnonzero(rows["ending"] == RUNAWAY)
    if len(runaway):
        row = rows[runaway[0]]
        raise SimError(
            f"trial {row['trial']} of seed {row['seed']} never comes to an end: "
            f"{row['handled']} events by day {row['day']:.0f}; look for a schedule that repeats without pause"
        )
    return int(left)


def _advanced(packed: PackedScenario, rows: Rows, watched: int, until: float) -> int:
    # Where anybody deliberates, every row stops before each round for it, and goes on unless somebody else watches.
    strategies = packed.record["strategy"][: len(packed.parties)]
    deliberations = [(think, number) for number, think in DELIBERATE.items() if number in strategies]
    if packed.record["chair"] == NASH:
        deliberations.append((nash.deliberate, NASH))
    blank = words_of(packed.template)[0]
    if not deliberations:
        return int(advance(packed.record, blank, rows, words_of(rows), watched, until))
    while True:
        left = int(advance(packed.record, blank, rows, words_of(rows), watched | (1 << ROUND), until))
        for think, number in deliberations:
            think(packed.record, rows, number)
        ready = (rows["watched"] == WAITING) & (rows["event"] == ROUND)
        if (watched >> ROUND) & 1 or not ready.any():
            return left
        rows["watched"][ready] = TOLD


def play_batch(
    packed: PackedScenario,
    seed: int,
    trials: int,
    workers: int,
    collect: Callable[[int, Rows], None],
    progress: Callable[[int], None] | None = None,
    *,
    first: int = 0,
) -> None:
    """Play `trials` trials from number `first` on to their ends and hand each finished chunk to `collect(start, rows)`.

    Chunks may finish in any order; a trial is a function of (scenario, seed, trial) alone, so that `collect` gets the
    same rows whatever the number of workers (0: one for each core) and the size of a chunk. An exception raised in
    `collect` stops the batch. With one worker everything happens in the thread of the caller.
    """
    workers = workers or os.cpu_count() or 1
    end = first + trials
    spare = [blank_rows(packed, seed, 0, max(1, min(CHUNK, trials))) for _ in range(workers)]

    def play(start: int) -> int:
        used = spare.pop()
        rows = used_again(used[: end - start], seed, start)
        run_on(packed, rows)
        collect(start, rows)
        spare.append(used)
        return len(rows)

    starts = range(first, end, CHUNK)
    done = 0
    with ThreadPoolExecutor(workers) as pool:
        for count in map(play, starts) if workers == 1 else _in_turn(pool, play, starts, 4 * workers):
            done += count
            if progress is not None:
                progress(done)


def _in_turn(pool: ThreadPoolExecutor, play: Callable[[int], int], starts: range, ahead: int) -> Iterator[int]:
    # At most `ahead` chunks wait at a time, so that an interruption or an error stops the run at once.
    waiting = []
    try:
        for first in starts:
            waiting.append(pool.submit(play, first))
            if len(waiting) >= ahead:
                yield waiting.pop(0).result()
        while waiting:
            yield waiting.pop(0).result()
    finally:
        for future in waiting:
            future.cancel()
