"""How close the engine comes to its floor: the draws and functions of a trial, and nothing else."""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

from bench.figure import Figure, at_most, ratio
from bench.loops import Loop, Loops, loops
from bench.montreal import packed
from bench.processes import answer
from bench.timing import Size, best, processor_seconds
from sim.engine.batch import blank_rows, run_on, used_again

# What is played interpreted takes a tenth of a second a trial.
_COUNTED = 512
# So few trials are played as often as this, and a loop repeated for so many calls, for the clock's sake.
_AGAIN = 16
_CALLS = 200_000
_BLOCK = "sim.model.chance.philox"


@dataclass(frozen=True)
class _Kind:
    """A function, the arguments of all its calls in the trials that were counted, and its loops."""

    name: str
    columns: tuple[Any, ...]
    loops: Loops

    @property
    def calls(self) -> int:
        return len(self.columns[0])

    @property
    def turns(self) -> int:
        return -(-_CALLS // self.calls)

    def action(self, loop: Loop) -> Callable[[], object]:
        return lambda: loop(self.columns, self.turns, 0)


def measure(size: Size) -> list[Figure]:
    """Count the calls of trials played interpreted, time them compiled and alone, and compare with the engine.

    The floor takes each call by itself, with all that the processor overlaps of others: less is not to be had as long
    as rules run over one row at a time. The sums of the other two ways say how much hangs on that.
    """
    counted = max(100, size.of(_COUNTED))
    kinds, blocks = _counted(counted)
    actions = [kind.action(loop) for kind in kinds for loop in kind.loops]
    for action in actions:
        action()  # compile
    played, *spent = best(size, _engine(counted), *actions, clock=processor_seconds)
    engine = 1e6 * played / (counted * _AGAIN)
    # Nanoseconds of one call: a row for each function, a column for each way.
    each = np.array(spent).reshape(len(kinds), -1) * [[1e9 / (kind.calls * kind.turns)] for kind in kinds]
    per_trial = np.array([kind.calls / counted for kind in kinds])
    together, floor, chained = 1e-3 * per_trial @ each
    return [
        Figure("blocks of Philox", blocks / counted, "a trial"),
        *_by_kind(kinds, per_trial.tolist(), each.tolist()),
        Figure("the floor: calls apart, overlapping", floor, "us a trial"),
        Figure("if calls could be made together", together, "us a trial"),
        Figure("if each waited for the last", chained, "us a trial"),
        Figure("the engine", engine, "us a trial"),
        ratio("the engine against the floor", engine / floor, at_most(3)),
        ratio("the engine against calls made together", engine / together),
        ratio("the engine against calls that wait", engine / chained),
    ]


def _engine(trials: int) -> Callable[[], object]:
    """Return what plays the very trials that were counted, as a worker of a batch does."""
    ready = packed()
    rows = blank_rows(ready, 1, 0, trials)

    def play() -> None:
        for _ in range(_AGAIN):
            run_on(ready, used_again(rows, 1, 0))

    return play


def _counted(trials: int) -> tuple[list[_Kind], int]:
    """Return every function that rules call in these trials, most calls first, and how many blocks were drawn."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "calls.npz"
        totals = json.loads(answer(sys.executable, "-m", "bench.calls", str(trials), str(file), NUMBA_DISABLE_JIT="1"))
        asked: dict[str, list[Any]] = {}
        with np.load(file) as columns:
            for key in columns:
                asked.setdefault(key.partition("/")[0], []).append(columns[key])
    kinds = [_kind(name, tuple(found)) for name, found in asked.items()]
    return sorted(kinds, key=lambda kind: -kind.calls), int(totals.get(_BLOCK, 0))


def _kind(name: str, columns: tuple[Any, ...]) -> _Kind:
    module, _, function = name.rpartition(".")
    return _Kind(name, columns, loops(getattr(import_module(module), function), columns))


def _by_kind(kinds: Sequence[_Kind], per_trial: Sequence[float], each: Sequence[Sequence[float]]) -> Iterator[Figure]:
    for kind, calls, (together, apart, chained) in zip(kinds, per_trial, each, strict=True):
        short = kind.name.rpartition(".")[2]
        yield Figure(short, calls, "a trial")
        yield Figure(f"{short}: one", apart, "ns")
        yield Figure(f"{short}: one of several together", together, "ns")
        yield Figure(f"{short}: one waiting for the last", chained, "ns")
