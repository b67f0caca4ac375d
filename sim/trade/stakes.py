"""What each member of a pact loses when another leaves, as a smooth function of border cost and elasticity.

The exit of i takes from each other member k a flow L_ki (model.md 1.2). It is computed as it is defined: the welfare
that k loses, as a share of its own GDP a year, in the counterfactual in which all links of i lapse and the others stay
together. A run draws border cost and elasticity anew in every trial, and a solution takes milliseconds where a trial
takes microseconds; so the losses are solved on a grid once, and a polynomial is fitted to them.

The grid has the nodes of Chebyshev, on which a polynomial of given degree misses least. The border cost enters as
a share of the greatest one allowed, the elasticity theta as (theta - PIVOT) / (theta + PIVOT), in which losses are
nearly straight and which needs no logarithm.

Numbers are results: solved losses are rounded to where machines agree, and the polynomial is laid through them in
exact fractions, so that its coefficients are the same everywhere.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np
from numpy.polynomial import polynomial

from sim.cache import kept
from sim.model.stakes import GREATEST_COST, GREATEST_ELASTICITY, LEAST_ELASTICITY, PIVOT
from sim.model.state import BEND
from sim.trade.economies import EconomyFile
from sim.trade.economy import Array, Economy

_DECIMALS = 8  # of a loss, a share of GDP; libraries of linear algebra differ in the fourteenth
_ROOM = Path(__file__).resolve().parent


@dataclass(frozen=True, eq=False)
class Stakes:
    """Losses of the members of a pact: coefficients[k, i, a, b] of the share of its GDP that k loses when i leaves.

    a is the power of the border cost, b that of the elasticity, each as the module says.
    """

    members: tuple[str, ...]
    coefficients: Array

    def losses(self, border_cost: float | Array, elasticity: float | Array) -> Array:
        """Return what k loses when i leaves, (k, i), a share of k's GDP a year; below 0 where it gains.

        Of n border costs and elasticities the result has the shape (k, i, n).
        """
        x, y = border_cost / GREATEST_COST, (elasticity - PIVOT) / (elasticity + PIVOT)
        return np.asarray(polynomial.polyval2d(x, y, np.moveaxis(self.coefficients, (2, 3), (0, 1))))


def solved_losses(economy: Economy, members: Sequence[str], border_cost: float, elasticity: float) -> Array:
    """Return what `Stakes.losses` approximates, solved in full; raises Unsolved as `outcome` does."""
    # Here, since SciPy takes longer to load than what is kept takes to read.
    from sim.trade.counterfactuals import outcome, without

    seats = [economy.region(member) for member in members]
    here = economy.with_elasticity(elasticity)
    found = np.zeros((len(members), len(members)))
    for i, member in enumerate(members):
        found[:, i] = -outcome(here, without(member, members), border_cost).welfare_of_gdp[seats]
    np.fill_diagonal(found, 0.0)
    return found


def stakes_of(file: EconomyFile, regions: Sequence[str], export_shares: Mapping[str, float]) -> Stakes:
    """Return the losses of a pact between `regions`, from the user's cache folder or solved anew.

    Raises SimError where the economy cannot be put together, Unsolved where a counterfactual has no solution.
    """
    economy = file.economy(export_shares, regions)
    numbers = kept(f"stakes-{_content(economy, regions)}.json", lambda: _solved(economy, regions))
    return Stakes(tuple(regions), np.array(json.loads(numbers), dtype=float))


def fit(losses: Callable[[float, float], Array]) -> Array:
    """Return the coefficients (k, i, a, b) of the polynomial through `losses(border cost, elasticity)` (k, i)."""
    ends = [(theta - PIVOT) / (theta + PIVOT) for theta in (LEAST_ELASTICITY, GREATEST_ELASTICITY)]
    costs, bends = _nodes(BEND[0], 0.0, 1.0), _nodes(BEND[1], *ends)
    solved = [[losses(GREATEST_COST * x, PIVOT * (1.0 + y) / (1.0 - y)).round(_DECIMALS) for y in bends] for x in costs]
    # Along one axis, then along the other; fractions know no rounding.
    exact = np.vectorize(Fraction, otypes=[object])(np.array(solved))
    along_costs = np.tensordot(_powers(costs), exact, (1, 0))
    along_both = np.tensordot(_powers(bends), along_costs, (1, 1))
    return np.moveaxis(along_both, (1, 0), (2, 3)).astype(float)


def _nodes(count: int, low: float, high: float) -> list[float]:
    """Return the nodes of Chebyshev between two bounds, to six decimals."""
    return [round((low + high - (high - low) * math.cos(math.pi * (k + 0.5) / count)) / 2, 6) for k in range(count)]


def _powers(nodes: Sequence[float]) -> Array:
    """Return the matrix that takes values at nodes to coefficients of powers, in exact fractions."""
    rows = []
    for own in nodes:
        product = [Fraction(1)]
        for other in nodes:
            if other != own:
                scale = Fraction(own) - Fraction(other)
                lifted, kept_ = [Fraction(0), *product], [*product, Fraction(0)]
                product = [(up - Fraction(other) * here) / scale for up, here in zip(lifted, kept_, strict=True)]
        rows.append(product)
    return np.array(rows, dtype=object).T


def _solved(economy: Economy, regions: Sequence[str]) -> bytes:
    found = fit(lambda border_cost, elasticity: solved_losses(economy, regions, border_cost, elasticity))
    return json.dumps(found.tolist()).encode()


def _content(economy: Economy, regions: Sequence[str]) -> str:
    """Return a hash of all that the losses are made of: the numbers, and the rules of this room."""
    scale = (GREATEST_COST, LEAST_ELASTICITY, GREATEST_ELASTICITY, PIVOT, BEND)
    digest = hashlib.sha256(repr((economy.regions, tuple(regions), scale)).encode())
    for name in ("flows", "tariffs", "value_added", "inputs", "elasticity", "mfn", "gdp"):
        digest.update(np.ascontiguousarray(getattr(economy, name)).tobytes())
    for path in sorted(_ROOM.glob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:24]
