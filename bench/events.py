"""Events a second, rules included, against empty timeouts of SimPy."""

from __future__ import annotations

import simpy

from bench.figure import Figure, at_least, ratio
from bench.montreal import packed
from bench.timing import Size, best, processor_seconds
from sim.engine.batch import play_batch
from sim.model.state import Rows

_TRIALS = 4_096
_TIMEOUTS = 200_000


def measure(size: Size) -> list[Figure]:
    """Compare how many events of talks one core handles with how many SimPy handles that do nothing."""
    ready, trials, timeouts = packed(), size.of(_TRIALS), size.of(_TIMEOUTS)
    handled: dict[int, int] = {}

    def count(first: int, rows: Rows) -> None:
        handled[first] = int(rows["handled"].sum())

    ours, theirs = best(
        size, lambda: play_batch(ready, 1, trials, 1, count), lambda: _empty(timeouts), clock=processor_seconds
    )
    events = sum(handled.values())
    return [
        Figure("events of a trial", events / trials, "events"),
        Figure("events of talks", events / ours, "a second"),
        Figure("empty timeouts of SimPy", timeouts / theirs, "a second"),
        ratio("events against timeouts", (events / ours) / (timeouts / theirs), at_least(3)),
    ]


def _empty(count: int) -> None:
    env = simpy.Environment()

    def tick() -> simpy.events.ProcessGenerator:
        for _ in range(count):
            yield env.timeout(1)

    env.process(tick())
    env.run()
