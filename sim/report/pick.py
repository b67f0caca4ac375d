"""Pick the trial of a run that is worth telling: a typical one, a surprising one, or one with a given ending."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.errors import MissingName, UsageError
from sim.outcomes import paths
from sim.report.story import leaf_phrase
from sim.report.wording import ending_words
from sim.scenario.words import nearest
from sim.simulate import Run

_ENDING = "ending="
_TURNS = ("threats", "satisfied", "backdowns", "notices", "rescissions", "extensions")

Trials = NDArray[np.intp]


def pick(run: Run, wish: str) -> int:
    """Return the number of the trial that a wish means; equal candidates give the lowest number.

    `typical`: of the most common path, the trial whose day and values lie closest to the medians of that path,
    measured by ranks. `surprising`: of the rarest path that occurred, the trial with the most threats, answers,
    notices and extensions; among equals the one that ends first. `ending=NAME`: the typical trial of an ending or of
    a path.

    Raises MissingName where no trial ends so, and UsageError where the wish is none of these.
    """
    if wish == "typical":
        return _typical(run, _of_path(run, _common(run)))
    if wish == "surprising":
        return _eventful(run, _of_path(run, _rare(run)))
    if wish.startswith(_ENDING):
        return _typical(run, _of_name(run, wish.removeprefix(_ENDING)))
    raise UsageError(f"found the wish {wish[:40]!r}; expected typical, surprising or ending=NAME")


def why(run: Run, trial: int, wish: str) -> str:
    """Return in words why this trial was picked, with how many trials end as it does."""
    leaf = run.labels("path")[int(run.table["path"][trial])]
    how = f"{leaf_phrase(run.packed, leaf)}, as {_count(run, _of_path(run, leaf))} end"
    if wish == "surprising":
        return (
            f"picked as surprising: {how}, fewer than on any other path that occurred; of these, the one with the most"
            " turns"
        )
    if wish == "typical":
        return f"picked as typical: {how}, more than on any other path; of these, the one closest to the middle"
    name = wish.removeprefix(_ENDING)
    if name in run.labels("path"):
        return f"picked for its ending: {how}; of these, the one closest to the middle"
    last = run.packed.scenario.about.ends.isoformat()
    ending = ending_words(name, len(run.packed.parties), last).phrase
    count = _count(run, _of_name(run, name))
    return f"picked for its ending: {ending}, as {count} end; of these, the one closest to the middle"


def _common(run: Run) -> str:
    counts = _counts(run, "path")
    return max(counts, key=lambda name: counts[name])


def _rare(run: Run) -> str:
    counts = {name: count for name, count in _counts(run, "path").items() if count > 0}
    return min(counts, key=lambda name: counts[name])


def _counts(run: Run, column: str) -> dict[str, int]:
    labels = run.labels(column)
    found = np.bincount(run.table[column].astype(np.intp), minlength=len(labels))
    return {name: int(count) for name, count in zip(labels, found, strict=True)}


def _of_path(run: Run, leaf: str) -> Trials:
    return np.flatnonzero(run.table["path"] == run.labels("path").index(leaf))


def _of_name(run: Run, name: str) -> Trials:
    for column in ("ending", "path"):
        if name in run.labels(column):
            trials = np.flatnonzero(run.table[column] == run.labels(column).index(name))
            if len(trials):
                return trials
    raise MissingName(_missing(run, name))


def _missing(run: Run, name: str) -> str:
    endings, leaves = _counts(run, "ending"), _counts(run, "path")
    occurred = {**endings, **{leaf: n for leaf, n in leaves.items() if paths.parent(leaf, run.packed) != leaf}}
    listed = ", ".join(f"{known} ({count:,})" for known, count in occurred.items() if count)
    if name in occurred:
        return f"none of {run.trials:,} trials ends as {name}; those that occurred are {listed}"
    near = nearest(name, [known for known, count in occurred.items() if count])
    meant = f"; did you mean {near}?" if near else ""
    return f"there is no ending called {name[:40]!r}{meant}; those that occurred are {listed}"


def _typical(run: Run, trials: Trials) -> int:
    # Ranks, as days and the values of different parties have no common scale; the middle rank is the median.
    names = ["day", *(f"value_{party}" for party in run.packed.parties)]
    away = np.zeros(len(trials))
    for name in names:
        away += np.abs(_ranks(run.table[name][trials]) - (len(trials) - 1) / 2.0)
    return int(trials[np.argmin(away)])


def _ranks(values: NDArray[np.generic]) -> NDArray[np.float64]:
    """Return the rank of each value, from 0; equal values share their mean rank."""
    ordered = np.sort(values)
    below = np.searchsorted(ordered, values, side="left")
    upto = np.searchsorted(ordered, values, side="right")
    return (below + upto - 1) / 2.0


def _eventful(run: Run, trials: Trials) -> int:
    turns = np.sum([run.table[name][trials] for name in _TURNS], axis=0)
    order = np.lexsort((trials, run.table["day"][trials], -turns))
    return int(trials[order[0]])


def _count(run: Run, trials: Trials) -> str:
    return f"{len(trials):,} of {run.trials:,} trials"
