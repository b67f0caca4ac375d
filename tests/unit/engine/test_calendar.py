"""The calendar of what somebody watches: who is told when, and what processes of a user's own may do."""

from __future__ import annotations

import math
from collections.abc import Generator
from typing import Any

import numpy as np
import pytest
import simpy
from numpy.typing import NDArray

from sim.engine.batch import blank_rows
from sim.engine.calendar import Process, Watch, play_watched
from sim.errors import SimError
from sim.model.events import DEADLINE, ROUND
from sim.model.state import FULL_DEAL, LAPSED, Rows
from tests.builders import packed, played


def watch(events: int, told: list[tuple[list[float], int]], in_waves: bool = False) -> Watch:
    def tell(rows: Rows, which: NDArray[np.intp]) -> None:
        told.append(([float(day) for day in rows["due"][which]], len(which)))

    return Watch(events, tell, in_waves)


def test_the_watcher_is_told_before_each_event_of_its_kind_in_the_order_of_days() -> None:
    scene = packed()
    rows = blank_rows(scene, 1, 0, 4)
    told: list[tuple[list[float], int]] = []
    play_watched(scene, rows, watch(1 << ROUND, told))
    assert told == [([day] * 4, 4) for day in (10.0, 20.0, 30.0, 40.0, 50.0)]
    assert rows.tobytes() == played(scene, 4).tobytes()


def test_in_waves_every_waiting_row_is_told_at_once_each_on_its_own_day() -> None:
    jitter = {
        "parties": {"north": {"threat": "never"}},
        "calendar": {"extensions": {"most": 1, "length": "10 to 90 days"}},
    }
    stubborn = {"parties": {"north": {"status_quo_value": 0.9}, "south": {"status_quo_value": 0.9}}}
    scene = packed(jitter, stubborn, {"calendar": {"extensions": {"consent": "automatic"}}})
    for in_waves, waves in ((True, 2), (False, 6)):
        rows = blank_rows(scene, 1, 0, 5)
        told: list[tuple[list[float], int]] = []
        play_watched(scene, rows, watch(1 << DEADLINE, told, in_waves))
        assert len(told) == waves  # the planned end, and each trial's own new end
        days = [day for each, _ in told for day in each]
        assert len(days) == 10
        assert in_waves or days == sorted(days)
        assert rows.tobytes() == played(scene, 5).tobytes()


def test_a_process_that_waits_and_looks_changes_nothing() -> None:
    scene = packed()
    rows = blank_rows(scene, 1, 0, 3)
    days: list[float] = []

    def look(env: simpy.Environment, all_rows: Rows) -> Generator[simpy.Event, Any, Any]:
        while True:
            yield env.timeout(7.5)
            days.append(env.now)
            assert (all_rows["day"] <= env.now).all()

    play_watched(scene, rows, processes=(look,))
    assert days == [7.5, 15.0, 22.5, 30.0, 37.5, 45.0]  # and it stops with the talks
    assert rows.tobytes() == played(scene, 3).tobytes()


def test_a_process_acts_before_the_events_of_its_day() -> None:
    scene = packed()
    seen: list[tuple[float, int]] = []

    def look(env: simpy.Environment, all_rows: Rows) -> Generator[simpy.Event, Any, Any]:
        yield env.timeout(30.0)
        seen.append((env.now, int(all_rows["held"][0])))

    play_watched(scene, blank_rows(scene, 1, 0, 1), processes=(look,))
    assert seen == [(30.0, 2)]


def test_a_process_may_act_on_day_0_and_wait_for_other_processes() -> None:
    scene = packed()
    seen: list[str] = []

    def first(env: simpy.Environment, all_rows: Rows) -> Generator[simpy.Event, Any, Any]:
        seen.append("first")
        yield env.timeout(0)
        seen.append("again")

    def second(env: simpy.Environment, all_rows: Rows) -> Generator[simpy.Event, Any, Any]:
        seen.append("second")
        yield env.any_of([env.timeout(5), env.timeout(9)])
        seen.append(f"day {env.now:g}")

    play_watched(scene, blank_rows(scene, 1, 0, 1), processes=(first, second))
    assert seen == ["first", "second", "again", "day 5"]


def test_a_process_that_changes_rows_changes_the_results() -> None:
    scene = packed()

    def embitter(env: simpy.Environment, all_rows: Rows) -> Generator[simpy.Event, Any, Any]:
        yield env.timeout(45)
        all_rows["status_quo_value"][:2] = 0.9

    rows = blank_rows(scene, 1, 0, 4)
    play_watched(scene, rows, processes=(embitter,))
    assert list(rows["ending"]) == [LAPSED, LAPSED, FULL_DEAL, FULL_DEAL]


@pytest.mark.parametrize("delay", [math.nan, math.inf])
def test_a_delay_that_is_no_number_of_days_is_refused(delay: float) -> None:
    def broken(env: simpy.Environment, all_rows: Rows) -> Generator[simpy.Event, Any, Any]:
        yield env.timeout(delay)

    scene = packed()
    with pytest.raises(SimError, match="expected a finite number of days"):
        play_watched(scene, blank_rows(scene, 1, 0, 1), processes=(broken,))


def test_an_error_in_a_process_comes_out() -> None:
    def broken(env: simpy.Environment, all_rows: Rows) -> Generator[simpy.Event, Any, Any]:
        yield env.timeout(12)
        raise KeyError("mine")

    processes: tuple[Process, ...] = (broken,)
    scene = packed()
    with pytest.raises(KeyError, match="mine"):
        play_watched(scene, blank_rows(scene, 1, 0, 1), processes=processes)
