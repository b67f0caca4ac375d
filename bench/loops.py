"""Compiled loops that call one arithmetic function on given arguments and do nothing else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from sim.model.bits import bits_float, float_bits
from sim.model.compiled import routine, rule

# (columns, turns, zero) -> bits of all results, so that no call can be left out.
Loop = Callable[[tuple[Any, ...], int, int], int]


def loops(function: Callable[..., Any], columns: tuple[Any, ...]) -> tuple[Loop, Loop]:
    """Return two loops over columns of arguments: calls that may overlap, and calls that each wait for the last.

    In the first, the processor begins a call while others are under way, as far as it can. In the second, the first
    argument depends on the result before: it is changed by its bits under the mask `zero`, so not at all, but neither
    the compiler nor the processor knows.
    """
    first = tuple(column[0].item() for column in columns)
    fold = _fold(function(*first))
    pick = _picker(len(columns))
    shifted = _shifted_float if isinstance(first[0], float) else _shifted_whole
    rest = _picker(len(columns) - 1) if len(columns) > 1 else None

    @routine
    def overlapping(columns: Any, turns: int, zero: int) -> int:
        seen = zero
        for _ in range(turns):
            for n in range(len(columns[0])):
                seen ^= fold(function(*pick(columns, n)))
        return seen

    if rest is None:

        @routine
        def chained(columns: Any, turns: int, zero: int) -> int:
            seen = zero
            for _ in range(turns):
                for n in range(len(columns[0])):
                    seen ^= fold(function(shifted(columns[0][n], seen & zero)))
            return seen

    else:

        @routine
        def chained(columns: Any, turns: int, zero: int) -> int:
            seen = zero
            for _ in range(turns):
                for n in range(len(columns[0])):
                    seen ^= fold(function(shifted(columns[0][n], seen & zero), *rest(columns[1:], n)))
            return seen

    return overlapping, chained


def _picker(width: int) -> Any:
    """Return what takes the nth entry of each of `width` columns."""
    if width == 1:

        @rule
        def one(columns: Any, n: int) -> Any:
            return (columns[0][n],)

        return one
    rest = _picker(width - 1)

    @rule
    def several(columns: Any, n: int) -> Any:
        return (columns[0][n], *rest(columns[1:], n))

    return several


def _fold(result: object) -> Any:
    """Return what turns results of this kind into a whole number."""
    if isinstance(result, tuple):
        return _fold_all(tuple(_fold(part) for part in result))
    return float_bits if isinstance(result, float) else _whole


def _fold_all(folds: tuple[Any, ...]) -> Any:
    first = folds[0]
    if len(folds) == 1:

        @rule
        def last(results: Any) -> int:
            return int(first(results[0]))

        return last
    others = _fold_all(folds[1:])

    @rule
    def both(results: Any) -> int:
        return int(first(results[0]) ^ others(results[1:]))

    return both


@rule
def _whole(x: int) -> int:
    return int(np.int64(x))


@rule
def _shifted_whole(x: int, nothing: int) -> int:
    return x ^ nothing


@rule
def _shifted_float(x: float, nothing: int) -> float:
    return bits_float(float_bits(x) ^ nothing)
