"""Two kinds of not knowing: what chance adds to a result's variance, and what not knowing the inputs adds."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sim.estimates.intervals import Estimate, normal_quantile
from sim.estimates.summaries import quantiles

Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Components:
    """The variance of one trial's result in two parts that add up to `total`.

    `chance` is what would remain if the inputs were known, `unknown` what not knowing them adds; an unbiased estimate
    of that may fall below 0 where it is small. `unknown_share` is its part of the whole. `band` holds nine in ten of
    the results that the inputs could lead to, with the noise of the trials inside taken out.
    """

    mean: Estimate
    chance: Estimate
    unknown: Estimate
    unknown_share: Estimate
    total: float
    band: tuple[float, float]
    outer: int
    inner: int


def components(means: Sequence[float], variances: Sequence[float], inner: int) -> Components:
    """Return the parts of the variance from outer draws of the inputs, each played `inner` times.

    `means` and `variances` (divided by inner - 1) are those of the trials inside each outer draw; these trials must
    not share their draws. One-way analysis of variance with random effects (Fisher 1925): the variance between the
    means, less what the trials inside make it, is unbiased for the inputs' part. Ranges: leaving out one outer draw at
    a time (jackknife, Tukey 1958). Raise ValueError for fewer than three outer draws or two trials inside.
    """
    if len(means) != len(variances) or len(means) < 3 or inner < 2:
        raise ValueError("the parts of a variance need three outer draws or more, each with two trials or more")
    middle, inside = np.asarray(means, dtype=np.float64), np.asarray(variances, dtype=np.float64)
    whole = _parts(middle, inside, inner)
    without = np.array([_parts(np.delete(middle, k), np.delete(inside, k), inner) for k in range(len(middle))])
    mean, chance, unknown, part = (_jackknife(value, without[:, place]) for place, value in enumerate(whole))
    return Components(
        mean, chance, unknown, part, chance.value + unknown.value, _band(middle, unknown.value), len(middle), inner
    )


def _parts(means: Numbers, variances: Numbers, inner: int) -> tuple[float, float, float, float]:
    """Return the mean, chance's part of the variance, the inputs' part, and the latter's share of both."""
    centre, chance = _mean(means), _mean(variances)
    unknown = _between(means, centre) - chance / inner
    total = chance + unknown
    return centre, chance, unknown, unknown / total if total > 0.0 else 0.0


def _between(means: Numbers, centre: float) -> float:
    return math.fsum(((means - centre) ** 2).tolist()) / (len(means) - 1)


def _mean(values: Numbers) -> float:
    return math.fsum(values.tolist()) / len(values)


def _jackknife(value: float, without: Numbers, confidence: float = 0.95) -> Estimate:
    count = len(without)
    variance = (count - 1) / count * math.fsum(((without - _mean(without)) ** 2).tolist())
    half = normal_quantile(confidence) * math.sqrt(variance)
    return Estimate(float(value), float(value - half), float(value + half), count)


def _band(means: Numbers, unknown: float) -> tuple[float, float]:
    # Drawn together around their mean until they spread as far as the inputs alone would make them.
    centre = _mean(means)
    between = _between(means, centre)
    shrink = math.sqrt(max(unknown, 0.0) / between) if between > 0.0 else 0.0
    low, high = quantiles(centre + shrink * (means - centre), (0.05, 0.95))
    return low, high
