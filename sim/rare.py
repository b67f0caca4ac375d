"""Rare endings: leaders' types as strata with exact weights, and trials split as they climb the ladder to an exit."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise, product

import numpy as np
from numpy.typing import NDArray

from sim.engine.batch import blank_rows, run_on
from sim.engine.progress import Progress
from sim.engine.splitting import LEVELS, MOST_COPIES, Hit, climb, may_split
from sim.errors import MissingName, UsageError
from sim.estimates import RareShare, copies_for, stratified_share
from sim.model.events import BEGINNING
from sim.model.policies import NEVER_LEAVES
from sim.model.state import BLUFFER, RESOLUTE, Rows
from sim.outcomes import columns_of
from sim.scenario import Scenario
from sim.scenario.packing import PackedScenario, pack

Numbers = NDArray[np.float64]

_LADDER = ("withdrawal", "notice_pending")  # endings to which threat and notice lead
# One trial in so many is played beforehand, to plan the strata; and the part of all work that is shared out evenly.
_PILOT, _LARGEST_PILOT = 40, 1_000
_EVEN = 0.2
_FEWEST = 50  # trials for each stratum
_CHUNK = 128  # roots that are split at a time: their copies are many
# The trials of pilots are numbered far above those of any run.
_PILOTS = 1 << 40


@dataclass(frozen=True)
class Stratum:
    """The trials in which leaders have these types, by party. `copies`: into how many a row is split at each level.

    `weight` is the mean chance of these types, `given` the share of the ending given the types, `adds` their product
    as it enters the estimate.
    """

    types: dict[str, int]
    copies: tuple[int, ...]
    trials: int
    weight: float
    given: float
    adds: float


@dataclass(frozen=True)
class Rare:
    """What was found of a rare ending. Costs are in events: `cost` of all that was played, `plain` of a plain trial."""

    scenario: Scenario
    packed: PackedScenario
    ending: str
    trials: int
    seed: int
    found: RareShare
    strata: tuple[Stratum, ...]
    is_split: bool  # False: rows are not split here, only types are strata
    cost: int
    plain: float
    seconds: float = 0.0


def rare(
    scenario: Scenario,
    ending: str = "withdrawal",
    trials: int = 10_000,
    seed: int = 1,
    *,
    copies: tuple[int, ...] | None = None,
    progress: Progress | None = None,
) -> Rare:
    """Estimate the share of trials that end so, without bias.

    Each combination of leaders' types is a stratum. How many trials each gets, and into how many copies a row is split
    on reaching a threat and a notice, is found from smaller runs of other trials; with `copies` given, trials are
    shared out evenly. Where parties make plans of their own, no row is split. Raise MissingName where there is no such
    ending, UsageError where there are too few trials.
    """
    started = time.perf_counter()
    packed = pack(scenario)
    splits = may_split(packed) and ending.startswith(_LADDER)
    course = _Course(packed, seed, _hit(packed, ending), splits)
    combinations = list(_combinations(packed))
    least = _FEWEST * len(combinations)
    if trials < least:
        count = "one stratum" if len(combinations) == 1 else f"{len(combinations)} strata"
        raise UsageError(f"found {trials} trials for {count}; expected {least} or more: fewer have no range to trust")
    if copies is not None and not may_split(packed):
        copies = (1,) * len(copies)
    plans = _plans(course, combinations, trials) if copies is None else _evenly(combinations, trials, copies)
    played, first = [], 0
    for plan in plans:
        played.append(_play(course, first, plan))
        first += plan.trials
        if progress is not None:
            progress(first)
    found = stratified_share([part.hits for part in played], [part.weights for part in played])
    strata = tuple(_stratum(packed, plan, part) for plan, part in zip(plans, played, strict=True))
    cost = sum(part.cost + plan.cost for plan, part in zip(plans, played, strict=True))
    plain = float(sum((part.lengths * part.weights).mean() for part in played))
    seconds = time.perf_counter() - started
    return Rare(scenario, packed, ending, first, seed, found, strata, course.splits, cost, plain, seconds)


@dataclass(frozen=True)
class _Course:
    """What is the same for all strata."""

    packed: PackedScenario
    seed: int
    hit: Hit
    splits: bool


@dataclass(frozen=True)
class _Plan:
    """How a stratum is to be played, and the events that it took to find out."""

    types: NDArray[np.int64]
    trials: int
    copies: tuple[int, ...]
    cost: int = 0


@dataclass(frozen=True)
class _Part:
    """What became of the trials of a stratum; `weights`: the chance of its types in each."""

    weights: Numbers
    hits: Numbers
    lengths: Numbers
    cost: int
    levels: NDArray[np.int64]

    @property
    def variance(self) -> float:
        """Return the variance of what one trial adds to the share."""
        return float(np.var(self.hits * self.weights))


def _evenly(combinations: list[NDArray[np.int64]], trials: int, copies: tuple[int, ...]) -> list[_Plan]:
    return [_Plan(types, trials // len(combinations), copies) for types in combinations]


def _plans(course: _Course, combinations: list[NDArray[np.int64]], trials: int) -> list[_Plan]:
    """Return the plan of each stratum: trials in proportion to the error that one leaves for its cost (Neyman 1934).

    A part of the work is shared out evenly, as a small run may take a stratum for less than it is.
    """
    pilot = max(2, min(trials // _PILOT, _LARGEST_PILOT))
    tried = [_pilot(course, number * pilot, types, pilot) for number, types in enumerate(combinations)]
    costs = np.array([part.cost / pilot for _, part in tried])
    work = np.sqrt(costs * [part.variance for _, part in tried])
    even = np.ones(len(tried)) / len(tried)
    work = even if work.sum() == 0.0 else (1.0 - _EVEN) * work / work.sum() + _EVEN * even
    parts = (work / costs) / (work / costs).sum()
    counts = [_FEWEST + int((trials - _FEWEST * len(tried)) * part) for part in parts]
    counts[int(np.argmax(counts))] += trials - sum(counts)
    return [replace(plan, trials=count) for (plan, _), count in zip(tried, counts, strict=True)]


def _pilot(course: _Course, number: int, types: NDArray[np.int64], trials: int) -> tuple[_Plan, _Part]:
    """Return a plan and how it went: copies are doubled, level by level, as long as error for cost falls.

    Where nothing is hit there is no error to go by, and copies make up for those that do not climb.
    """
    plan = _Plan(types, trials, (1,) * (LEVELS - 1))
    first = _PILOTS + number
    part = _play(course, first, plan)
    cost = part.cost
    if not course.splits:
        return replace(plan, cost=cost), part
    if not part.hits.any():
        found = tuple(copies_for(int(a), int(b), MOST_COPIES) for a, b in pairwise(part.levels[1:]))
        part = _play(course, first, replace(plan, copies=found))
        return replace(plan, copies=found, cost=cost + part.cost), part
    for level in range(LEVELS - 1):
        while plan.copies[level] < MOST_COPIES:
            more = tuple(count * (2 if at == level else 1) for at, count in enumerate(plan.copies))
            other = _play(course, first, replace(plan, copies=more))
            cost += other.cost
            if other.variance * other.cost >= part.variance * part.cost:
                break
            plan, part = replace(plan, copies=more), other
    return replace(plan, cost=cost), part


def _hit(packed: PackedScenario, ending: str) -> Hit:
    columns = [column for column in columns_of(packed) if column.name in ("ending", "path")]
    for column in columns:
        if ending in column.labels:
            place = column.labels.index(ending)
            return lambda rows: np.asarray(column.of(rows) == place)
    known = dict.fromkeys(label for column in columns for label in column.labels)
    raise MissingName(f"there is no ending called {ending[:40]!r}; there are {', '.join(known)}")


def _combinations(packed: PackedScenario) -> Iterator[NDArray[np.int64]]:
    """Yield the types of all parties, in every way in which those that may leave can have them."""
    leavers = _leavers(packed)
    for kinds in product((RESOLUTE, BLUFFER), repeat=len(leavers)):
        types = np.full(len(packed.parties), BLUFFER, dtype=np.int64)
        types[leavers] = kinds
        yield types


def _stratum(packed: PackedScenario, plan: _Plan, part: _Part) -> Stratum:
    leavers = _leavers(packed)
    named = {party: int(plan.types[i]) for i, party in enumerate(packed.parties) if i in leavers}
    adds = float((part.hits * part.weights).mean())
    weight = float(part.weights.mean())
    return Stratum(named, plan.copies, len(part.hits), weight, adds / weight if weight > 0.0 else 0.0, adds)


def _leavers(packed: PackedScenario) -> list[int]:
    return [i for i in range(len(packed.parties)) if packed.record["policy"][i] != NEVER_LEAVES]


def _play(course: _Course, first: int, plan: _Plan) -> _Part:
    """Play the trials of a stratum from number `first` on."""
    packed, leavers = course.packed, _leavers(course.packed)
    weights, climbed = [], []
    for start in range(0, plan.trials, _CHUNK):
        rows = blank_rows(packed, course.seed, first + start, min(_CHUNK, plan.trials - start))
        run_on(packed, rows, ~(1 << BEGINNING))
        weights.append(_weights(packed, rows, plan.types))
        rows["type"][:, leavers] = plan.types[leavers]
        climbed.append(climb(packed, rows, course.hit, plan.copies, course.splits))
    return _Part(
        np.concatenate(weights),
        np.concatenate([one.hits for one in climbed]),
        np.concatenate([one.lengths for one in climbed]),
        sum(one.cost for one in climbed),
        np.sum([one.levels for one in climbed], axis=0),
    )


def _weights(packed: PackedScenario, rows: Rows, types: NDArray[np.int64]) -> Numbers:
    """Return the chance of the types in each trial, given the priors that were drawn for it."""
    found = np.ones(len(rows))
    for i in _leavers(packed):
        prior = np.clip(rows["prior"][:, i], 0.0, 1.0)
        found *= prior if types[i] == RESOLUTE else 1.0 - prior
    return found
