"""Declare what a scenario file may set of a strategy: numbers with bounds and defaults, and named styles."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from sim.model.state import TACTICS


@dataclass(frozen=True)
class Parameter:
    """A number of a strategy; its place among the strategy's PARAMETERS is its place in `w.tactic[k]`.

    `unit` says how it is written: a share may be 30%, a rate `2 a year`, a count is one whole number, a plain number is
    none of these. From `low` to `high`, where `above` and `below` exclude the bound itself. A drawn value is never
    less than `least`.
    """

    name: str
    low: float
    high: float
    default: float
    unit: Literal["plain", "share", "count", "rate"] = "plain"
    above: bool = False
    below: bool = False
    least: float = -float("inf")


@dataclass(frozen=True)
class Style:
    """A word that stands for the value of one parameter, and what other values it is still true of.

    A word that sets several parameters is a style for each of them, all of one name.
    """

    name: str
    parameter: str
    value: float
    means: str
    fits: Callable[[float], bool]


@dataclass(frozen=True)
class Shape:
    """What a scenario is like, for a strategy that does not fit every one."""

    parties: int
    issues: int
    pies: int  # how many of the issues are split in shares
    curved: bool  # whether any party's curvature may differ from 1


def places(parameters: tuple[Parameter, ...]) -> range:
    """Return the places of a strategy's parameters in `w.tactic[k]`: `BETA, KEPT = places(PARAMETERS)`."""
    if len(parameters) > TACTICS:
        raise ValueError(f"a strategy has at most {TACTICS} parameters, not {len(parameters)}: see sim.model.state")
    return range(len(parameters))
