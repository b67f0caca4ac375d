"""Measure by turns, so that a busy spell of the machine falls on everything that is compared."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Size:
    """How much is measured: how many turns, and what share of the trials of a full measurement."""

    rounds: int
    share: float

    def of(self, count: int) -> int:
        """Return this share of a count, at least one."""
        return max(1, round(count * self.share))


Clock = Callable[[Callable[[], object]], float]

FULL = Size(rounds=9, share=1.0)
QUICK = Size(rounds=3, share=0.1)


def best(size: Size, *actions: Callable[[], object], clock: Clock) -> tuple[float, ...]:
    """Return the least time of each action in seconds, measured by turns; the least, as noise only ever adds.

    The clock is `processor_seconds` where one thread of this process does the work, and `seconds` otherwise.
    """
    times: list[list[float]] = [[] for _ in actions]
    for _ in range(size.rounds):
        for found, action in zip(times, actions, strict=True):
            found.append(clock(action))
    return tuple(min(found) for found in times)


def seconds(action: Callable[[], object]) -> float:
    """Return how long an action takes by the clock on the wall."""
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def processor_seconds(action: Callable[[], object]) -> float:
    """Return how long all threads of this process compute in an action; waiting for other programs is left out."""
    start = time.process_time()
    action()
    return time.process_time() - start
