"""Sobol indices: which part of a result's variance each input makes, alone and together with others.

The only file that knows SALib (Iwanaga, Usher and Herman 2022), which is asked for when it is needed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.errors import MissingDependency
from sim.estimates.intervals import Estimate

Numbers = npt.NDArray[np.float64]

INSTALL = 'python -m pip install "SALib>=1.6,<2"'
_RESAMPLES = 500
_KEY = 20181130  # any number but 0: the same results give the same ranges
_EDGE = 2.0**-53  # a uniform is never exactly 0 or 1, where a distribution may have no end


@dataclass(frozen=True)
class Index:
    """What one input makes of the variance: `first` alone, `total` with all that it does together with others.

    `floor` is the total index that the noise of the trials alone would give an input without any influence.
    """

    first: Estimate
    total: Estimate
    floor: float


@dataclass(frozen=True)
class Indices:
    """The indices of each input by name; `noise` is the part of the results' variance that trials make."""

    inputs: dict[str, Index]
    noise: float
    variance: float
    points: int


def require() -> None:
    """Raise MissingDependency, with the line that installs it, where SALib is not there."""
    if find_spec("SALib") is None:
        raise MissingDependency(f"Sobol indices need SALib, which is not installed; install it with: {INSTALL}")


def sobol_points(names: Sequence[str], base: int, seed: int) -> Numbers:
    """Return points of the unit cube, a row each: `base`, a power of 2, times the number of names and two more.

    Two matrices of a scrambled Sobol sequence and, for each name, the first with that column of the second (Saltelli
    2010). Raise MissingDependency without SALib.
    """
    require()
    from SALib.sample import sobol

    made: Numbers = sobol.sample(_problem(names), base, calc_second_order=False, seed=seed)
    return np.clip(made, _EDGE, 1.0 - _EDGE)


def sobol_indices(names: Sequence[str], first: Numbers, second: Numbers) -> Indices:
    """Return the indices from results at `sobol_points`: at each point the means of two halves of its trials.

    The estimators of Saltelli et al. (2010), ranges from a bootstrap over the points of the sequence. Half the
    difference of the two halves is as large as the noise in their mean, and knows nothing of the inputs. Raise
    MissingDependency without SALib.
    """
    require()
    from SALib.analyze import sobol

    results, noise = (first + second) / 2.0, (first - second) / 2.0
    variance = _variance(results, len(names))
    if variance == 0.0:
        raise ValueError("all results are the same; there is no variance to share out")
    found = sobol.analyze(
        _problem(names), results, calc_second_order=False, num_resamples=_RESAMPLES, conf_level=0.95, seed=_KEY
    )
    points = len(results) // (len(names) + 2)
    floors = _totals(noise, len(names)) / variance
    inputs = {
        name: Index(_estimate(found, "S1", place, points), _estimate(found, "ST", place, points), float(floors[place]))
        for place, name in enumerate(names)
    }
    return Indices(inputs, _variance(noise, len(names)) / variance, variance, points)


def _problem(names: Sequence[str]) -> dict[str, Any]:
    return {"num_vars": len(names), "names": list(names), "bounds": [[0.0, 1.0]] * len(names)}


def _estimate(found: Any, key: str, place: int, points: int) -> Estimate:
    value, half = float(found[key][place]), float(found[f"{key}_conf"][place])
    return Estimate(value, value - half, value + half, points)


def _blocks(results: Numbers, inputs: int) -> Numbers:
    """Return a row for each point of the sequence: the first matrix, each mixture, the second matrix."""
    return results.reshape(-1, inputs + 2)


def _variance(results: Numbers, inputs: int) -> float:
    return float(np.var(_blocks(results, inputs)[:, [0, -1]]))


def _totals(results: Numbers, inputs: int) -> Numbers:
    """Return the part of the variance that goes with each input (Jansen 1999)."""
    blocks = _blocks(results, inputs)
    totals: Numbers = np.mean((blocks[:, :1] - blocks[:, 1:-1]) ** 2, axis=0) / 2.0
    return totals
