"""What a number in a scenario is: a value or a distribution, its origin, and how it was written."""

import math
from dataclasses import dataclass, field
from typing import Literal

from sim.errors import Place

Shape = Literal["uniform", "triangular", "normal", "beta"]


@dataclass(frozen=True, slots=True)
class Distribution:
    """A quantity that is drawn once per trial.

    uniform: a low, b high. triangular: a low, b mode, c high. normal: a mean, b standard deviation.
    beta: a and b its two parameters, on 0 to 1.
    """

    kind: Shape
    a: float
    b: float
    c: float = 0.0


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a figure comes from: a source (text `source#claim`), a judgement (text says why) or a default."""

    kind: Literal["source", "judgement", "default"]
    text: str


DEFAULT = Origin("default", "model.md default, documented in docs/model.md")


@dataclass(frozen=True, slots=True)
class Figure:
    """A checked number of a scenario.

    Shares are 0 to 1, durations days, money billions, rates per year; positions stay in the issue's own unit.
    A figure that reads a dial has the dial's path, so figures with equal paths share one draw.
    A normal draw is to be clipped to `low` and `high`, the bounds of the key it stands under.
    """

    value: float | Distribution
    origin: Origin
    path: str
    written: str
    unit: str = ""
    place: Place | None = field(default=None, compare=False)
    low: float = -math.inf
    high: float = math.inf
