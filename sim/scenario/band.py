"""The band of a figure: from where to where nearly all of its draws lie, and its middle."""

from sim.scenario.figure import Distribution, Figure
from sim.scenario.scalars import HALF_RANGE
from sim.scenario.support import ends, middle


def band(figure: Figure) -> tuple[float, float, float]:
    """Return low, middle and high: the ends where there are ends, 5 and 95 in 100 of a normal, kept in bounds."""
    value, centre = figure.value, middle(figure.value)
    low, high = ends(value)
    if isinstance(value, Distribution) and value.kind == "normal":
        low, high = centre - HALF_RANGE * value.b, centre + HALF_RANGE * value.b
    return tuple(min(max(x, figure.low), figure.high) for x in (low, centre, high))  # type: ignore[return-value]
