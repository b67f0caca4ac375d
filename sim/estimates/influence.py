"""Which drawn figure moves a result the most."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sim.estimates.intervals import normal_quantile

Numbers = npt.NDArray[np.generic]
Integers = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Influence:
    """How strongly a result hangs on a drawn figure.

    `share` is the part of the result's variance that lies between the groups of like draws; `floor` what a
    figure without any influence shows on average, `limit` what it exceeds once in a hundred times;
    `rank_correlation` has the direction; `lowest` and `highest` are the mean results in the groups of the
    smallest and the largest draws.
    """

    share: float
    floor: float
    limit: float
    rank_correlation: float
    lowest: float
    highest: float
    trials: int

    @property
    def is_clear(self) -> bool:
        """Say whether the influence stands out from noise."""
        return self.share > self.limit


def influence(draws: Numbers, result: Numbers, bins: int = 10) -> Influence:
    """Measure how much of `result` (hits or numbers, one a trial) the draws explain.

    Correlation ratio (Pearson 1905) over groups of about equal size by rank, so that no shape of the
    dependence is assumed, and Spearman's rank correlation for its direction. Equal draws share their mean
    rank and their group, so the order of trials does not matter.
    """
    return influences({"": draws}, result, bins)[""]


def influences(columns: Mapping[str, Numbers], result: Numbers, bins: int = 10) -> dict[str, Influence]:
    """Measure for each column of draws, by name, how much of one `result` it explains (see `influence`)."""
    trials = len(result)
    if trials < 2 or any(len(draws) != trials for draws in columns.values()):
        raise ValueError("influence needs two trials or more, each with a draw and a result")
    values = np.asarray(result, dtype=np.float64)
    centre = math.fsum(values.tolist()) / trials
    apart = values - centre
    total = math.fsum((apart * apart).tolist())
    order = _centred_ranks(result)
    return {
        name: _against(_centred_ranks(draws), values, order, centre, total, bins) for name, draws in columns.items()
    }


def _against(
    ranks: Integers, values: npt.NDArray[np.float64], order: Integers, centre: float, total: float, bins: int
) -> Influence:
    trials = len(values)
    groups = _means((ranks + trials) * bins // (2 * trials), values)
    between = math.fsum(count * (mean - centre) * (mean - centre) for count, mean in groups)
    return Influence(
        share=min(between / total, 1.0) if total > 0 else 0.0,
        floor=(len(groups) - 1) / (trials - 1),
        limit=_chi_square_limit(len(groups) - 1) / (trials - 1),
        rank_correlation=_correlation(ranks, order),
        lowest=groups[0][1],
        highest=groups[-1][1],
        trials=trials,
    )


def _centred_ranks(values: Numbers) -> Integers:
    """Return twice the mean rank less its average, in whole numbers from 1 - n to n - 1."""
    _, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    ranks: Integers = (2 * last - counts - len(values)).astype(np.int64)[place]
    return ranks


def _means(place: Integers, values: npt.NDArray[np.float64]) -> list[tuple[int, float]]:
    counts = np.bincount(place)
    if np.array_equal(values, np.rint(values)):  # hits and counts add up exactly in any order
        sums = np.bincount(place, values).tolist()
    else:
        sums = [math.fsum(values[place == number].tolist()) for number in range(len(counts))]
    return [(count, total / count) for count, total in zip(counts.tolist(), sums, strict=True) if count]


def _correlation(a: Integers, b: Integers) -> float:
    ab, aa, bb = _products(a, b), _products(a, a), _products(b, b)
    return ab / (math.sqrt(aa) * math.sqrt(bb)) if aa and bb else 0.0


def _products(a: Integers, b: Integers) -> int:
    # In pieces: the whole sum would pass 2**63 at three million trials.
    starts = range(0, len(a), 2**14)
    return sum(int(np.dot(a[start : start + 2**14], b[start : start + 2**14])) for start in starts)


def _chi_square_limit(freedom: int) -> float:
    """Return the 99% point of chi-square, to within 2% (Wilson and Hilferty 1931)."""
    if freedom == 0:
        return 0.0
    spread = 2 / (9 * freedom)
    root = 1 - spread + normal_quantile(0.98) * math.sqrt(spread)
    return freedom * root * root * root
