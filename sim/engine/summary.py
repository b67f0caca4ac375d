"""What is known of many trials without keeping them: a summary that merges exactly with those of other trials.

Every part of it is a sum of whole numbers, or a function of the set of trials alone, so that the parts in which trials
are played, their order and the number of workers leave no trace.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from sim.estimates import Moments, Sketch, moments_of, sketch_of
from sim.estimates.encoding import decoded, encoded
from sim.outcomes.column import Column

Table = Mapping[str, NDArray[Any]]

_T = TypeVar("_T")
_U = TypeVar("_U")

HEAD = 10_000  # of so many first trials columns are held
DAY = "day"
_TRIAL = "trial"


@dataclass(frozen=True)
class Kind:
    """The trials with one label: how many ended on each whole day, by day, and the moments of their days.

    Where a trial ends after the horizon, as when somebody joins a deal late, the moments have the horizon for its day.
    """

    by_day: tuple[tuple[int, int], ...]
    days: Moments

    @property
    def count(self) -> int:
        """Count the trials."""
        return self.days.count

    def median_day(self) -> int | None:
        """Return the whole day by which half had ended, of two middle ones the lower; None where there is no trial."""
        ahead = (self.count + 1) // 2
        for day, count in self.by_day:
            ahead -= count
            if ahead <= 0:
                return day
        return None

    def __add__(self, other: Kind) -> Kind:
        """Return the trials of both."""
        found = dict(self.by_day)
        for day, count in other.by_day:
            found[day] = found.get(day, 0) + count
        return Kind(tuple(sorted(found.items())), self.days + other.days)


@dataclass(frozen=True)
class Measure:
    """The moments of a measure over the trials that have a value, and in how many of these it is not 0."""

    moments: Moments
    ever: int

    def __add__(self, other: Measure) -> Measure:
        """Return the measure over the trials of both."""
        return Measure(self.moments + other.moments, self.ever + other.ever)


@dataclass(frozen=True, eq=False)
class Summary:
    """How many trials there are; by column, the kinds by label, the measures, the sketches of those shown by quantiles.

    `head` has the columns that are looked at trial by trial and have no measure, of those among the first 10,000 trials
    that are here, in the order of trials; its column `trial` has their numbers.
    """

    trials: int
    kinds: Mapping[str, Mapping[str, Kind]]
    measures: Mapping[str, Measure]
    sketches: Mapping[str, Sketch]
    head: Table

    def __add__(self, other: Summary) -> Summary:
        """Return the summary of the trials of both, which have the same columns and no trial in common."""
        if self.kinds.keys() != other.kinds.keys() or self.measures.keys() != other.measures.keys():
            raise ValueError("summaries merge where they have the same columns")
        return Summary(
            self.trials + other.trials,
            {
                name: {label: kind + other.kinds[name][label] for label, kind in kinds.items()}
                for name, kinds in self.kinds.items()
            },
            {name: measure + other.measures[name] for name, measure in self.measures.items()},
            {name: sketch + other.sketches[name] for name, sketch in self.sketches.items()},
            _joined(self.head, other.head),
        )

    def __eq__(self, other: object) -> bool:
        """Say whether both are the same, bit for bit."""
        return isinstance(other, Summary) and self.to_data() == other.to_data()

    def __hash__(self) -> int:
        """Return what equal summaries have in common."""
        return hash(self.trials)

    def to_data(self) -> dict[str, Any]:
        """Return the summary as JSON can hold it."""
        return {
            "trials": self.trials,
            "kinds": {name: _mapped(_kind_data, kinds) for name, kinds in self.kinds.items()},
            "measures": _mapped(_measure_data, self.measures),
            "sketches": _mapped(Sketch.to_data, self.sketches),
            "head": _mapped(encoded, self.head),
        }

    @staticmethod
    def from_data(data: Mapping[str, Any]) -> Summary:
        """Return the summary that `to_data` wrote."""
        return Summary(
            data["trials"],
            {name: _mapped(_kind, kinds) for name, kinds in data["kinds"].items()},
            _mapped(_measure, data["measures"]),
            _mapped(Sketch.from_data, data["sketches"]),
            _mapped(decoded, data["head"]),
        )


def summary_of(columns: Sequence[Column], table: Table, first: int) -> Summary:
    """Return the summary of trials first, first + 1, ...: the rows of a table that has these columns and `day`."""
    days = np.asarray(table[DAY], dtype=np.float64)
    latest = next(column.most for column in columns if column.name == DAY)
    labelled = [column for column in columns if column.labels]
    measured = [column for column in columns if not column.labels and not column.in_head]
    return Summary(
        len(days),
        {column.name: _kinds(column.labels, table[column.name], days, latest) for column in labelled},
        {column.name: _measured(table[column.name]) for column in measured},
        {column.name: sketch_of(_present(table[column.name])) for column in measured if column.has_quantiles},
        _head([column.name for column in columns if column.in_head], table, first, len(days)),
    )


def _kinds(labels: Sequence[str], codes: NDArray[Any], days: NDArray[np.float64], latest: float) -> dict[str, Kind]:
    return {label: _timed(days[codes == place], latest) for place, label in enumerate(labels)}


def _timed(days: NDArray[np.float64], latest: float) -> Kind:
    counts = np.bincount(np.floor(days).astype(np.int64))
    seen = np.flatnonzero(counts)
    return Kind(tuple(zip(seen.tolist(), counts[seen].tolist(), strict=True)), moments_of(np.minimum(days, latest)))


def _measured(values: NDArray[Any]) -> Measure:
    present = _present(values)
    return Measure(moments_of(present), int(np.count_nonzero(present)))


def _present(values: NDArray[Any]) -> NDArray[Any]:
    """Return the values that are there: a NaN means that there was nothing to measure."""
    if values.dtype.kind != "f":
        return values
    is_missing = np.isnan(values)
    return values[~is_missing] if is_missing.any() else values


def _head(names: Sequence[str], table: Table, first: int, trials: int) -> Table:
    here = max(0, min(trials, HEAD - first))
    # Copies, so that a summary does not hold the whole table.
    columns = {name: np.array(table[name][:here]) for name in names}
    return {_TRIAL: np.arange(first, first + here, dtype=np.int32), **columns}


def _joined(one: Table, other: Table) -> Table:
    for empty, whole in ((one, other), (other, one)):
        if not len(empty[_TRIAL]):
            return whole
    both = {name: np.concatenate((column, other[name])) for name, column in one.items()}
    order = np.argsort(both[_TRIAL], kind="stable")
    return {name: column[order] for name, column in both.items()}


def _mapped(turned: Callable[[_T], _U], values: Mapping[str, _T]) -> dict[str, _U]:
    return {name: turned(value) for name, value in values.items()}


def _kind_data(kind: Kind) -> dict[str, Any]:
    return {
        "days": [day for day, _ in kind.by_day],
        "counts": [n for _, n in kind.by_day],
        "moments": kind.days.to_data(),
    }


def _kind(data: Mapping[str, Any]) -> Kind:
    by_day = tuple(zip(data["days"], data["counts"], strict=True))
    return Kind(by_day, Moments.from_data(data["moments"]))


def _measure_data(measure: Measure) -> dict[str, Any]:
    return {**measure.moments.to_data(), "ever": measure.ever}


def _measure(data: Mapping[str, Any]) -> Measure:
    return Measure(Moments.from_data(data), data["ever"])
