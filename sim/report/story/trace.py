"""Play one trial with every event watched, and keep the row before and after each."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.engine.batch import blank_rows, run_on
from sim.engine.calendar import Watch, play_watched
from sim.model.events import EVERYTHING_WATCHED
from sim.model.state import TOLD, Row, Rows
from sim.report.story.measures import MEASURES, measure, ranks
from sim.scenario.packing import PackedScenario

Numbers = NDArray[np.float64]
_CERTAIN = 1e6  # hope that overrules any text


@dataclass(frozen=True)
class Step:
    """One event: the row `before` and `after`, as the run left them.

    `then` and `now` are copies of the two with effects, credibility and floors brought to the day of the event.
    Shapes: `worths` (parties, MEASURES), `pieces` (parties, issues), both measured after the event.
    """

    event: int
    who: int
    day: float
    before: Row
    after: Row
    then: Row
    now: Row
    worths: Numbers
    pieces: Numbers
    counted_end: float  # the day that the parties counted as the end of the talks before the event


@dataclass(frozen=True)
class Trace:
    """A trial from its first event to its last; `final` is its row as an array of one."""

    steps: tuple[Step, ...]
    final: Rows
    ranks: Numbers  # of each draw: the share of trials that draw less


def trace(packed: PackedScenario, seed: int, trial: int) -> Trace:
    """Play one trial on the calendar; its row ends with the same bits as in a batch."""
    rows = blank_rows(packed, seed, trial, 1)
    frames: list[Rows] = []
    play_watched(packed, rows, Watch(EVERYTHING_WATCHED, lambda seen, _: frames.append(seen.copy())))
    return traced(packed, [*frames, rows.copy()])


def traced(packed: PackedScenario, frames: list[Rows]) -> Trace:
    """Return the trace of a trial from its row as it stood before each event and after the last; none is changed."""
    before = _joined(frames[:-1])
    after = _joined(frames[1:])
    then, now = before.copy(), after.copy()
    then["day"] = before["due"]
    then[0] = after[0]  # a blank row has no floors
    _, _, ends = _measured(packed, then)
    worths, pieces, _ = _measured(packed, now)
    found = np.zeros(len(packed.record["draw_address"]))
    ranks(packed.record, after[:1], found)
    steps = (
        Step(
            int(before[n]["event"]), int(before[n]["who"]), float(after[n]["day"]), before[n], after[n], then[n],
            now[n], worths[n], pieces[n], float(ends[n]),
        )
        for n in range(len(before))
    )  # fmt: skip
    return Trace(tuple(steps), frames[-1], found)


def consents(packed: PackedScenario, before: Row) -> tuple[bool, ...]:
    """Return which parties would have agreed to the extension, with everybody else sure to: the deadline again."""
    agreed = []
    for k in range(len(packed.parties)):
        rows = _again(before)
        hope = rows["hope"][0].copy()
        rows["hope"][0] = _CERTAIN
        rows["hope"][0, k] = hope[k]
        _live_through(packed, rows)
        agreed.append(bool(rows["extensions"][0] > before["extensions"]))
    return tuple(agreed)


def _again(before: Row) -> Rows:
    rows: Rows = np.array([before], dtype=before.dtype).view(np.recarray)
    return rows


def _live_through(packed: PackedScenario, rows: Rows) -> None:
    # A row that has been told lives through one event and then waits for the next.
    rows["watched"] = TOLD
    run_on(packed, rows, EVERYTHING_WATCHED)


def _joined(frames: list[Rows]) -> Rows:
    rows: Rows = np.concatenate(frames).view(np.recarray)
    return rows


def _measured(packed: PackedScenario, rows: Rows) -> tuple[Numbers, Numbers, Numbers]:
    parties, issues = packed.record["concerns"].shape
    worths = np.zeros((len(rows), parties, MEASURES))
    pieces = np.zeros((len(rows), parties, issues))
    ends = np.zeros(len(rows))
    with np.errstate(all="ignore"):
        measure(packed.record, rows, worths, pieces, ends)
    return worths, pieces, ends
