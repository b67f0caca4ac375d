"""Means, quantiles and middle days of a column of trials."""

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from sim.estimates.intervals import Estimate
from sim.estimates.moments import Values, moments_of


def mean(values: Values, confidence: float = 0.95) -> Estimate:
    """Return the mean with its normal range; sums are exact, so chunks and order do not matter.

    One value has no range: low and high are then NaN. Raise ValueError for no value or one that is not
    finite: what a trial without a value counts as is for the caller to say.
    """
    return moments_of(values).mean(confidence)


def quantile(values: Values, q: float) -> float:
    """Return the value below which a share q of the trials lies: type 7 of Hyndman and Fan (1996)."""
    return quantiles(values, (q,))[0]


def quantiles(values: Values, levels: Sequence[float]) -> tuple[float, ...]:
    """Return several quantiles from one sorting: type 7 of Hyndman and Fan (1996)."""
    numbers = np.sort(_numbers(values))
    return type_seven(lambda k: float(numbers[k]), len(numbers), levels)


def type_seven(ranked: Callable[[int], float], count: int, levels: Sequence[float]) -> tuple[float, ...]:
    """Return quantiles of `count` values, of which `ranked(k)` is the k-th from below, counted from 0."""
    return tuple(_between(ranked, count, level * (count - 1)) for level in levels)


def median_day(days: Values) -> float | None:
    """Return the day by which half of these trials had come so far, or None without a trial.

    Always a day on which one of them did: the lower of the two middle ones, never a point between.
    """
    if len(days) == 0:
        return None
    numbers = np.sort(_numbers(days))
    return float(numbers[(len(numbers) - 1) // 2])


def _numbers(values: Values) -> npt.NDArray[np.float64]:
    array = np.asarray(values, dtype=np.float64)
    if array.ndim != 1 or array.size == 0 or not np.isfinite(array).all():
        raise ValueError("a summary needs one row of finite numbers, at least one")
    return array


def _between(ranked: Callable[[int], float], count: int, place: float) -> float:
    below = int(place)
    low, high = ranked(below), ranked(min(below + 1, count - 1))
    return low + (place - below) * (high - low)
