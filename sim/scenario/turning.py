"""Dials turned from outside of the file: found by their id, with numbers as people write them."""

from __future__ import annotations

from sim.errors import MissingName, Place, UsageError
from sim.scenario.figure import Distribution
from sim.scenario.nodes import Scalar
from sim.scenario.scalars import ANY, Unreadable, read_amount
from sim.scenario.schema import Dial, Scenario
from sim.scenario.words import meant, shown

_DIGITS = 12


def dial_of(scenario: Scenario, name: str) -> Dial:
    """Return a dial by its id; raise MissingName, with the nearest id, where there is none."""
    found = scenario.dials.get(name)
    if found is None:
        names = list(scenario.dials)
        why = f"there is no dial {shown(name)}{meant(name, names)}" if names else "this scenario has no dials"
        raise MissingName(why)
    return found


def amount(text: str) -> float:
    """Return a number as people write it, 0.1, 10% or `30 days`; raise UsageError where it is none."""
    try:
        found = read_amount(Scalar(" ".join(text.split()), False, Place("", 0, 0)), ANY).value
    except Unreadable as error:
        raise UsageError(str(error)) from None
    if isinstance(found, Distribution):
        raise UsageError(f"found {shown(text)}; expected one number, such as 0.1, 10% or `30 days`")
    return found


def rounded(value: float) -> float:
    """Return the number to twelve digits: what is printed of it is then all of it."""
    return float(f"{value:.{_DIGITS}g}")


def setting(name: str, value: float) -> str:
    """Return what `--set` is given to turn a dial to a number."""
    return f"{name}={value:.{_DIGITS}g}"
