"""Where the parties stand from date to date: the first trials played again on the calendar, looked at now and then."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.engine.batch import blank_rows
from sim.engine.calendar import play_watched
from sim.estimates import quantiles
from sim.model.state import NOBODY, OFFERS, UNDECIDED, Rows
from sim.report.charts.material import Interval, Issue, Stances
from sim.scenario.packing import PackedScenario
from sim.simulate import Run

TRIALS = 1_000  # played again: enough for the outer twentieths of a fan
_DATES = 48
_FEWEST = 50  # trials that still go on: fewer would draw chance
_MOST_ISSUES = 12
_LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)


@dataclass(frozen=True)
class _Look:
    """One look at all trials: the day, what each party has on the table, and which talks still go on."""

    day: float
    table: NDArray[np.float64]  # trials, parties, columns of a package
    going_on: NDArray[np.bool_]


def stances(run: Run) -> Stances | None:
    """Return the fans of all issues, the most contested first to be kept; None where nobody has a standing offer."""
    if run.packed.record["protocol"] == OFFERS:
        return None
    looks = _looks(run.packed, run.seed, min(run.trials, TRIALS))
    fewest = min(_FEWEST, max(1, run.trials // 2))
    kept = [look for look in looks if np.count_nonzero(look.going_on) >= fewest] or looks[:1]
    issues = _contested(run.packed, kept[0])
    return Stances(
        dates=[run.packed.day_of(look.day) for look in kept],
        trials=min(run.trials, TRIALS),
        going_on=[int(np.count_nonzero(look.going_on)) for look in kept],
        issues=[_issue(run, kept, j) for j in issues],
    )


def _looks(packed: PackedScenario, seed: int, trials: int) -> list[_Look]:
    rows = blank_rows(packed, seed, 0, trials)
    horizon = (packed.scenario.about.ends - packed.scenario.about.starts).days
    days = np.linspace(0.0, horizon, _DATES + 1)
    days[0] = min(0.5, horizon / 2)  # once the opening positions are on the table
    looks: list[_Look] = []

    def look(env: Any, seen: Rows) -> Generator[Any, Any, None]:
        for day in days.tolist():
            yield env.timeout(day - env.now)
            looks.append(_Look(day, np.array(seen["table"]), np.array(seen["ending"] == UNDECIDED)))

    play_watched(packed, rows, None, (look,))
    return looks


def _contested(packed: PackedScenario, first: _Look) -> list[int]:
    """Return the columns to draw, in the file's order: those over which the opening positions lie furthest apart."""
    concerns, table = packed.record["concerns"], np.median(first.table, axis=0)
    apart = {}
    for j in range(len(packed.issues)):
        seats = np.flatnonzero(concerns[: len(packed.parties), j] == 1)
        if len(seats):
            apart[j] = float(np.ptp(table[seats, j]))
    kept = sorted(apart, key=lambda j: -apart[j])[:_MOST_ISSUES]
    return sorted(kept)


def _issue(run: Run, looks: list[_Look], j: int) -> Issue:
    packed = run.packed
    issue, column = packed.issue(j), packed.columns[j]
    owner = (
        f" (share of {packed.scenario.parties[packed.parties[column.owner]].label})" if column.owner != NOBODY else ""
    )
    seats = [k for k in range(len(packed.parties)) if packed.record["concerns"][k, j] == 1]
    terms = np.asarray(run.table[f"term_{packed.issues[j]}"], dtype=np.float64)
    agreed = terms[~np.isnan(terms)]
    return Issue(
        label=f"{issue.label}{owner}",
        unit=issue.unit or "",
        first=float(issue.scale.first),
        last=float(issue.scale.last),
        status_quo=float(packed.natural(j, np.float64(packed.template["status_quo"][0, j]))),
        standing={packed.parties[k]: [_fan(packed, look, k, j) for look in looks] for k in seats},
        agreed=_interval(agreed) if len(agreed) else None,
    )


def _fan(packed: PackedScenario, look: _Look, k: int, j: int) -> Interval:
    return _interval(packed.natural(j, look.table[look.going_on, k, j]))


def _interval(values: NDArray[np.float64]) -> Interval:
    low, lower, middle, upper, high = quantiles(values, _LEVELS)
    return low, lower, middle, upper, high
