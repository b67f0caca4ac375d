"""One thing turned at a time: how far each moves a result, and what chance alone would show."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sim.estimates.intervals import Estimate, normal_quantile, share
from sim.estimates.paired import paired_difference, paired_share_difference
from sim.estimates.summaries import mean

Numbers = npt.NDArray[np.generic]
Reach = tuple[float, float]

_ADDED = 2  # Agresti and Coull (1998): a share that was never hit still has a spread


@dataclass(frozen=True)
class Bar:
    """A result with one thing at its low end and at its high end; `swing` is high less low over the same trials."""

    low: Estimate
    high: Estimate
    swing: Estimate


def one_at_a_time(
    play: Callable[[dict[str, float]], Numbers], reaches: Mapping[str, Reach], confidence: float = 0.95
) -> dict[str, Bar]:
    """Return the bar of each thing by name, the longest first; equally long ones in their order.

    `play` returns the result of each trial, hits or numbers, with the values given and all else as it stands. It has
    to play the same trials in the same order each time.
    """
    bars = {}
    for name, (low, high) in reaches.items():
        bars[name] = bar(play({name: low}), play({name: high}), confidence)
    return dict(sorted(bars.items(), key=lambda item: -abs(item[1].swing.value)))


def bar(low: Numbers, high: Numbers, confidence: float = 0.95) -> Bar:
    """Return the bar between two rows of results, hits or numbers, of the same trials."""
    if low.dtype == np.bool_:
        swing = paired_share_difference(low, high, confidence).difference
    else:
        swing = paired_difference(low, high, confidence)
    return Bar(level(low, confidence), level(high, confidence), swing)


def level(results: Numbers, confidence: float = 0.95) -> Estimate:
    """Return the share of hits, or the mean of numbers, with its range."""
    if results.dtype == np.bool_:
        return share(int(np.count_nonzero(results)), len(results), confidence)
    return mean(results, confidence)


def noise_floor(results: Numbers, confidence: float = 0.95) -> float:
    """Return what the difference of two runs that differ by nothing but their draws exceeds one time in twenty.

    Each run has as many trials as `results`, whose spread says how far its mean moves: z * sqrt(2 * variance /
    trials). The variance of a share is taken with two hits and two misses added. One number alone has no spread: NaN.
    """
    trials = len(results)
    if results.dtype == np.bool_:
        p = (int(np.count_nonzero(results)) + _ADDED) / (trials + 2 * _ADDED)
        variance = p * (1.0 - p)
    else:
        variance = _variance(np.asarray(results, dtype=np.float64))
    return normal_quantile(confidence) * math.sqrt(2.0 * variance / trials)


def _variance(numbers: npt.NDArray[np.float64]) -> float:
    if len(numbers) < 2:
        return math.nan
    apart = numbers - math.fsum(numbers.tolist()) / len(numbers)
    return math.fsum((apart * apart).tolist()) / (len(numbers) - 1)
