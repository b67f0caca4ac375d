"""What a point of a sweep costs, against a plain run of as many trials."""

from __future__ import annotations

from bench.figure import Figure, ratio
from bench.montreal import SCENARIO, scenario
from bench.timing import Size, best, seconds
from sim.report.source import source_of
from sim.report.study.asking import turner
from sim.simulate import simulate
from sim.study.sweep import sweep

_TRIALS = 2_000
_POINTS = 10
_DIAL = "resolve"


def measure(size: Size) -> list[Figure]:
    """Compare points that turn one dial, as `sim sweep` plays them, with runs that turn none; on all cores."""
    turn, whole, trials = turner(source_of(SCENARIO)), scenario(), size.of(_TRIALS)
    points = [{_DIAL: 0.05 * (number + 1)} for number in range(_POINTS)]

    def plain() -> None:
        for _ in points:
            simulate(whole, trials)

    swept, played = best(size, lambda: sweep(turn, points, trials, 1), plain, clock=seconds)
    return [
        Figure(f"points of {trials:,} trials", len(points) / swept, "a second"),
        Figure(f"a point of {trials:,} trials", 1e3 * swept / len(points), "ms"),
        Figure(f"a run of {trials:,} trials", 1e3 * played / len(points), "ms"),
        ratio("a point against a run", swept / played),
    ]
