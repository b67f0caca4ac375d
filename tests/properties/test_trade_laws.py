"""Laws of trade that hold in every world: over small worlds drawn by Hypothesis, and over North America in 2016.

A barrier is an iceberg cost (a share melts on the way) on all that a region buys and sells abroad. That it hurts the
region is not so where there are tariffs or deficits: their revenue, or what others lend, may grow with it. Two cases
are proven, and tested here, in worlds without both. Where all trade ends, a region loses what its shares at home say
(Arkolakis, Costinot and Rodriguez-Clare 2012). And where labour alone makes the one good, any barrier hurts: if the
real wage did not fall, some partner's wages would have to fall by more than the barrier; those that fall most would win
customers in every market, home included, and so earn more, not less. (Of 6,000 worlds with inputs, up to three sectors
and four regions, none was an exception.)
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.trade.counterfactuals import no_pact, outcome, without
from sim.trade.economies import economy_file
from sim.trade.economy import Array, Economy
from sim.trade.equilibrium import solve
from sim.trade.stakes import solved_losses
from tests.unit.trade.worlds import around, balances, off_diagonal, world

MEMBERS = ("us", "canada", "mexico")
many = settings(max_examples=150)
few = settings(max_examples=30)
seeds = st.integers(0, 10**6)
barriers = st.floats(1.02, 4.0)
border_costs = st.integers(0, 25).map(lambda n: n / 100)


@st.composite
def worlds(draw: st.DrawFn, tariff: float = 0.3, *, balanced: bool = False, sectors: int = 3) -> Economy:
    """Return a small world; without tariffs and deficits where that is asked for."""
    count = draw(st.integers(1, sectors))
    return world(
        draw(seeds),
        draw(st.integers(2, 4)),
        count,
        tariff=tariff,
        openness=draw(st.sampled_from([0.05, 0.3, 1.0])),
        balanced=balanced,
        untraded=draw(st.integers(0, count - 1)),
    )


def change(economy: Economy, seed: int) -> tuple[Array, Array]:
    """Return other tariffs and trade costs, drawn from a seed; nothing changes at home."""
    drawn = np.random.default_rng(seed)
    tariffs = drawn.uniform(0.0, 0.3, economy.tariffs.shape)
    costs = drawn.uniform(0.85, 1.5, economy.tariffs.shape)
    own = np.arange(len(economy.regions))
    tariffs[own, own], costs[own, own] = 0.0, 1.0
    return tariffs, costs


@many
@given(worlds(), seeds, st.floats(-6.0, 6.0))
def test_the_unit_of_money_does_not_matter(economy: Economy, seed: int, power: float) -> None:
    found = solve(economy, *change(economy, seed))
    other = solve(replace(economy, flows=economy.flows * 10.0**power), *change(economy, seed))
    assert np.abs(found.welfare).max() > 0.0
    assert other.welfare == pytest.approx(found.welfare, abs=1e-9)
    assert other.wage == pytest.approx(found.wage, abs=1e-9)
    assert other.exports == pytest.approx(found.exports, abs=1e-8)


@many
@given(worlds(), seeds)
def test_trade_balances_up_to_the_deficits_of_the_base_year(economy: Economy, seed: int) -> None:
    found = solve(economy, *change(economy, seed))
    assert balances(found.flows) == pytest.approx(-economy.deficit, abs=1e-8 * economy.income_of_work.min())
    assert (found.flows >= 0.0).all()
    assert not found.flows[economy.flows == 0.0].any()
    # What firms earn goes to labour and inputs as before, so world value added, the numeraire, stays.
    paid = (economy.value_added * found.flows.sum(axis=0)).sum()
    assert paid == pytest.approx(economy.income_of_work.sum(), rel=1e-9)


@many
@given(worlds())
def test_no_change_is_nothing(economy: Economy) -> None:
    found = solve(economy, economy.tariffs.copy(), np.ones_like(economy.flows))
    assert not any(values.any() for values in (found.welfare, found.gain, found.wage, found.exports))
    # And solved in earnest, from a change that no price can show, it is nothing as well.
    nearly = solve(economy, economy.tariffs, np.full_like(economy.flows, 1.0 + 1e-14))
    assert nearly.flows == pytest.approx(economy.flows, rel=1e-8)
    assert np.abs(nearly.welfare).max() < 1e-11


@many
@given(worlds(), seeds)
def test_a_change_that_is_taken_back_leaves_nothing_behind(economy: Economy, seed: int) -> None:
    tariffs, costs = change(economy, seed)
    there = solve(economy, tariffs, costs)
    back = solve(replace(economy, flows=there.flows, tariffs=tariffs), economy.tariffs, 1.0 / costs)
    assert (1.0 + there.welfare) * (1.0 + back.welfare) == pytest.approx(np.ones(len(economy.regions)), abs=1e-8)
    assert back.flows == pytest.approx(economy.flows, rel=1e-6)


@many
@given(worlds(), seeds)
def test_the_order_of_regions_and_sectors_does_not_matter(economy: Economy, seed: int) -> None:
    drawn = np.random.default_rng(seed)
    n, j = drawn.permutation(len(economy.regions)), drawn.permutation(len(economy.sectors))
    tariffs, costs = change(economy, seed)
    turned = replace(
        economy,
        regions=tuple(economy.regions[k] for k in n),
        sectors=tuple(economy.sectors[k] for k in j),
        flows=economy.flows[np.ix_(n, n, j)],
        tariffs=economy.tariffs[np.ix_(n, n, j)],
        value_added=economy.value_added[np.ix_(n, j)],
        inputs=economy.inputs[np.ix_(n, j, j)],
        elasticity=economy.elasticity[j],
        mfn=economy.mfn[np.ix_(n, j)],
        gdp=economy.gdp[n],
    )
    found = solve(economy, tariffs, costs)
    other = solve(turned, tariffs[np.ix_(n, n, j)], costs[np.ix_(n, n, j)])
    assert other.welfare == pytest.approx(found.welfare[n], abs=1e-9)
    assert other.flows == pytest.approx(found.flows[np.ix_(n, n, j)], rel=1e-7)


@many
@given(worlds(0.0, balanced=True))
def test_the_end_of_all_trade_costs_what_shares_at_home_say(economy: Economy) -> None:
    found = solve(economy, economy.tariffs, off_diagonal(economy, 1e8))
    for n in range(len(economy.regions)):
        dearer = -np.log(economy.trade_shares[n, n]) / economy.elasticity
        prices = np.linalg.solve(np.eye(len(economy.sectors)) - economy.inputs[n].T, dearer)
        assert found.welfare[n] < 0.0
        assert found.welfare[n] == pytest.approx(np.expm1(-economy.final_shares[n] @ prices), abs=1e-9)


@many
@given(seeds, st.integers(2, 4), st.floats(1.5, 10.0), st.sampled_from([0.05, 0.3, 1.0, 5.0]), barriers)
def test_a_barrier_hurts_whom_it_surrounds(
    seed: int, regions: int, elasticity: float, openness: float, barrier: float
) -> None:
    economy = world(seed, regions, tariff=0.0, openness=openness, balanced=True, elasticity=elasticity, value_added=1.0)
    n = seed % regions
    losses = [solve(economy, economy.tariffs, around(economy, n, cost)).welfare[n] for cost in (barrier, 1.2 * barrier)]
    assert losses[1] < losses[0] < 0.0


@many
@given(worlds(0.0, balanced=True), seeds)
def test_dearer_transport_cannot_be_good_for_everybody(economy: Economy, seed: int) -> None:
    # Without tariffs and deficits nobody can gain unless another loses, and what melts is lost to all.
    costs = 1.0 + np.random.default_rng(seed).uniform(0.0, 1.0, economy.flows.shape)
    own = np.arange(len(economy.regions))
    costs[own, own] = 1.0
    assert solve(economy, economy.tariffs, costs).welfare.min() < 0.0
    assert solve(economy, economy.tariffs, 1.0 / costs).welfare.max() > 0.0


# North America


@cache
def north_america(share: float) -> Economy:
    return economy_file("nafta-2016").economy({"canada": share}, MEMBERS)


@few
@given(st.integers(50, 94), st.integers(1, 45), border_costs)
def test_canada_loses_more_the_more_it_sells_to_one_partner(percent: int, more: int, border_cost: float) -> None:
    shares = (percent / 100, min(percent + more, 95) / 100)
    for end in (no_pact(MEMBERS), without("canada", MEMBERS)):
        less_open, more_open = (outcome(north_america(share), end, border_cost).welfare[1] for share in shares)
        assert more_open < less_open < 0.0, end.name


@few
@given(border_costs, border_costs.filter(bool), st.integers(50, 95))
def test_losses_rise_with_the_border_cost(border_cost: float, more: float, percent: int) -> None:
    economy = north_america(percent / 100)
    low, high = border_cost, border_cost + more
    links = [solved_losses(economy, MEMBERS, cost, 5.0) for cost in (low, high)]
    ends = [-outcome(economy, no_pact(MEMBERS), cost).welfare[:3] for cost in (low, high)]
    # Of those who stay as well: that they sell more to each other makes up for little of it.
    assert (links[1] > links[0])[~np.eye(3, dtype=bool)].all()
    assert (ends[1] > ends[0]).all()
    assert (ends[0] > 0.0).all()


@pytest.mark.parametrize("member", MEMBERS)
def test_who_leaves_is_hurt_most_unless_it_is_the_largest(member: str) -> None:
    economy = north_america(0.75)
    found = outcome(economy, without(member, MEMBERS), 0.04).welfare_of_gdp[:3]
    hurt = MEMBERS[int(found.argmin())]
    assert hurt == ("mexico" if member == "us" else member)
