"""Put compiled functions of one signature on a shelf and call them by number, or all in turn."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sim.model.compiled import rule


def by_number(functions: tuple[Callable[..., Any], ...]) -> Callable[..., Any]:
    """Return one compiled function f(number, *arguments) that calls functions[number](*arguments).

    Numba compiles no table of different functions, so the choice becomes a chain of comparisons, which the
    optimiser turns back into a table. The last function answers for every number beyond the shelf.
    """
    chosen = _last(functions[-1])
    for number in range(len(functions) - 2, -1, -1):
        chosen = _link(number, functions[number], chosen)
    return chosen


def in_turn(functions: tuple[Callable[..., Any], ...]) -> Callable[..., Any]:
    """Return one compiled function that calls every function with the same arguments, and returns nothing."""
    first = functions[0]
    if len(functions) == 1:
        return first
    others = in_turn(functions[1:])

    @rule
    def both(*arguments: Any) -> None:
        first(*arguments)
        others(*arguments)

    return both


def _last(function: Callable[..., Any]) -> Callable[..., Any]:
    @rule
    def last(number: int, *arguments: Any) -> Any:
        return function(*arguments)

    return last


def _link(mine: int, function: Callable[..., Any], others: Callable[..., Any]) -> Callable[..., Any]:
    @rule
    def link(number: int, *arguments: Any) -> Any:
        if number == mine:
            return function(*arguments)
        return others(number, *arguments)

    return link
