"""A figure that a benchmark found, and what it is to reach."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from bench.timing import Size

# The unit of a ratio: both sides were measured in this run, so it may be compared with that of another machine.
TIMES = "times"


@dataclass(frozen=True)
class Target:
    """A bound that a figure is to keep, in the figure's unit."""

    bound: float
    is_least: bool

    def is_reached(self, value: float) -> bool:
        """Tell whether a value keeps the bound; the bound itself does."""
        return value >= self.bound if self.is_least else value <= self.bound

    def __str__(self) -> str:
        return f"{'at least' if self.is_least else 'at most'} {self.bound:,g}"


@dataclass(frozen=True)
class Figure:
    """What was found: a value in a unit, or the reason why there is none."""

    name: str
    value: float | None
    unit: str
    target: Target | None = None
    why_not: str = ""

    @property
    def is_ratio(self) -> bool:
        """Tell whether this is a ratio of two measurements of this run; else it speaks of this machine only."""
        return self.unit == TIMES

    @property
    def reached(self) -> bool | None:
        """Tell whether the target is reached; None where there is no target, or no value."""
        return None if self.target is None or self.value is None else self.target.is_reached(self.value)


class Benchmark(Protocol):
    """What a file of this shelf has: a first line that says what it measures, and the measuring."""

    __doc__: str | None

    def measure(self, size: Size, /) -> Sequence[Figure]:
        """Measure, and return every figure."""
        ...


def at_least(bound: float) -> Target:
    """Return the target of a figure that should be high."""
    return Target(bound, is_least=True)


def at_most(bound: float) -> Target:
    """Return the target of a figure that should be low."""
    return Target(bound, is_least=False)


def ratio(name: str, value: float, target: Target | None = None) -> Figure:
    """Return a figure that is a ratio."""
    return Figure(name, value, TIMES, target)


def missing(name: str, unit: str, target: Target | None, why: str) -> Figure:
    """Return a figure that cannot be measured here, and say why."""
    return Figure(name, None, unit, target, why)
