"""The odds that `sim play` shows, against the story of one trial."""

from __future__ import annotations

from bench.figure import Figure, at_most, ratio
from bench.montreal import packed
from bench.timing import Size, best, seconds
from sim.engine.chair import Chair
from sim.engine.outlook import continued
from sim.report.seat.odds import CONTINUATIONS
from sim.report.story import tell


def measure(size: Size) -> list[Figure]:
    """Compare thousands of continuations of a game with one trial told by `sim trace`."""
    ready = packed()
    chair = Chair(ready, 1, 0, 1)
    told, ahead = best(
        size, lambda: tell(ready, 1, 0), lambda: continued(ready, chair.rows, chair.seat, CONTINUATIONS), clock=seconds
    )
    return [
        Figure("one trial told", 1e3 * told, "ms"),
        Figure(f"odds from {CONTINUATIONS:,} continuations", 1e3 * ahead, "ms"),
        ratio("odds against a trial told", ahead / told, at_most(100)),
    ]
