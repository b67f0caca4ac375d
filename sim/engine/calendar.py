"""The calendar of what somebody watches: one SimPy process that lets the compiled loop run the rest."""

from __future__ import annotations

import math
from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import Any

import numpy as np
import simpy
from numpy.typing import NDArray

from sim.engine.batch import run_on
from sim.errors import SimError
from sim.model.events import NOTHING_WATCHED
from sim.model.state import TOLD, WAITING, Rows
from sim.scenario.packing import PackedScenario

# A process of the user's own: it gets the clock and the rows, yields `env.timeout(days)` and may change the rows.
Process = Callable[[simpy.Environment, Rows], Generator[simpy.Event, Any, Any]]


@dataclass(frozen=True)
class Watch:
    """What is watched, and who is told before it happens.

    `tell(rows, which)` gets all rows and the numbers of those that are about to live through a watched event; it may
    look and may change them. In waves, every waiting row is told at once, each on a day of its own, which suits NumPy;
    otherwise only rows of the same day, in the order of days.
    """

    events: int
    tell: Callable[[Rows, NDArray[np.intp]], None]
    in_waves: bool = False


def play_watched(
    packed: PackedScenario, rows: Rows, watch: Watch | None = None, processes: tuple[Process, ...] = ()
) -> None:
    """Play rows to their ends on one calendar, telling `watch` and letting `processes` act on their days.

    A process that wakes on a day acts before the events of that day. Day 0 is the scenario's start. The rows end with
    the same bits as in a batch, unless somebody changes them.

    Raises SimError where a process asks for a delay that is not a number of days.
    """
    env = simpy.Environment()
    for process in processes:
        env.process(_checked(process(env, rows)))
    env.run(until=env.process(_talks(env, packed, rows, watch)))


def _talks(
    env: simpy.Environment, packed: PackedScenario, rows: Rows, watch: Watch | None
) -> Generator[simpy.Event, Any, None]:
    events = watch.events if watch is not None else NOTHING_WATCHED
    while True:
        others = env.peek()
        if others == env.now:  # let whoever acts today act first
            yield env.timeout(0)
            continue
        left = run_on(packed, rows, events, math.nextafter(others, -math.inf))
        if left == 0:
            return
        waiting = np.flatnonzero(rows["watched"] == WAITING)
        if watch is None or len(waiting) == 0:
            yield env.timeout(others - env.now)
            continue
        day = rows["due"][waiting].min()
        yield env.timeout(max(0.0, day - env.now))
        told = waiting if watch.in_waves else waiting[rows["due"][waiting] == day]
        watch.tell(rows, told)
        rows["watched"][told] = TOLD


def _checked(process: Generator[simpy.Event, Any, Any]) -> Generator[simpy.Event, Any, Any]:
    # SimPy takes a delay of NaN and silently reorders time.
    result: Any = None
    while True:
        try:
            event = process.send(result)
        except StopIteration:
            return
        delay = getattr(event, "_delay", 0.0)
        if not math.isfinite(delay):
            raise SimError(f"a process asked to wait {delay} days; expected a finite number of days")
        result = yield event
