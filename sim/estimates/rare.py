"""The share of a rare ending from strata of weighted trials, and how many plain trials would be as good."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sim.estimates.intervals import Estimate, less_than, normal_quantile

Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True)
class RareShare:
    """A share found from weighted trials: `share` with its range, and its standard error.

    Where no trial hit, the share is 0 and only the upper end of the range says something.
    """

    share: Estimate
    error: float

    @property
    def relative_error(self) -> float | None:
        """Return the standard error as a part of the share; None where nothing was hit."""
        return self.error / self.share.value if self.share.value > 0.0 else None

    @property
    def as_good_as(self) -> float | None:
        """Return how many plain trials have the same standard error: p (1 - p) / error^2; None where it is 0."""
        return self.share.value * (1.0 - self.share.value) / self.error**2 if self.error > 0.0 else None


def stratified_share(hits: Sequence[Numbers], weights: Sequence[Numbers], confidence: float = 0.95) -> RareShare:
    """Return the share to which strata add up, each with trials of its own (Cochran 1977, ch. 5).

    `hits[s]` holds one number in [0, 1] for each trial of a stratum: the part of it that ended so. `weights[s]` holds
    the chance of the stratum in each of these trials. The share is the sum of the strata's means of hits * weights,
    without bias; its variance is the sum of theirs. The range is Wilson's for as many plain trials as have this
    variance (Korn and Graubard 1998); where nothing was hit it reaches to where the ranges of 0 of n, held at once, add
    up. Raise ValueError where a stratum has fewer than two trials.
    """
    if any(len(each) < 2 for each in hits):
        raise ValueError("a stratum needs two trials or more")
    products = [found * weight for found, weight in zip(hits, weights, strict=True)]
    trials = sum(len(each) for each in products)
    value = math.fsum(math.fsum(each.tolist()) / len(each) for each in products)
    error = math.sqrt(math.fsum(float(np.var(each, ddof=1)) / len(each) for each in products))
    if value == 0.0:
        each_at = 1.0 - (1.0 - confidence) / len(products)
        most = math.fsum(float(weight.max()) * less_than(len(weight), each_at) for weight in weights)
        return RareShare(Estimate(0.0, 0.0, min(most, 1.0), trials), 0.0)
    low, high = _range(value, error, confidence) if error > 0.0 else (value, value)
    return RareShare(Estimate(value, low, high, trials), error)


def _range(value: float, error: float, confidence: float) -> tuple[float, float]:
    square = normal_quantile(confidence) ** 2
    trials = value * (1.0 - value) / error**2
    spread = 1.0 + square / trials
    centre = (value + square / (2.0 * trials)) / spread
    half = math.sqrt(square * (error**2 + square / (4.0 * trials * trials))) / spread
    return max(centre - half, 0.0), min(centre + half, 1.0)


def copies_for(reached: int, went_on: int, most: int) -> int:
    """Return into how many copies to split where `went_on` of `reached` trials went on to the next level.

    One over that chance, so that about as many reach each level (L'Ecuyer, Demers and Tuffin 2007); never above `most`.
    """
    return max(1, min(most, round((reached + 1.0) / (went_on + 1.0))))
