"""Whether a trial costs the same among many as among few."""

from __future__ import annotations

import time
from collections.abc import Mapping
from functools import partial
from statistics import median

import numpy as np

from bench.figure import Figure, at_most, ratio
from bench.montreal import ignore, packed, scenario
from bench.timing import Size, processor_seconds
from sim.engine.batch import play_batch
from sim.model.state import Rows
from sim.scenario.packing import PackedScenario
from sim.simulate import simulate

_LONGEST = 10_000_000
_PAUSES = 20
# How often each shorter run is played: at every pause, at every second one, ...
_EVERY = {1_000: 1, 10_000: 1, 100_000: 1, 1_000_000: 5}
_RUNS = (1_000, 10_000, 100_000, 1_000_000)


def measure(size: Size) -> list[Figure]:
    """Return the time of a trial in runs of many lengths on one worker, in time of the processor."""
    longest = size.of(_LONGEST)
    each = _within_a_long_run(packed(), longest, {size.of(trials): every for trials, every in _EVERY.items()})
    batches = [Figure(f"a trial of {trials:,}, rules alone", 1e6 * spent, "us") for trials, spent in each.items()]
    usual = size.of(100_000)
    grown = ratio(f"rules alone, {longest:,} against {usual:,}", each[longest] / each[usual], at_most(1.1))
    whole = _by_turns(size, [size.of(trials) for trials in _RUNS])
    runs = [Figure(f"a trial of {trials:,}, whole run", 1e6 * spent, "us") for trials, spent in whole.items()]
    most = size.of(_RUNS[-1])
    return [*batches, grown, *runs, ratio(f"whole run, {most:,} against {usual:,}", whole[most] / whole[usual])]


def _within_a_long_run(packed: PackedScenario, longest: int, shorter: Mapping[int, int]) -> dict[int, float]:
    """Return seconds a trial for each length; the shorter runs are played in pauses of the longest.

    So all lengths meet the same spells of the machine, however long the longest takes. The rows are counted by their
    ending, as a run that keeps nothing would.
    """
    spent: dict[int, list[float]] = {trials: [] for trials in shorter}
    endings = np.zeros(16, dtype=np.int64)
    pauses, paused = 0, 0.0

    def collect(first: int, rows: Rows) -> None:
        nonlocal pauses, paused
        endings[:] += np.bincount(rows["ending"], minlength=len(endings))
        if first + len(rows) >= (pauses + 1) * longest // _PAUSES:
            start = time.process_time()
            for trials, every in shorter.items():
                if pauses % every == 0:
                    spent[trials].append(processor_seconds(partial(play_batch, packed, 1, trials, 1, ignore)))
            pauses += 1
            paused += time.process_time() - start

    whole = processor_seconds(lambda: play_batch(packed, 1, longest, 1, collect)) - paused
    return {trials: sum(times) / len(times) / trials for trials, times in spent.items()} | {longest: whole / longest}


def _by_turns(size: Size, lengths: list[int]) -> dict[int, float]:
    whole = scenario()
    spent: dict[int, list[float]] = {trials: [] for trials in lengths}
    for _ in range(max(3, size.rounds // 3)):
        for trials in lengths:
            spent[trials].append(processor_seconds(partial(simulate, whole, trials, workers=1)))
    return {trials: median(times) / trials for trials, times in spent.items()}
