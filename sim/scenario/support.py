"""Where a number or distribution lies: its ends and its middle."""

from sim.scenario.figure import Distribution


def ends(value: float | Distribution) -> tuple[float, float]:
    """Return the smallest and largest draw; for a normal, which has no ends, its mean twice."""
    if not isinstance(value, Distribution):
        return value, value
    if value.kind == "beta":
        return 0.0, 1.0
    if value.kind == "normal":
        return value.a, value.a
    return value.a, value.b if value.kind == "uniform" else value.c


def middle(value: float | Distribution) -> float:
    """Return the number a figure is about: itself, its mean, or the mode of a triangular distribution."""
    if not isinstance(value, Distribution):
        return value
    if value.kind == "uniform":
        return (value.a + value.b) / 2
    if value.kind == "beta":
        return value.a / (value.a + value.b)
    return value.b if value.kind == "triangular" else value.a
