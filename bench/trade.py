"""The losses of a lapsed pact: solved, read from the polynomial, and for an economy of many regions."""

from __future__ import annotations

import numpy as np

from bench.figure import Figure, at_least, ratio
from bench.timing import Size, best, processor_seconds
from sim.trade import Economy, economy_file, stakes_of
from sim.trade.counterfactuals import no_pact, outcome
from sim.trade.stakes import solved_losses

_MEMBERS = ("us", "canada", "mexico")
_SIDE = 100
_REGIONS = 44


def measure(size: Size) -> list[Figure]:
    """Compare solving with reading, and a large economy with a small one."""
    file = economy_file("nafta-2016")
    economy, found = file.economy(), stakes_of(file, _MEMBERS, {})
    grids = np.meshgrid(np.linspace(0, 0.2, _SIDE), np.linspace(3, 8, _SIDE))
    costs, elasticities = (grid.ravel() for grid in grids)
    world = _gravity(_REGIONS)
    solved, read, one, large = best(
        size,
        lambda: solved_losses(economy, _MEMBERS, 0.04, 5.0),
        lambda: found.losses(costs, elasticities),
        lambda: outcome(economy, no_pact(_MEMBERS), 0.04),
        lambda: outcome(world, no_pact(world.regions[:3]), 0.04),
        clock=processor_seconds,
    )
    each = read / len(costs)
    return [
        Figure("losses of a pact of three, solved", 1e3 * solved, "ms"),
        Figure(f"the same from the polynomial, one of {len(costs):,}", 1e6 * each, "us"),
        ratio("solved against read", solved / each, at_least(1_000)),
        Figure("a counterfactual, 4 regions and 2 sectors", 1e3 * one, "ms"),
        Figure(f"a counterfactual, {_REGIONS} regions and 1 sector", 1e3 * large, "ms"),
        ratio("the large against the small one", large / one),
    ]


def _gravity(regions: int) -> Economy:
    """Return a made-up economy: trade falls with distance, and nothing else matters."""
    rng = np.random.default_rng(1)
    size, distance = np.exp(rng.normal(0.0, 1.5, regions)), np.exp(rng.uniform(0.0, 3.0, (regions, regions)))
    flows = 0.3 * np.outer(size, size) / size.sum() / (distance + distance.T)
    np.fill_diagonal(flows, 2.0 * size)
    half = np.full((regions, 1), 0.5)
    return Economy(
        name="a world of gravity",
        regions=tuple(f"r{k}" for k in range(regions)),
        sectors=("goods",),
        flows=flows[:, :, None],
        tariffs=np.zeros((regions, regions, 1)),
        value_added=half,
        inputs=half[:, :, None],
        elasticity=np.array([5.0]),
        mfn=np.full((regions, 1), 0.05),
        gdp=size,
    )
