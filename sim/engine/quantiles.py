"""Draws and distributions asked for outside of trials: entry points that keep their machine code."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.model.beta import beta_quantile
from sim.model.chance import PARAMETER, address, draw
from sim.model.compiled import entry
from sim.model.normal import normal_quantile, triangular_quantile
from sim.model.state import BETA, NOBODY, NORMAL, TRIANGULAR, UNIFORM
from sim.scenario.figure import Distribution

_KINDS = {"uniform": UNIFORM, "triangular": TRIANGULAR, "normal": NORMAL, "beta": BETA}


def uniforms(name: str, count: int, seed: int) -> NDArray[np.float64]:
    """Return `count` independent uniforms, strictly between 0 and 1.

    Each is drawn at an address made from the name, so that one more name moves no other's, and none meets a draw of
    a trial.
    """
    found = np.empty(count)
    fill_uniforms(found, seed, address(f"study {name}"))
    return found


def quantile(shape: Distribution, u: float) -> float:
    """Return the u-quantile of a distribution, 0 < u < 1, as the rules draw it."""
    return float(quantile_of(_KINDS[shape.kind], shape.a, shape.b, shape.c, u))


@entry
def fill_uniforms(found: NDArray[np.float64], seed: int, where: int) -> None:
    """Draw every number of a row at its place, for nobody in particular."""
    for n in range(found.shape[0]):
        found[n] = draw(seed, n, PARAMETER, NOBODY, where, 0)


@entry
def quantile_of(kind: int, a: float, b: float, c: float, u: float) -> float:
    """Return the u-quantile of a distribution of this kind (model.md 5)."""
    if kind == UNIFORM:
        return a + (b - a) * u
    if kind == TRIANGULAR:
        return triangular_quantile(u, a, b, c)
    if kind == NORMAL:
        return a + b * normal_quantile(u)
    return beta_quantile(u, a, b)
