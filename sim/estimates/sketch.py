"""A quantile sketch: the quantiles of any number of values from bounded memory, whichever way they came in parts.

Up to a number of values it holds all of them, and quantiles are exact. Beyond, it counts values in buckets, each 2**-12
of its lower end wide, as DDSketch (Masson, Rim and Lee 2019) and HDR histograms do; the bits of the double name the
bucket, so that no logarithm is needed. A sketch is a function of the set of values alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.estimates.encoding import decoded, encoded, smallest
from sim.estimates.summaries import quantiles, type_seven

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

MOST_VALUES = 20_000  # all held; more are counted in buckets
# A bucket has the name of the first bits of its doubles: the sign, 11 bits of the exponent, 12 of the mantissa.
_BITS = 12
_SHIFT = 52 - _BITS
_NEGATIVE = 2 ** (63 - _SHIFT)  # what the sign adds
ERROR = 2.0 ** -(_BITS + 1)

_NO_VALUES = np.empty(0, dtype=np.float64)
_NO_COUNTS = np.empty(0, dtype=np.int64)


@dataclass(frozen=True, eq=False)
class Sketch:
    """Values, ascending, while they are few; else the names of buckets, ascending, and how many values each holds."""

    values: Floats
    buckets: Integers
    counts: Integers

    @property
    def count(self) -> int:
        """Count the values."""
        return len(self.values) + int(self.counts.sum())

    @property
    def error(self) -> float:
        """Return how far off a value may be, as a part of itself: 0 while all are held.

        A quantile is off by no more than this part of the larger of the two values that it lies between. (Values
        closer to 0 than 2**-1022 are off by less than 2**-1034.)
        """
        return ERROR if len(self.counts) else 0.0

    def quantiles(self, levels: Sequence[float]) -> tuple[float, ...]:
        """Return quantiles of type 7 (Hyndman and Fan 1996), where counted each value as the middle of its bucket.

        Raise ValueError where there is no value.
        """
        if not len(self.counts):
            return quantiles(self.values, levels)
        upto = np.cumsum(self.counts)
        middles = _middles(self.buckets)
        return type_seven(lambda k: float(middles[np.searchsorted(upto, k, side="right")]), int(upto[-1]), levels)

    def __add__(self, other: Sketch) -> Sketch:
        """Return the sketch of both sets of values together."""
        if self.count + other.count <= MOST_VALUES:
            return _holding(np.concatenate((self.values, other.values)))
        mine, others = _turned(self), _turned(other)
        return _counting(np.concatenate((mine.buckets, others.buckets)), np.concatenate((mine.counts, others.counts)))

    def __eq__(self, other: object) -> bool:
        """Say whether both are the same, bit for bit."""
        return isinstance(other, Sketch) and self.to_data() == other.to_data()

    def __hash__(self) -> int:
        """Return what equal sketches have in common."""
        return hash(self.count)

    def to_data(self) -> dict[str, Any]:
        """Return the sketch as JSON can hold it."""
        if len(self.counts):
            return {"buckets": encoded(self.buckets.astype(np.int32)), "counts": encoded(smallest(self.counts))}
        return {"values": encoded(self.values)}

    @staticmethod
    def from_data(data: Mapping[str, Any]) -> Sketch:
        """Return the sketch that `to_data` wrote."""
        if "values" in data:
            return _holding(decoded(data["values"]))
        return _counting(decoded(data["buckets"]).astype(np.int64), decoded(data["counts"]).astype(np.int64))


def sketch_of(values: npt.NDArray[np.generic]) -> Sketch:
    """Return the sketch of a row of numbers; raise ValueError where one is not finite."""
    numbers = np.asarray(values, dtype=np.float64)
    if numbers.ndim != 1 or not np.isfinite(numbers).all():
        raise ValueError("a sketch needs one row of finite numbers")
    return _holding(numbers) if len(numbers) <= MOST_VALUES else _counted(numbers)


def _holding(values: Floats) -> Sketch:
    return Sketch(np.sort(values + 0.0), _NO_COUNTS, _NO_COUNTS)  # -0.0 becomes 0.0


def _turned(sketch: Sketch) -> Sketch:
    return sketch if len(sketch.counts) else _counted(sketch.values)


def _counted(values: Floats) -> Sketch:
    """Return the sketch that counts values in buckets."""
    bits = (values.view(np.int64) >> _SHIFT).astype(np.int32) + _NEGATIVE
    heads, tails = bits >> _BITS, bits & (2**_BITS - 1)
    # Few exponents occur: counting in a table of these only is several times faster than sorting.
    seen = np.flatnonzero(np.bincount(heads))
    row = np.zeros(2**12, dtype=np.int32)
    row[seen] = np.arange(len(seen))
    table = np.bincount((row[heads] << _BITS) + tails)
    places = np.flatnonzero(table)
    names = (seen[places >> _BITS] << _BITS) + (places & (2**_BITS - 1)) - _NEGATIVE
    return _counting(np.where(names < 0, -_NEGATIVE - names, names), table[places])


def _counting(buckets: Integers, counts: Integers) -> Sketch:
    """Return the sketch of buckets in any order, of which some may be there twice."""
    order = np.argsort(buckets, kind="stable")
    names = buckets[order]
    starts = np.flatnonzero(np.diff(names, prepend=names[:1] - 1))
    return Sketch(_NO_VALUES, names[starts], np.add.reduceat(counts[order], starts))


def _middles(buckets: Integers) -> Floats:
    """Return the middle of each bucket; a negative value has the name of its size, turned negative, and 0 is 0."""
    middles = ((np.abs(buckets) << _SHIFT) + (1 << (_SHIFT - 1))).view(np.float64)
    return np.where(buckets == 0, 0.0, np.copysign(middles, buckets))
