"""Economies that nobody measured, drawn from a seed: trade follows sizes and distances, and accounts close."""

from __future__ import annotations

import numpy as np

from sim.trade.economy import Array, Economy


def world(
    seed: int,
    regions: int = 3,
    sectors: int = 1,
    *,
    tariff: float = 0.1,
    openness: float = 0.3,
    balanced: bool = False,
    untraded: int = 0,
    elasticity: float | None = None,
    value_added: float | None = None,
) -> Economy:
    """Return an economy whose regions trade by gravity.

    tariff: the highest one. openness: what is traded, roughly, as a share of final demand. balanced: no region has a
    deficit. untraded: how many sectors, the last ones, never cross a border. elasticity, value_added: drawn by sector
    (and region) where not given.
    """
    draw = np.random.default_rng(seed)
    size = draw.lognormal(3.0, 1.0, regions)
    shares = np.full((regions, sectors), value_added) if value_added else draw.uniform(0.3, 0.7, (regions, sectors))
    recipe = draw.dirichlet(np.ones(sectors), (regions, sectors)).swapaxes(1, 2)
    inputs = (1.0 - shares)[:, None, :] * recipe
    tariffs = draw.uniform(0.0, tariff, (regions, regions, sectors))
    tariffs[np.arange(regions), np.arange(regions)] = 0.0
    trade = _gravity(draw, size, sectors - untraded) * openness
    if balanced:
        _balance(trade)
    flows = np.zeros((regions, regions, sectors))
    flows[:, :, : sectors - untraded] = trade
    wanted = draw.dirichlet(np.ones(sectors), regions) * size[:, None]
    exported = flows.sum(axis=0)
    for n in range(regions):
        # Final demand is what is wanted and what is imported, so own sales follow from inputs alone and are above 0.
        uses = wanted[n] + inputs[n] @ exported[n]
        flows[n, n] = np.linalg.solve(np.eye(sectors) - inputs[n], uses)
    return Economy(
        name=f"world-{seed}",
        regions=tuple(f"r{n}" for n in range(regions)),
        sectors=tuple(f"s{j}" for j in range(sectors)),
        flows=flows,
        tariffs=tariffs,
        value_added=shares,
        inputs=inputs,
        elasticity=draw.uniform(2.0, 9.0, sectors) if elasticity is None else np.full(sectors, elasticity),
        mfn=draw.uniform(0.0, 0.2, (regions, sectors)),
        gdp=(shares * flows.sum(axis=0)).sum(axis=1),
    )


def off_diagonal(economy: Economy, factor: float) -> Array:
    """Return trade costs that are `factor` times the old ones wherever trade crosses a border."""
    costs = np.full_like(economy.flows, factor)
    own = np.arange(len(economy.regions))
    costs[own, own] = 1.0
    return costs


def around(economy: Economy, region: int, factor: float) -> Array:
    """Return trade costs that are `factor` times the old ones on all that one region buys and sells abroad."""
    costs = np.ones_like(economy.flows)
    costs[region], costs[:, region] = factor, factor
    costs[region, region] = 1.0
    return costs


def balances(flows: Array) -> Array:
    """Return exports less imports by region; own sales cancel."""
    return np.asarray(flows.sum(axis=(0, 2)) - flows.sum(axis=(1, 2)))


def _gravity(draw: np.random.Generator, size: Array, sectors: int) -> Array:
    places = draw.uniform(0.0, 1.0, (len(size), 2))
    distance = 0.2 + np.hypot(*(places[:, None] - places[None, :]).T)
    pull = size[:, None] * size[None, :] / size.sum() / distance
    taste = draw.lognormal(0.0, 0.5, (len(size), len(size), sectors)) / max(sectors, 1)
    trade: Array = pull[:, :, None] * taste
    trade[np.arange(len(size)), np.arange(len(size))] = 0.0
    return trade


def _balance(trade: Array) -> None:
    # Osborne 1960: scale what a region buys up and what it sells down, one region after the other, until both agree.
    for _ in range(500):
        for n in range(len(trade)):
            bought, sold = trade[n].sum(), trade[:, n].sum()
            trade[n] *= np.sqrt(sold / bought)
            trade[:, n] *= np.sqrt(bought / sold)
