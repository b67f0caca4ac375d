"""One point of a study: a scenario with some dials turned, played from the seed that all points share."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np

from sim.engine.progress import Progress, after
from sim.estimates import mean, median_day
from sim.scenario import Scenario
from sim.simulate import Run, simulate

Point = Mapping[str, float]  # a number for each dial that is turned, by its id
Turned = Callable[[Point], Scenario]  # the scenario as `--set` would have it
Elsewhere = Callable[[Any, Sequence[Any], Callable[[Any], str]], Iterator[tuple[Any, Any]]]  # Cluster.each
Found = TypeVar("Found")

_TASK = 100_000  # trials that make a task for a worker elsewhere: about a second

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


@dataclass(frozen=True)
class Asked:
    """A point that is to be played: its place among the others, and the seed of its trials."""

    place: int
    point: Point
    seed: int


def each_point(
    turn: Turned,
    asked: Sequence[Asked],
    trials: int,
    look: Callable[[Run], Found],
    workers: int = 0,
    progress: Progress | None = None,
    elsewhere: Elsewhere | None = None,
) -> Iterator[tuple[int, Found]]:
    """Yield the place of each point with what `look` finds in its run: here one after the other, elsewhere as they end.

    `turn` and `look` travel to whoever plays elsewhere. Raise what `turn` and the play raise.
    """
    if elsewhere is None:
        for number, one in enumerate(asked):
            run = simulate(turn(one.point), trials, one.seed, workers, progress=after(number * trials, progress))
            yield one.place, look(run)
        return
    size = max(1, _TASK // trials)
    groups = [tuple(asked[start : start + size]) for start in range(0, len(asked), size)]
    done = 0
    for group, found in elsewhere(_Away(turn, trials, look), groups, _named):
        done += len(group) * trials
        if progress is not None:
            progress(done)
        yield from zip((one.place for one in group), found, strict=True)


def outcome_of(run: Run) -> Outcome:
    """Return what is kept of a point that was played."""
    endings = {name: _ending(run, place, name) for place, name in enumerate(run.labels("ending"))}
    parties = {name: Party(_level(run, f"value_{name}"), _level(run, f"gain_{name}")) for name in run.packed.parties}
    return Outcome(endings, parties)


def _ending(run: Run, place: int, name: str) -> Ending:
    hits = run.table["ending"] == place
    day = None if name in _OPEN else median_day(run.table["day"][hits])
    return Ending(int(np.count_nonzero(hits)), None if day is None else run.packed.day_of(day).isoformat())


def _level(run: Run, column: str) -> Level:
    found = mean(run.table[column])
    has_range = found.low == found.low  # NaN is not equal to itself, and JSON has none
    return Level(found.value, found.low if has_range else None, found.high if has_range else None)


@dataclass(frozen=True)
class _Away:
    """The task of a worker elsewhere: some points, one after the other."""

    turn: Turned
    trials: int
    look: Callable[[Run], Any]

    def __call__(self, group: Sequence[Asked]) -> list[Any]:
        """Return what is found in the run of each point."""
        return [found for _, found in each_point(self.turn, group, self.trials, self.look, workers=1)]


def _named(group: Sequence[Asked]) -> str:
    return f"points {group[0].place + 1:,} to {group[-1].place + 1:,}"
