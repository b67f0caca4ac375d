"""What a dial's distribution says: its quantiles, the ends worth looking at, points that fill all of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.engine.quantiles import quantile as quantile_of
from sim.engine.quantiles import uniforms
from sim.estimates import stratified
from sim.scenario.figure import Distribution
from sim.scenario.schema import Dial

DISTRIBUTION, QUARTER = "distribution", "quarter"
_TAIL = 0.05
_STEP = 0.25


@dataclass(frozen=True)
class Reach:
    """From where to where a dial is worth turning, and the rule that says so.

    `rule` is `distribution`: 5 and 95 in 100 of what is written; or `quarter`: a plain number, a quarter down and up,
    kept between the dial's min and max.
    """

    low: float
    high: float
    rule: str


def reach(dial: Dial) -> Reach:
    """Return the ends at which a dial is looked at."""
    value = dial.value.value
    if isinstance(value, Distribution):
        return Reach(_end(dial, quantile(dial, _TAIL)), _end(dial, quantile(dial, 1.0 - _TAIL)), DISTRIBUTION)
    # A quarter of nothing is nothing; a dial at 0 goes a quarter of the way to its ends.
    down, up = (abs(value), abs(value)) if value else (-dial.min, dial.max)
    return Reach(_end(dial, value - _STEP * down), _end(dial, value + _STEP * up), QUARTER)


def is_drawn(dial: Dial) -> bool:
    """Say whether a dial is written as a range or a distribution, so that each trial draws it."""
    return isinstance(dial.value.value, Distribution)


def quantile(dial: Dial, u: float) -> float:
    """Return the u-quantile of a dial, 0 < u < 1, kept between its min and max; a plain number is itself."""
    value = dial.value.value
    return _inside(dial, quantile_of(value, u)) if isinstance(value, Distribution) else value


def latin_hypercube(names: Sequence[str], count: int, seed: int) -> dict[str, NDArray[np.float64]]:
    """Return for each name a column of `count` numbers between 0 and 1, one in each of `count` equal parts."""
    return {
        name: stratified(uniforms(f"{name} order", count, seed), uniforms(f"{name} within", count, seed))
        for name in names
    }


def _end(dial: Dial, value: float) -> float:
    # Four digits are enough for an end, and short enough to type.
    return _inside(dial, float(f"{value:.4g}"))


def _inside(dial: Dial, value: float) -> float:
    return min(max(value, dial.min), dial.max)
