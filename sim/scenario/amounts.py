"""Figures fit what they belong to: weights add up, positions lie on their scale, dials within their range."""

import math
from collections.abc import Iterator, Sequence

from sim.errors import Fault
from sim.scenario.figure import Figure
from sim.scenario.figures import readings
from sim.scenario.nodes import Path
from sim.scenario.salvage import Parts
from sim.scenario.schema import Dial, Issue
from sim.scenario.support import ends, middle
from sim.scenario.words import shown

PERCENT = {"percent", "per cent", "%", "percentage"}


def check_amounts(parts: Parts) -> Iterator[Fault]:
    """Yield a fault for every figure that does not fit what it belongs to."""
    for name, issue in parts.issues.items():
        yield from _on_scale(parts, ("issues", name, "status_quo"), issue.status_quo, issue)
    for name, party in parts.parties.items():
        path = ("parties", name, "positions")
        for topic, position in party.positions.items():
            if topic in parts.issues:
                yield from _on_scale(parts, (*path, topic, "wants"), position.wants, parts.issues[topic])
                if position.opens_with is not None:
                    yield from _on_scale(parts, (*path, topic, "opens_with"), position.opens_with, parts.issues[topic])
        total = math.fsum(middle(position.weight.value) for position in party.positions.values())
        if abs(total - 100) > 1e-6:
            yield parts.fault(
                path,
                f"the weights add up to {total:g}; expected 100"
                if party.positions
                else "found no issue; a party has a position on one issue or more",
            )
    readers = _readers(parts)
    for name, dial in parts.dials.items():
        yield from _dial(parts, name, dial, readers.get(f"dials.{name}", ()))


def _on_scale(parts: Parts, path: Path, figure: Figure, issue: Issue) -> Iterator[Fault]:
    unit = (issue.unit or "").casefold()
    fits = (
        figure.unit in {"", unit}
        or figure.unit.rstrip("s") == unit.rstrip("s")
        or (figure.unit == "%" and unit in PERCENT)
    )
    if not fits and not figure.path.startswith("dials."):
        own = f"the unit of the issue is {shown(issue.unit)}" if issue.unit else "the issue has no unit"
        yield parts.fault(path, f"found {shown(figure.written)}, but {own}; write the bare number")
        return
    low, high = sorted((issue.scale.first, issue.scale.last))
    first, last = ends(figure.value)
    if first < low or last > high:
        yield parts.fault(
            path, f"found {shown(figure.written)}, off the scale of the issue; expected {low:g} to {high:g}"
        )


def _dial(parts: Parts, name: str, dial: Dial, readers: Sequence[Figure]) -> Iterator[Fault]:
    path = ("dials", name)
    if dial.min >= dial.max:
        yield parts.fault((*path, "max"), f"found {dial.max:g}; expected more than the min, {dial.min:g}")
        return
    if not dial.min <= middle(dial.value.value) <= dial.max:
        yield parts.fault(
            (*path, "value"),
            f"found {shown(dial.value.written)}; expected it between min and max, {dial.min:g} to {dial.max:g}",
        )
    for figure in readers:
        if figure.value != dial.value.value:
            yield parts.fault(
                (*path, "value"),
                f"found {shown(dial.value.written)}, which the figures that read the dial"
                " understand differently; write the bare number, without %",
            )
        elif dial.min < figure.low or dial.max > figure.high:
            yield parts.fault(
                (*path, "max" if dial.max > figure.high else "min"),
                f"the dial turns from {dial.min:g} to {dial.max:g}, but a figure that reads it allows"
                f" {figure.low:g} to {figure.high:g} only",
            )
        else:
            continue
        return


def _readers(parts: Parts) -> dict[str, list[Figure]]:
    """Return the figures that read each dial, by the dial's path."""
    found: dict[str, list[Figure]] = {}
    for block in (*parts.issues.values(), *parts.parties.values(), parts.pact, parts.calendar):
        for figure in readings(block):
            if figure.path.startswith("dials."):
                found.setdefault(figure.path, []).append(figure)
    return found
