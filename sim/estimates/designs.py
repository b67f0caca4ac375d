"""Where to look: points on a grid, and points that fill a box evenly by chance."""

from collections.abc import Mapping, Sequence
from itertools import product

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]


def grid(axes: Mapping[str, Sequence[float]]) -> tuple[dict[str, float], ...]:
    """Return every combination of the values of each axis; the last axis turns fastest."""
    return tuple(dict(zip(axes, values, strict=True)) for values in product(*axes.values()))


def stratified(order: Numbers, within: Numbers) -> Numbers:
    """Return as many numbers as there are in `order`, of which exactly one lies in each equal part of 0 to 1.

    Both are independent uniforms: `order` shuffles the parts, `within` says where in its part each number lies. One
    such column for each input makes a Latin hypercube (McKay, Beckman and Conover 1979).
    """
    return (np.argsort(order, kind="stable") + within) / len(order)
