"""Whether beliefs were right: calibration table and Brier score."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from sim.estimates.intervals import Estimate, share
from sim.estimates.summaries import mean

Numbers = npt.NDArray[np.generic]


@dataclass(frozen=True)
class CalibrationRow:
    """Beliefs from `low` to `high`: their mean, and how often what was believed was so."""

    low: float
    high: float
    belief: float
    truth: Estimate


def calibration(beliefs: Numbers, truths: Numbers, edges: Sequence[float]) -> tuple[CalibrationRow, ...]:
    """Compare beliefs in [0, 1] with what was true, one row per stretch between two edges.

    A stretch holds its lower edge, the last one both; stretches without a belief are left out. Calibrated
    beliefs lie inside the range of `truth`.
    """
    values, hits = np.asarray(beliefs, dtype=np.float64), np.asarray(truths, dtype=np.bool_)
    place = np.searchsorted(np.asarray(edges[1:-1], dtype=np.float64), values, side="right")
    inside = (values >= edges[0]) & (values <= edges[-1])
    rows = []
    for number, (low, high) in enumerate(pairwise(edges)):
        here = inside & (place == number)
        held: list[float] = values[here].tolist()
        if held:
            truth = share(int(np.count_nonzero(hits[here])), len(held))
            rows.append(CalibrationRow(low, high, math.fsum(held) / len(held), truth))
    return tuple(rows)


def brier(beliefs: Numbers, truths: Numbers) -> Estimate:
    """Return the mean squared distance of beliefs from truths: 0 is perfect, always saying half gives 1/4
    (Brier 1950)."""
    error = np.asarray(beliefs, dtype=np.float64) - np.asarray(truths, dtype=np.bool_)
    return mean(error * error)
