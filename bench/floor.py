"""How close the engine comes to its floor: the draws and functions of a trial, and nothing else."""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

from bench.figure import Figure, at_most, ratio
from bench.loops import Loop, loops
from bench.montreal import packed
from bench.processes import answer
from bench.timing import Size, best, processor_seconds
from sim.engine.batch import blank_rows, run_on, wiped

_COUNTED = 512
# A chunk of few trials is played as often as this, for the clock's sake.
_AGAIN = 16
# A loop shorter than this many calls is repeated, for the clock's sake.
_CALLS = 200_000
_BLOCK = "sim.model.chance.philox"


@dataclass(frozen=True)
class _Kind:
    """A function, the arguments of all its calls in the trials that were counted, and its loops."""

    name: str
    columns: tuple[Any, ...]
    overlapping: Loop
    chained: Loop

    @property
    def calls(self) -> int:
        return len(self.columns[0])

    @property
    def turns(self) -> int:
        return -(-_CALLS // self.calls)

    def action(self, loop: Loop) -> Callable[[], object]:
        return lambda: loop(self.columns, self.turns, 0)

    def each(self, spent: float) -> float:
        return spent / (self.calls * self.turns)


def measure(size: Size) -> list[Figure]:
    """Count the calls of trials played interpreted, time them compiled and alone, and compare with the engine."""
    counted = max(100, size.of(_COUNTED))
    kinds, blocks = _counted(counted)
    apart = [kind.action(kind.overlapping) for kind in kinds]
    in_turn = [kind.action(kind.chained) for kind in kinds]
    for action in (*apart, *in_turn):
        action()  # compile
    times = best(size, _engine(counted), *apart, *in_turn, clock=processor_seconds)
    engine = times[0] / (counted * _AGAIN)
    free = [kind.each(spent) for kind, spent in zip(kinds, times[1:], strict=False)]
    bound = [kind.each(spent) for kind, spent in zip(kinds, times[1 + len(kinds) :], strict=True)]
    per_trial = [kind.calls / counted for kind in kinds]
    floor = sum(map(_product, per_trial, free))
    chain = sum(map(_product, per_trial, bound))
    return [
        Figure("blocks of Philox", blocks / counted, "a trial"),
        *_by_kind(kinds, per_trial, free, bound),
        Figure("floor, calls overlap", 1e6 * floor, "us a trial"),
        Figure("the same, each waits for the last", 1e6 * chain, "us a trial"),
        Figure("engine", 1e6 * engine, "us a trial"),
        ratio("engine against the floor", engine / floor, at_most(3)),
        ratio("engine against calls that wait", engine / chain),
    ]


def _engine(trials: int) -> Callable[[], object]:
    """Return what plays the very trials that were counted, as a worker of a batch does."""
    ready = packed()
    rows = blank_rows(ready, 1, 0, trials)

    def play() -> None:
        for _ in range(_AGAIN):
            run_on(ready, wiped(rows, ready, 1, 0))

    return play


def _counted(trials: int) -> tuple[list[_Kind], int]:
    """Return every function that rules call in these trials, most calls first, and how many blocks were drawn."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "calls.npz"
        totals = json.loads(answer(sys.executable, "-m", "bench.calls", str(trials), str(file), NUMBA_DISABLE_JIT="1"))
        with np.load(file) as columns:
            asked: dict[str, list[Any]] = {}
            for key in columns:
                asked.setdefault(key.partition("/")[0], []).append(columns[key])
    kinds = [_kind(name, tuple(found)) for name, found in asked.items()]
    return sorted(kinds, key=lambda kind: -kind.calls), int(totals.get(_BLOCK, 0))


def _kind(name: str, columns: tuple[Any, ...]) -> _Kind:
    module, _, function = name.rpartition(".")
    return _Kind(name, columns, *loops(getattr(import_module(module), function), columns))


def _by_kind(kinds: list[_Kind], per_trial: list[float], free: list[float], bound: list[float]) -> Iterator[Figure]:
    for kind, calls, alone, waiting in zip(kinds, per_trial, free, bound, strict=True):
        short = kind.name.rpartition(".")[2]
        yield Figure(f"{short}: calls", calls, "a trial")
        yield Figure(f"{short}: one", 1e9 * alone, "ns")
        yield Figure(f"{short}: one, waiting for the last", 1e9 * waiting, "ns")


def _product(a: float, b: float) -> float:
    return a * b
