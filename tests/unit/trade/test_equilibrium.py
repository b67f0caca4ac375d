"""The solver against formulas and accounts that it does not use."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from sim.errors import MissingName, SimError
from sim.trade.counterfactuals import Counterfactual, Duty, no_pact, outcome, unanswered, without
from sim.trade.economy import Array, Economy
from sim.trade.equilibrium import Outcome, Unsolved, solve, without_deficits
from tests.unit.trade.worlds import around, balances, off_diagonal, world

AUTARKY = 1e8  # trade costs at which nothing worth mentioning is traded


def mutual_tariffs(economy: Economy) -> Array:
    """Return tariffs of every region, at its rates for strangers, on all others."""
    tariffs = np.repeat(economy.mfn[:, None, :], len(economy.regions), axis=1)
    own = np.arange(len(economy.regions))
    tariffs[own, own] = 0.0
    return np.asarray(tariffs)


def shift(economy: Economy) -> Outcome:
    """Return what a change does that reaches every flow: other tariffs, and costs that differ by pair."""
    own = np.arange(len(economy.regions))
    costs = np.random.default_rng(7).uniform(0.9, 1.4, economy.flows.shape)
    costs[own, own] = 1.0
    return solve(economy, mutual_tariffs(economy), costs)


# No change


@pytest.mark.parametrize("sectors", [1, 3])
def test_no_change_is_exactly_nothing(sectors: int) -> None:
    economy = world(1, 4, sectors)
    for found in (
        solve(economy, economy.tariffs.copy(), np.ones_like(economy.flows)),
        outcome(economy, Counterfactual("nothing"), 0.3),
    ):
        for values in (found.welfare, found.gain, found.wage, found.exports, found.welfare_of_gdp):
            assert values.tolist() == [0.0] * 4
        assert np.array_equal(found.flows, economy.flows)
        assert found.gap == 0.0


def test_a_change_too_small_to_see_is_solved_and_is_nearly_nothing() -> None:
    # The shortcut for no change must not hide a solver that starts from a wrong base year.
    economy = world(2, 4, 3)
    found = solve(economy, economy.tariffs, off_diagonal(economy, 1.0 + 1e-13))
    assert np.abs(found.welfare).max() < 1e-11
    assert found.flows == pytest.approx(economy.flows, rel=1e-9)


@pytest.mark.parametrize("factor", [2.0, 0.37])
def test_the_unit_of_money_changes_no_share(factor: float) -> None:
    economy = world(3, 4, 2)
    found, other = shift(economy), shift(replace(economy, flows=economy.flows * factor))
    assert np.abs(found.welfare).min() > 1e-4
    for ours, theirs in zip(
        (found.welfare, found.wage, found.exports, found.gain * factor, found.flows * factor),
        (other.welfare, other.wage, other.exports, other.gain, other.flows),
        strict=True,
    ):
        assert ours == pytest.approx(theirs, rel=0.0, abs=1e-10)


# Autarky: Arkolakis, Costinot and Rodriguez-Clare 2012, "New Trade Models, Same Old Gains?", American Economic Review


@pytest.mark.parametrize("theta", [1.5, 5.0, 12.0])
@pytest.mark.parametrize("beta", [0.3, 0.7, 1.0])
@pytest.mark.parametrize("regions", [2, 5])
def test_autarky_costs_what_the_share_spent_at_home_says(theta: float, beta: float, regions: int) -> None:
    economy = without_deficits(world(4, regions, 1, tariff=0.0, elasticity=theta, value_added=beta))
    found = solve(economy, economy.tariffs, off_diagonal(economy, AUTARKY))
    at_home = np.diagonal(economy.trade_shares)[0]
    assert at_home.max() < 0.99
    # A little trade is left where the elasticity is least, and it is worth less than the tolerance.
    assert found.welfare == pytest.approx(at_home ** (1.0 / (theta * beta)) - 1.0, rel=0.0, abs=1e-6)
    assert found.exports == pytest.approx(np.full(regions, -1.0), abs=1e-6)


@pytest.mark.parametrize("seed", [5, 6])
def test_autarky_of_many_sectors_costs_what_their_shares_at_home_say(seed: int) -> None:
    economy = without_deficits(world(seed, 3, 4, tariff=0.0, untraded=1))
    found = solve(economy, economy.tariffs, off_diagonal(economy, AUTARKY))
    for n in range(3):
        # Costs pass through inputs: log P = (1 - inputs')^(-1) log(share at home) / theta, at given wages.
        dearer = -np.log(economy.trade_shares[n, n]) / economy.elasticity
        prices = np.linalg.solve(np.eye(4) - economy.inputs[n].T, dearer)
        assert found.welfare[n] == pytest.approx(np.exp(-economy.final_shares[n] @ prices) - 1.0, rel=0.0, abs=1e-6)


@pytest.mark.parametrize("seed", [187, 330])
def test_one_region_that_is_cut_off_is_solved_by_the_slow_search(seed: int) -> None:
    # Nothing pins down its wages, so that the quick search fails, at prices from which no other search should start.
    economy = world(seed, 4, 2, tariff=0.0, openness=1.0, balanced=True, untraded=1)
    found = solve(economy, economy.tariffs, around(economy, 2, AUTARKY))
    dearer = -np.log(economy.trade_shares[2, 2]) / economy.elasticity
    prices = np.linalg.solve(np.eye(2) - economy.inputs[2].T, dearer)
    assert found.welfare[2] == pytest.approx(np.exp(-economy.final_shares[2] @ prices) - 1.0, rel=0.0, abs=1e-6)


def test_one_region_alone_has_nothing_to_lose_abroad() -> None:
    economy = world(1, 1, 2)
    found = solve(economy, economy.tariffs, np.full_like(economy.flows, 1.25))
    # All it makes takes a quarter more, inputs included.
    prices = np.linalg.solve(np.eye(2) - economy.inputs[0].T, np.full(2, np.log(1.25)))
    assert found.welfare == pytest.approx([np.exp(-economy.final_shares[0] @ prices) - 1.0], rel=1e-12)


# Accounts


@pytest.mark.parametrize(("regions", "sectors"), [(2, 1), (4, 3), (44, 1), (12, 8)])
def test_trade_of_every_region_adds_up(regions: int, sectors: int) -> None:
    economy = world(8, regions, sectors)
    found = shift(economy)
    assert found.gap <= 1e-10
    assert np.abs(balances(found.flows) + economy.deficit).max() <= 1e-8 * economy.income_of_work.min()
    pairs = [[found.balance(n, i) for i in economy.regions if i != n] for n in economy.regions]
    assert np.sum(pairs, axis=1) == pytest.approx(balances(found.flows), abs=1e-9 * economy.spending.max())
    assert abs(np.sum(pairs)) <= 1e-9 * economy.flows.sum()
    assert np.abs(economy.deficit).max() > 1e-3 * economy.income_of_work.min()


@pytest.mark.parametrize(("regions", "sectors"), [(2, 1), (4, 3), (12, 8)])
def test_the_flows_found_are_those_of_an_economy_with_the_same_tastes(regions: int, sectors: int) -> None:
    economy = world(9, regions, sectors)
    found = shift(economy)
    # Its accounts are made anew from flows and tariffs alone: demand, value added and deficits have to come out.
    after = replace(economy, flows=found.flows, tariffs=mutual_tariffs(economy))
    assert after.final_shares == pytest.approx(economy.final_shares, abs=1e-9)
    assert after.income_of_work.sum() == pytest.approx(economy.income_of_work.sum(), rel=1e-9)
    assert after.deficit == pytest.approx(economy.deficit, abs=1e-8 * economy.income_of_work.min())


@pytest.mark.parametrize(("regions", "sectors"), [(2, 1), (4, 3), (12, 8)])
def test_the_way_back_undoes_the_way_there(regions: int, sectors: int) -> None:
    economy = world(10, regions, sectors)
    there = solve(economy, mutual_tariffs(economy), off_diagonal(economy, 1.3))
    after = replace(economy, flows=there.flows, tariffs=mutual_tariffs(economy))
    back = solve(after, economy.tariffs, off_diagonal(economy, 1.0 / 1.3))
    assert (1.0 + there.welfare) * (1.0 + back.welfare) == pytest.approx(np.ones(regions), abs=1e-9)
    assert (1.0 + there.wage) * (1.0 + back.wage) == pytest.approx(np.ones(regions), abs=1e-9)
    assert (1.0 + there.exports) * (1.0 + back.exports) == pytest.approx(np.ones(regions), abs=1e-8)
    assert back.flows == pytest.approx(economy.flows, rel=1e-7)


def test_without_deficits_every_region_sells_as_much_as_it_buys() -> None:
    economy = world(11, 5, 3)
    found = without_deficits(economy)
    assert np.abs(economy.deficit / economy.income_of_work).max() > 0.01
    assert np.abs(found.deficit / found.income_of_work).max() < 1e-9
    assert found.final_shares == pytest.approx(economy.final_shares, abs=1e-9)
    assert np.array_equal(found.tariffs, economy.tariffs)


def test_a_tariff_without_answer_can_pay_and_a_cost_cannot() -> None:
    # With tariff revenue a large region gains from a small tariff; what melts on the way is nobody's revenue.
    economy = without_deficits(world(12, 2, 1, tariff=0.0, elasticity=3.0))
    tariffs, costs = np.zeros_like(economy.tariffs), np.ones_like(economy.flows)
    tariffs[0, 1], costs[0, 1] = 0.05, 1.05
    by_tariff, by_cost = (
        solve(economy, tariffs, np.ones_like(costs)).welfare,
        solve(economy, economy.tariffs, costs).welfare,
    )
    assert by_tariff[0] > 0.0 > by_tariff[1]
    assert by_cost.max() < 0.0


def test_a_tariff_where_nothing_is_traded_changes_nothing() -> None:
    economy = world(13, 3, 3, untraded=1)
    tariffs = economy.tariffs.copy()
    tariffs[:, :, 2] = 0.5
    tariffs[np.arange(3), np.arange(3)] = 0.0
    assert economy.traded.tolist() == [True, True, False]
    found = solve(economy, tariffs, np.ones_like(economy.flows))
    assert np.abs(found.welfare).max() < 1e-12
    assert found.flows == pytest.approx(economy.flows, rel=1e-9)
    assert not found.flows[~np.eye(3, dtype=bool)][:, 2].any()
    # And services at home do feel what happens to goods.
    assert solve(economy, economy.tariffs, off_diagonal(economy, 1.2)).welfare.max() < 0.0


def test_a_sector_that_a_region_neither_makes_nor_buys_is_no_trouble() -> None:
    economy = world(14, 3, 2, value_added=1.0)  # no inputs, so that nobody needs the sector
    flows = economy.flows.copy()
    flows[0, :, 1] = flows[:, 0, 1] = 0.0
    poorer = replace(economy, flows=flows)
    found = solve(poorer, poorer.tariffs, off_diagonal(poorer, 1.2))
    assert np.all(np.isfinite(found.welfare))
    assert np.abs(balances(found.flows) + poorer.deficit).max() < 1e-9
    assert not found.flows[0, :, 1].any()
    assert found.welfare[0] < 0.0


def test_exports_of_a_region_that_sells_nothing_stay_nothing() -> None:
    economy = world(1, 3, 1, openness=0.1)
    flows = economy.flows.copy()
    flows[1:, 0] = 0.0
    found = solve(replace(economy, flows=flows), economy.tariffs, off_diagonal(economy, 1.01))
    assert found.exports[0] == 0.0
    assert (found.exports[1:] < 0.0).all()


# No solution


def test_a_barrier_that_deficits_cannot_outlive_is_unsolved() -> None:
    economy = world(1, 3, 1)
    with pytest.raises(Unsolved, match=r"^the great wall: no equilibrium was found, as r0 would not earn"):
        solve(economy, economy.tariffs, off_diagonal(economy, 1e4), "the great wall")
    assert economy.deficit[0] == economy.deficit.min() < 0.0  # what it lends every year is more than it could earn
    # The same wall around the same regions is a solution where nothing is owed.
    even = without_deficits(economy)
    assert solve(even, even.tariffs, off_diagonal(even, 1e4)).welfare.max() < 0.0


def test_wages_that_run_away_are_unsolved() -> None:
    economy = world(1, 3, 1)
    with pytest.raises(Unsolved, match=r"^gift: no equilibrium was found \(wages run away\); the change may be too"):
        solve(economy, economy.tariffs, off_diagonal(economy, 1e-200), "gift")


def test_trade_that_stays_out_of_balance_is_unsolved() -> None:
    # Nearly all that is spent on imports is tariff there, and rounding errors of it are large beside trade.
    economy = world(4, 2, 1, elasticity=5.0)
    message = r"^wall: no equilibrium was found \(trade stays \d\.\de-\d\d of value added out of balance\)"
    with pytest.raises(Unsolved, match=message):
        solve(economy, off_diagonal(economy, 1e10) - 1.0, np.ones_like(economy.flows), "wall")


def test_unsolved_is_an_error_a_user_can_mend() -> None:
    economy = world(1, 3, 1)
    change = no_pact(economy.regions)
    with pytest.raises(SimError, match=r"^no-pact: no equilibrium") as caught:
        outcome(economy, change, 1e6)
    assert caught.value.exit_code == 1


# Changes


def test_a_lapsed_link_sets_tariffs_and_costs_in_both_directions_and_nowhere_else() -> None:
    economy = world(15, 4, 3, untraded=1)
    tariffs, costs = economy.tariffs.copy(), np.ones_like(economy.flows)
    for n, i in ((0, 2), (2, 0)):
        tariffs[n, i, :2] = economy.mfn[n, :2]
        tariffs[n, i, 2] = 0.0
        costs[n, i, :2] = 1.06
    expected = solve(economy, tariffs, costs)
    found = outcome(economy, Counterfactual("broken", (("r2", "r0"),)), 0.06)
    assert np.array_equal(found.welfare, expected.welfare)
    assert np.array_equal(found.flows, expected.flows)
    assert found.name == "broken"


def test_the_ready_made_changes_name_the_links_that_lapse() -> None:
    members = ("a", "b", "c")
    assert no_pact(members) == Counterfactual("no-pact", (("a", "b"), ("a", "c"), ("b", "c")))
    assert without("b", members) == Counterfactual("without-b", (("b", "a"), ("b", "c")))


def test_duties_are_set_after_links_have_lapsed() -> None:
    economy = world(16, 3, 3, untraded=1)
    link = (("r0", "r1"),)
    lapsed = outcome(economy, Counterfactual("x", link), 0.0)
    undone = [
        Duty(n, i, float(economy.tariffs[economy.region(n), economy.region(i), j]), f"s{j}")
        for n, i in (("r0", "r1"), ("r1", "r0"))
        for j in range(2)
    ]
    found = outcome(economy, Counterfactual("x", link, tuple(undone)), 0.0)
    assert np.abs(lapsed.welfare).max() > 1e-4
    assert np.abs(found.welfare).max() < 1e-12


def test_a_duty_without_a_sector_is_one_on_every_traded_sector() -> None:
    economy = world(17, 3, 3, untraded=1)
    whole = outcome(economy, Counterfactual("x", (), (Duty("r0", "r1", 0.3),)), 0.0)
    parts = outcome(economy, Counterfactual("x", (), tuple(Duty("r0", "r1", 0.3, s) for s in ("s0", "s1"))), 0.0)
    assert np.array_equal(whole.welfare, parts.welfare)
    one = outcome(economy, Counterfactual("x", (), (Duty("r0", "r1", 0.3, "s0"),)), 0.0)
    assert np.abs(one.welfare - whole.welfare).max() > 1e-5


def test_a_party_whose_tariffs_nobody_answers_pays_no_border_cost() -> None:
    economy = world(18, 4, 2)
    members = economy.regions[:3]
    found = [outcome(economy, unanswered(economy, "r1", members), cost).welfare for cost in (0.0, 0.2)]
    assert np.array_equal(found[0], found[1])
    tariffs = economy.tariffs.copy()
    tariffs[1, [0, 2]] = economy.mfn[1]
    assert np.array_equal(found[0], solve(economy, tariffs, np.ones_like(economy.flows)).welfare)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (Counterfactual("x", (("r0", "mars"),)), "has no region 'mars'; it has r0, r1, r2"),
        (without("mars", ("r0", "r1")), "has no region 'mars'"),
        (Counterfactual("x", (), (Duty("r0", "mars", 0.1),)), "has no region 'mars'"),
        (Counterfactual("x", (), (Duty("mars", "r0", 0.1),)), "has no region 'mars'"),
        (Counterfactual("x", (), (Duty("r0", "r1", 0.1, "wine"),)), "no traded sector 'wine'; it has s0, s1"),
        (Counterfactual("x", (), (Duty("r0", "r1", 0.1, "s2"),)), "no traded sector 's2'; it has s0, s1"),
        (Counterfactual("x", (("r0", "m" * 90),)), f"has no region '{'m' * 60}'; it has"),
    ],
)
def test_an_unknown_region_or_sector_is_named(change: Counterfactual, message: str) -> None:
    with pytest.raises(MissingName, match=f"^the economy world-1 .*{message}"):
        outcome(world(1, 3, 3, untraded=1), change, 0.04)


# The economy itself


def changed(values: Array, place: tuple[int, ...], value: float) -> Array:
    values = values.copy()
    values[place] = value
    return values


WORLD = world(1, 3, 2)
WRONG: list[tuple[dict[str, Any], str]] = [
    ({"flows": WORLD.flows[:, :2]}, r"flows has the shape \(3, 2, 2\); expected \(3, 3, 2\)"),
    ({"elasticity": WORLD.elasticity[:1]}, r"elasticity has the shape \(1,\); expected \(2,\)"),
    ({"gdp": WORLD.gdp[:, None]}, r"gdp has the shape \(3, 1\); expected \(3,\)"),
    ({"mfn": WORLD.mfn.T}, r"mfn has the shape \(2, 3\); expected \(3, 2\)"),
    ({"flows": changed(WORLD.flows, (0, 1, 0), -0.1)}, "flows must be finite and at least 0"),
    ({"tariffs": changed(WORLD.tariffs, (0, 1, 0), -0.1)}, "tariffs must be finite and at least 0"),
    ({"mfn": changed(WORLD.mfn, (2, 1), np.nan)}, "mfn must be finite and at least 0"),
    ({"inputs": changed(WORLD.inputs, (0, 1, 0), np.inf)}, "inputs must be finite and at least 0"),
    ({"elasticity": np.array([5.0, 0.0])}, "elasticity, gdp and value_added must be above 0"),
    ({"gdp": np.array([1.0, 0.0, 1.0])}, "elasticity, gdp and value_added must be above 0"),
    ({"value_added": changed(WORLD.value_added, (0, 0), 0.0)}, "elasticity, gdp and value_added must be above 0"),
    ({"value_added": WORLD.value_added * 1.001}, "value added and inputs must sum to 1 in every sector"),
    ({"inputs": WORLD.inputs * 0.999}, "value added and inputs must sum to 1 in every sector"),
    ({"flows": changed(WORLD.flows, (2, 2, 1), 0.0)}, "firms would use more s1 than r2 has; check its output"),
]


@pytest.mark.parametrize(("fields", "message"), WRONG)
def test_an_economy_that_cannot_be_is_refused(fields: dict[str, Any], message: str) -> None:
    with pytest.raises(SimError, match=f"^the economy world-1: {message}"):
        replace(WORLD, **fields)


def test_the_base_year_has_the_accounts_of_the_docstring() -> None:
    economy = world(19, 2, 2, tariff=0.2)
    paid = economy.flows * (1.0 + economy.tariffs)
    assert economy.spending == pytest.approx(paid.sum(axis=1))
    assert economy.trade_shares.sum(axis=1) == pytest.approx(np.ones((2, 2)))
    assert economy.final_shares.sum(axis=1) == pytest.approx(np.ones(2))
    assert economy.deficit.sum() == pytest.approx(0.0, abs=1e-12)
    assert economy.deficit[0] == pytest.approx(economy.flows[0, 1].sum() - economy.flows[1, 0].sum())
    # What a region earns is what it spends beyond inputs.
    inputs = np.einsum("nkj,nj->n", economy.inputs, economy.flows.sum(axis=0))
    assert economy.income == pytest.approx(economy.spending.sum(axis=1) - inputs)


def test_another_elasticity_keeps_the_proportions_of_the_sectors() -> None:
    economy = world(25, 3, 3, untraded=1)
    abroad = economy.flows.sum(axis=(0, 1)) - np.einsum("nnj->j", economy.flows)
    assert int(abroad.argmax()) == 1
    found = economy.with_elasticity(7.0)
    assert found.elasticity[1] == pytest.approx(7.0)
    assert found.elasticity / found.elasticity[0] == pytest.approx(economy.elasticity / economy.elasticity[0])
    assert np.array_equal(found.flows, economy.flows)
