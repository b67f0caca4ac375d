"""How much later or earlier half of some trials have come to an end, with a bootstrap range over trials."""

import math

import numpy as np
import numpy.typing as npt

from sim.estimates.intervals import Estimate
from sim.estimates.summaries import median_day

Numbers = npt.NDArray[np.generic]
_RESAMPLES, _LEAST_RESAMPLES = 1_000, 200
_WORK = 20_000_000  # draws of all resamples together
_KEY = 20181130  # any number: the same trials give the same range


def paired_median_difference(
    a: Numbers, in_a: Numbers, b: Numbers, in_b: Numbers, confidence: float = 0.95
) -> Estimate | None:
    """Return the median day of b where `in_b`, less that of a where `in_a`; None where one of the two has no trial.

    The range holds the middle of the differences when trials are drawn anew with both their days together (percentile
    bootstrap, Efron 1979; each trial counted as often as a Poisson number says, Hanley and MacGibbon 2006). It is wide
    where few trials ended so, and NaN where no resample had both.
    """
    sides = [
        (np.asarray(days, dtype=np.float64), np.asarray(hits, dtype=np.bool_)) for days, hits in ((a, in_a), (b, in_b))
    ]
    trials = len(sides[0][0])
    if any(len(one) != trials for pair in sides for one in pair):
        raise ValueError("pairs need two equally long rows of trials")
    middles = [median_day(days[hits]) for days, hits in sides]
    if middles[0] is None or middles[1] is None:
        return None
    difference = middles[1] - middles[0]
    if all(np.array_equal(x, y) for x, y in zip(*sides, strict=True)):
        return Estimate(difference, difference, difference, trials)
    spread = _resampled(sides, trials)
    if len(spread) == 0:
        return Estimate(difference, math.nan, math.nan, trials)
    tail = (1.0 - confidence) / 2.0
    low, high = np.quantile(spread, [tail, 1.0 - tail], method="inverted_cdf")
    return Estimate(difference, min(float(low), difference), max(float(high), difference), trials)


def _resampled(
    sides: list[tuple[npt.NDArray[np.float64], npt.NDArray[np.bool_]]], trials: int
) -> npt.NDArray[np.float64]:
    """Return the differences of medians of resamples that have both."""
    chance = np.random.Generator(np.random.Philox(_KEY))
    orders = []
    for days, hits in sides:
        places = np.flatnonzero(hits)
        places = places[np.argsort(days[places], kind="stable")]
        orders.append((places, days[places]))
    found = []
    for _ in range(max(_LEAST_RESAMPLES, min(_RESAMPLES, _WORK // trials))):
        counts = chance.poisson(1.0, trials)
        medians = []
        for places, days in orders:
            ahead = np.cumsum(counts[places])
            if ahead[-1] > 0:
                medians.append(days[np.searchsorted(ahead, (ahead[-1] + 1) // 2)])
        if len(medians) == 2:
            found.append(medians[1] - medians[0])
    return np.array(found)
