"""Which points a sweep plays, from what was asked for on the command line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sim.errors import UsageError
from sim.estimates import grid
from sim.scenario import Scenario
from sim.scenario.turning import amount, dial_of, rounded
from sim.scenario.words import listed, shown
from sim.study.reaching import latin_hypercube, reach

GRID, HYPERCUBE = "grid", "latin hypercube"
_MOST = 10_000
_FORM = re.compile(r"([^=]+)(?:=([^:]+):([^:]+)(?::([^:]+))?)?")
_EXAMPLE = "--dial resolve=10%:50%:5"


@dataclass(frozen=True)
class Axis:
    """A dial that is turned: from where to where, and in how many steps of a grid (0 for a Latin hypercube)."""

    name: str
    low: float
    high: float
    steps: int


@dataclass(frozen=True)
class Design:
    """The points of a sweep, in the order in which they are played."""

    kind: str
    axes: tuple[Axis, ...]
    points: tuple[dict[str, float], ...]


def design_of(scenario: Scenario, words: Sequence[str], hypercube: int | None, seed: int) -> Design:
    """Return the design of `--dial` words and `--lhs`.

    Raise MissingName for a dial there is none of, UsageError for what is no range, lies outside a dial's min and max,
    or makes more than 10,000 points.
    """
    if not (words or hypercube):
        names = listed(shown(name) for name in scenario.dials) or "none"
        raise UsageError(f"say which dial to turn, such as {_EXAMPLE}, or --lhs 50 for all; the dials are {names}")
    axes = tuple(_axis(scenario, word, hypercube) for word in words or scenario.dials)
    twice = {axis.name for axis in axes if sum(axis.name == other.name for other in axes) > 1}
    if twice:
        raise UsageError(f"--dial {min(twice)} stands there twice")
    if hypercube:
        return Design(HYPERCUBE, axes, _scattered(axes, hypercube, seed))
    count = 1
    for axis in axes:
        count *= axis.steps
    if count > _MOST:
        raise UsageError(f"these ranges make {count:,} points; at most {_MOST:,} are played (--lhs needs fewer)")
    return Design(GRID, axes, grid({axis.name: _steps(axis) for axis in axes}))


def _axis(scenario: Scenario, word: str, hypercube: int | None) -> Axis:
    match = _FORM.fullmatch(word)
    if match is None:
        raise UsageError(f"--dial {word}: {_expected(hypercube)}")
    name = match[1].strip().removeprefix("dials.")
    dial = dial_of(scenario, name)
    if match[2] is None and hypercube:
        ends = reach(dial)
        return Axis(name, ends.low, ends.high, 0)
    if match[2] is None or (match[4] is None) is not bool(hypercube):
        raise UsageError(f"--dial {word}: {_expected(hypercube)}")
    try:
        low, high = (rounded(amount(end)) for end in (match[2], match[3]))
    except UsageError as error:
        raise UsageError(f"--dial {word}: {error}") from None
    for end in (low, high):
        if not dial.min <= end <= dial.max:
            raise UsageError(
                f"--dial {word}: {end:g} lies outside {dial.min:g} to {dial.max:g}, the dial's min and max"
            )
    if low >= high:
        raise UsageError(f"--dial {word}: a range goes from the smaller to the larger number")
    return Axis(name, low, high, 0 if hypercube else _count(word, match[4]))


def _expected(hypercube: int | None) -> str:
    if hypercube:
        return "with --lhs expected a dial, or NAME=FROM:TO, such as --dial resolve=10%:50%"
    return f"expected NAME=FROM:TO:COUNT, such as {_EXAMPLE}"


def _count(word: str, text: str) -> int:
    count = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0
    if not 2 <= count <= _MOST:
        raise UsageError(f"--dial {word}: expected a number of points from 2 to {_MOST:,} after the second colon")
    return count


def _steps(axis: Axis) -> list[float]:
    step = (axis.high - axis.low) / (axis.steps - 1)
    return [*(rounded(axis.low + step * place) for place in range(axis.steps - 1)), axis.high]


def _scattered(axes: Sequence[Axis], count: int, seed: int) -> tuple[dict[str, float], ...]:
    levels = latin_hypercube([axis.name for axis in axes], count, seed)
    return tuple(
        {axis.name: rounded(axis.low + (axis.high - axis.low) * float(levels[axis.name][number])) for axis in axes}
        for number in range(count)
    )
