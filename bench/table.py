"""Figures as lines of a table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import floor, log10

from bench.figure import Benchmark, Figure

_WORDS = {True: "reached", False: "NOT REACHED", None: ""}


def heading(benchmark: Benchmark) -> str:
    """Return what a benchmark says that it measures."""
    return (benchmark.__doc__ or "").partition("\n")[0]


def lines(figures: Sequence[Figure]) -> Iterator[str]:
    """Return a line for each figure: name, value, unit, target, and whether that is reached."""
    width = max(44, *(len(figure.name) for figure in figures))
    for figure in figures:
        value = "-" if figure.value is None else amount(figure.value)
        target = "" if figure.target is None else f"({figure.target})"
        words = figure.why_not or _WORDS[figure.reached]
        yield f"  {figure.name:<{width}} {value:>10} {figure.unit:<16} {target:<17} {words}".rstrip()


def amount(value: float) -> str:
    """Return a number with three digits, and with all that stand before the point; a count as it is."""
    if value.is_integer():
        return f"{value:,.0f}"
    whole = 1 + floor(log10(abs(value)))
    return f"{value:,.{min(3, max(0, 3 - whole))}f}"
