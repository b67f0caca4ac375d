"""What a change of tariffs or of trade costs does: the equilibrium in exact hat algebra.

Nothing has to be known of productivity or of the level of trade costs: trade shares of the base year say it all
(Dekle, Eaton and Kortum 2008, "Global Rebalancing with Gravity", IMF Staff Papers 55; with inputs, many sectors and
tariff revenue Caliendo and Parro 2015, Review of Economic Studies 82). A hat is new over old; n imports, i exports,
j is the sector:

    c_nj   = w_n^(beta_nj) prod_k P_nk^(gamma_nkj)                          unit cost
    P_nj   = [ sum_i pi_nij (kappa_nij c_ij)^(-theta_j) ]^(-1/theta_j)      price;  kappa = (1 + t') / (1 + t) d
    pi'_nij = pi_nij (kappa_nij c_ij / P_nj)^(-theta_j)                     trade share
    X'_nj  = sum_k gamma_njk sum_i pi'_ink / (1 + t'_ink) X'_ik + alpha_nj I'_n
    I'_n   = w_n VA_n + sum_ij t'_nij / (1 + t'_nij) pi'_nij X'_nj + D_n
    exports'_n - imports'_n + D_n = 0                                       for every n

World value added is the numeraire, and deficits D keep their share of it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import root

from sim.errors import SimError
from sim.trade.economy import Array, Economy

_CLOSED = 1e-10  # the largest gap in a region's balance of trade, as a share of its value added
_STEPS = 60  # of Newton's method for prices, which needs about five
_DAMPED_STEPS = 20_000
_STRIDE = 0.3


class Unsolved(SimError):
    """No equilibrium was found."""


@dataclass(frozen=True, eq=False)
class Outcome:
    """What a change does, against the base year.

    By region: welfare (equivalent variation as a share of base spending by households and government), gain (the same
    in money), wage (change of the real wage, a share), exports (change of their value, a share; world value added is
    the numeraire). flows: sales before tariffs, (importer, exporter, sector). gap: the largest gap in any balance
    of trade, as a share of value added.
    """

    economy: Economy
    name: str
    welfare: Array
    gain: Array
    wage: Array
    exports: Array
    flows: Array
    gap: float

    @property
    def welfare_of_gdp(self) -> Array:
        """Return the gain of each region as a share of its GDP."""
        return self.gain / self.economy.gdp

    def balance(self, region: str, partner: str) -> float:
        """Return what `region` sells to `partner` less what it buys there, in money, before tariffs."""
        n, i = self.economy.region(region), self.economy.region(partner)
        return float(self.flows[i, n].sum() - self.flows[n, i].sum())


def solve(economy: Economy, tariffs: Array, costs: Array, name: str = "the counterfactual") -> Outcome:
    """Return what follows from new tariffs (ad valorem) and trade costs (a factor on the old ones, 1: no change).

    Both have the shape (importer, exporter, sector). Where nothing changes, the outcome is exactly that of the base
    year. Raises Unsolved, with `name`, where no equilibrium is found.
    """
    if np.array_equal(tariffs, economy.tariffs) and np.all(costs == 1.0):
        zero = np.zeros(len(economy.regions))
        return Outcome(economy, name, zero, zero, zero, zero, economy.flows, 0.0)
    world = _World(economy, tariffs, costs, economy.deficit)
    return _measured(world, _cleared(world, name), name)


def without_deficits(economy: Economy) -> Economy:
    """Return the economy as it would be if every region imported as much as it exports; raises Unsolved."""
    world = _World(economy, economy.tariffs, np.ones_like(economy.tariffs), np.zeros_like(economy.deficit))
    state = _cleared(world, "trade without deficits")
    return replace(economy, flows=state.flows)


@dataclass
class _State:
    """Prices, costs, trade shares, spending and sales at some wages; everything in logs is a change."""

    log_wage: Array
    log_price: Array
    flows: Array
    income: Array
    gap: Array


class _World:
    """One counterfactual: solves all markets but the last, labour, for given wages."""

    def __init__(self, economy: Economy, tariffs: Array, costs: Array, deficit: Array) -> None:
        self.economy = economy
        self.deficit = deficit
        self.tariffs = tariffs
        self.theta = economy.elasticity
        self.log_barrier = np.log((1.0 + tariffs) / (1.0 + economy.tariffs) * costs)
        self.weight = economy.income_of_work / economy.income_of_work.sum()
        self.own = np.arange(len(economy.regions))
        self.net = 1.0 / (1.0 + tariffs)
        self.identity = np.eye(economy.spending.size)
        self.log_price = np.zeros_like(economy.spending)  # the last solution is the next first guess

    def scaled(self, log_wage: Array) -> Array:
        """Return wages in units of world value added."""
        wage: Array = log_wage - np.log((np.exp(log_wage) * self.weight).sum())
        return wage

    def at(self, log_wage: Array) -> _State:
        """Return the state of all markets at wages in units of world value added."""
        economy = self.economy
        log_price, shares = self._prices(log_wage)
        self.log_price = log_price if np.all(np.isfinite(log_price)) else np.zeros_like(log_price)
        received = shares * self.net  # what exporters get of each unit that importers spend
        work = np.exp(log_wage) * economy.income_of_work + self.deficit
        spending, income = self._spending(received, work)
        flows = received * spending[:, None, :]
        home = flows[self.own, self.own].sum(axis=1)
        exports, imports = flows.sum(axis=(0, 2)) - home, flows.sum(axis=(1, 2)) - home
        return _State(log_wage, log_price, flows, income, (exports - imports + self.deficit) / economy.income_of_work)

    def _prices(self, log_wage: Array) -> tuple[Array, Array]:
        economy, theta = self.economy, self.theta
        n, j = economy.spending.shape
        log_price = self.log_price
        bought = economy.spending > 0.0
        for _ in range(_STEPS):
            log_cost = log_wage[:, None] * economy.value_added + np.einsum("nkj,nk->nj", economy.inputs, log_price)
            terms = economy.trade_shares * np.exp(-theta * (self.log_barrier + log_cost[None, :, :]))
            sums = terms.sum(axis=1)
            target = np.where(bought, -np.log(np.where(bought, sums, 1.0)) / theta, 0.0)
            shares = terms / np.where(bought, sums, 1.0)[:, None, :]
            miss = target - log_price
            if not np.max(np.abs(miss)) > 1e-14:
                break
            # Newton: d target_nj / d log P_ik = share_nij gamma_ikj.
            slope = np.einsum("nij,ikj->njik", shares, economy.inputs).reshape(n * j, n * j)
            step = np.linalg.solve(self.identity - slope, miss.ravel()).reshape(n, j)
            log_price = log_price + step
            if np.max(np.abs(step)) < 1e-13:
                break
        return log_price, shares

    def _spending(self, received: Array, work: Array) -> tuple[Array, Array]:
        economy = self.economy
        n, j = economy.spending.shape
        by_revenue = (self.tariffs * received).sum(axis=1)  # tariff revenue per unit spent
        demand = np.einsum("njk,ink->njik", economy.inputs, received)
        demand[self.own, :, self.own, :] += economy.final_shares[:, :, None] * by_revenue[:, None, :]
        final = economy.final_shares * work[:, None]
        spending = np.linalg.solve(self.identity - demand.reshape(n * j, n * j), final.ravel()).reshape(n, j)
        return spending, work + (by_revenue * spending).sum(axis=1)


def _cleared(world: _World, name: str) -> _State:
    """Return the state at the wages that balance trade."""
    with np.errstate(over="ignore", invalid="ignore", divide="ignore", under="ignore"):
        return _solved(world, name)


def _solved(world: _World, name: str) -> _State:
    regions = len(world.economy.regions)

    def gaps(log_wage: Array) -> Array:
        return world.at(world.scaled(np.append(log_wage, 0.0))).gap[:-1]

    start = np.zeros(regions - 1)
    state = world.at(world.scaled(np.zeros(regions)))
    if regions > 1 and not _is_closed(state):
        try:
            found: NDArray[np.float64] = root(gaps, start, method="hybr", options={"xtol": 1e-13}).x
        except (ValueError, np.linalg.LinAlgError):
            found = start
        state = world.at(world.scaled(np.append(found, 0.0)))
    if not _is_closed(state):
        state = _damped(world)
    if not _is_closed(state):
        worst = np.max(np.abs(state.gap))
        found_gap = f"trade stays {worst:.1e} of value added out of balance" if np.isfinite(worst) else "wages run away"
        raise Unsolved(f"{name}: no equilibrium was found ({found_gap}); the change may be too large for these figures")
    if np.any(state.income <= 0.0):
        region = world.economy.regions[int(np.argmin(state.income))]
        raise Unsolved(f"{name}: no equilibrium was found, as {region} would not earn what it lends to others")
    return state


def _damped(world: _World) -> _State:
    # Wages rise where trade is in surplus, a little at a time: slow, and it holds where Newton's steps go astray.
    log_wage = np.zeros(len(world.economy.regions))
    world.log_price = np.zeros_like(world.log_price)  # the search that failed may have left prices far from any
    state = world.at(log_wage)
    for _ in range(_DAMPED_STEPS):
        if _is_closed(state) or not np.all(np.isfinite(state.gap)):
            break
        log_wage = world.scaled(log_wage + np.log1p(np.clip(_STRIDE * state.gap, -0.5, 0.5)))
        state = world.at(log_wage)
    return state


def _is_closed(state: _State) -> bool:
    return bool(np.max(np.abs(state.gap)) <= _CLOSED)


def _measured(world: _World, state: _State, name: str) -> Outcome:
    economy = world.economy
    log_living = (economy.final_shares * state.log_price).sum(axis=1)
    welfare = np.expm1(np.log(state.income / economy.income) - log_living)
    own = world.own
    before = economy.flows.sum(axis=(0, 2)) - economy.flows[own, own].sum(axis=1)
    after = state.flows.sum(axis=(0, 2)) - state.flows[own, own].sum(axis=1)
    exports = np.divide(after, before, out=np.ones_like(after), where=before > 0) - 1.0
    return Outcome(
        economy,
        name,
        welfare,
        welfare * economy.income,
        np.expm1(state.log_wage - log_living),
        exports,
        state.flows,
        float(np.max(np.abs(state.gap))),
    )
