"""Compiled loops that call one arithmetic function on given arguments and do nothing else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from sim.model.bits import bits_float, float_bits
from sim.model.compiled import routine, rule

# (columns, turns, zero) -> bits of all results, so that no call can be left out.
Loop = Callable[[tuple[Any, ...], int, int], int]

# More calls than this are never under way at once: a call is dozens of instructions, and a core holds a few hundred.
_WAYS = 16


class Loops(NamedTuple):
    """Three ways to make the same calls.

    In `together`, the compiler may make several calls with one instruction of the processor, as it can for functions
    without branches whose arguments are all known beforehand. In `apart`, each call stands by itself, and the processor
    begins it while others are under way. In `chained`, each call waits for the result of the last.
    """

    together: Loop
    apart: Loop
    chained: Loop


def loops(function: Callable[..., Any], columns: tuple[Any, ...]) -> Loops:
    """Return the loops of a function over columns of arguments, of the kinds of those given.

    A call waits for a result by having the bits of its first argument changed by those of the result under the mask
    `zero`: not at all, but neither the compiler nor the processor knows.
    """
    first = tuple(column[0].item() for column in columns)
    fold, pick = _fold(function(*first)), _picker(len(columns), isinstance(first[0], float))

    @routine
    def together(columns: Any, turns: int, zero: int) -> int:
        seen = zero
        for _ in range(turns):
            for n in range(len(columns[0])):
                seen ^= fold(function(*pick(columns, n, 0)))
        return seen

    @routine
    def apart(columns: Any, turns: int, zero: int) -> int:
        results = np.full(_WAYS, zero)
        for _ in range(turns):
            for n in range(len(columns[0])):
                place = (n ^ zero) % _WAYS
                seen = results[place]
                results[place] = seen ^ fold(function(*pick(columns, n, seen & zero)))
        whole = zero
        for seen in results:
            whole ^= seen
        return whole

    @routine
    def chained(columns: Any, turns: int, zero: int) -> int:
        seen = zero
        for _ in range(turns):
            for n in range(len(columns[0])):
                seen ^= fold(function(*pick(columns, n, seen & zero)))
        return seen

    return Loops(together, apart, chained)


def _picker(width: int, is_float: bool) -> Any:
    """Return what takes the nth entry of each of `width` columns, the first changed by some bits."""
    rest = _rest(width - 1)
    shifted = _shifted_float if is_float else _shifted_whole

    @rule
    def pick(columns: Any, n: int, bits: int) -> Any:
        return (shifted(columns[0][n], bits), *rest(columns[1:], n))

    return pick


def _rest(width: int) -> Any:
    if width == 0:

        @rule
        def none(columns: Any, n: int) -> Any:
            return ()

        return none
    others = _rest(width - 1)

    @rule
    def several(columns: Any, n: int) -> Any:
        return (columns[0][n], *others(columns[1:], n))

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
def _shifted_whole(x: int, bits: int) -> int:
    return x ^ bits


@rule
def _shifted_float(x: float, bits: int) -> float:
    return bits_float(float_bits(x) ^ bits)
