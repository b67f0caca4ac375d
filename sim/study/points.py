"""One point of a study: a scenario with some dials turned, played from the seed that all points share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from sim.estimates import mean, median_day
from sim.scenario import Scenario
from sim.simulate import Run, simulate

Point = Mapping[str, float]  # a number for each dial that is turned, by its id
Turned = Callable[[Point], Scenario]  # the scenario as `--set` would have it
Progress = Callable[[int], None]  # hears how many trials of all points are done

# What is only seen on the last day has no date of its own.
_OPEN = ("extended", "notice_pending")


@dataclass(frozen=True)
class Ending:
    """How many trials of a point ended so, and the date by which half of these had, as YYYY-MM-DD."""

    count: int
    median_date: str | None


@dataclass(frozen=True)
class Level:
    """A party's mean over the trials of a point with its 95% range, which one trial has not."""

    mean: float
    low: float | None
    high: float | None


@dataclass(frozen=True)
class Party:
    """What a point is worth to a party: its value as its leader sees it, and its gain on the pact as it stands."""

    value: Level
    gain: Level


@dataclass(frozen=True)
class Outcome:
    """What is kept of a point."""

    endings: Mapping[str, Ending]
    parties: Mapping[str, Party]


def play_point(turn: Turned, point: Point, trials: int, seed: int, workers: int, progress: Progress | None) -> Run:
    """Play a scenario with dials turned; raise KeyboardInterrupt where not every trial was played."""
    run = simulate(turn(point), trials, seed, workers, progress=progress)
    if run.interrupted:
        raise KeyboardInterrupt
    return run


def outcome_of(run: Run) -> Outcome:
    """Return what is kept of a point that was played."""
    endings = {name: _ending(run, place, name) for place, name in enumerate(run.labels("ending"))}
    parties = {name: Party(_level(run, f"value_{name}"), _level(run, f"gain_{name}")) for name in run.packed.parties}
    return Outcome(endings, parties)


def after(done: int, progress: Progress | None) -> Progress | None:
    """Return what is told how many trials of this point are done, where `done` were before it."""
    return None if progress is None else lambda more: progress(done + more)


def _ending(run: Run, place: int, name: str) -> Ending:
    hits = run.table["ending"] == place
    day = None if name in _OPEN else median_day(run.table["day"][hits])
    return Ending(int(np.count_nonzero(hits)), None if day is None else run.packed.day_of(day).isoformat())


def _level(run: Run, column: str) -> Level:
    found = mean(run.table[column])
    has_range = found.low == found.low  # NaN is not equal to itself, and JSON has none
    return Level(found.value, found.low if has_range else None, found.high if has_range else None)
