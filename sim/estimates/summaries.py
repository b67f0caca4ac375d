"""Means, quantiles and middle days of a column of trials."""

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from sim.estimates.intervals import Estimate, normal_quantile

Values = npt.NDArray[np.generic] | Sequence[float]


def mean(values: Values, confidence: float = 0.95) -> Estimate:
    """Return the mean with its normal range; sums are exact, so chunks and order do not matter.

    One value has no range: low and high are then NaN. Raise ValueError for no value or one that is not
    finite: what a trial without a value counts as is for the caller to say.
    """
    numbers = _numbers(values)
    count = len(numbers)
    centre = math.fsum(numbers.tolist()) / count
    if count == 1:
        return Estimate(centre, math.nan, math.nan, 1)
    apart = numbers - centre
    variance = math.fsum((apart * apart).tolist()) / (count - 1)
    half = normal_quantile(confidence) * math.sqrt(variance / count)
    return Estimate(centre, centre - half, centre + half, count)


def quantile(values: Values, q: float) -> float:
    """Return the value below which a share q of the trials lies: type 7 of Hyndman and Fan (1996)."""
    return quantiles(values, (q,))[0]


def quantiles(values: Values, levels: Sequence[float]) -> tuple[float, ...]:
    """Return several quantiles from one sorting: type 7 of Hyndman and Fan (1996)."""
    numbers = np.sort(_numbers(values)).tolist()
    return tuple(_between(numbers, level * (len(numbers) - 1)) for level in levels)


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


def _between(numbers: list[float], place: float) -> float:
    below = int(place)
    above = min(below + 1, len(numbers) - 1)
    return numbers[below] + (place - below) * (numbers[above] - numbers[below])
