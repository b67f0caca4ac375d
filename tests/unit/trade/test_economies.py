"""The economies that ship: their files name figures that exist, and accounts close.

Most tests are the contract of any economy. Those of one in particular name it.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Any

import numpy as np
import pytest

from sim.errors import MissingName, SimError
from sim.model.stakes import GREATEST_COST, GREATEST_ELASTICITY, LEAST_ELASTICITY
from sim.trade.economies import EconomyFile, economy_file, economy_names
from sim.trade.economy import Economy
from sim.trade.figures import trade_figures
from sim.trade.published import published_estimates, studies
from tests.unit.trade.worlds import balances

MEMBERS = ("us", "canada", "mexico")
WORDS = {"labels", "studies"}  # tables that hold names in words, not keys of figures
every_economy = pytest.mark.parametrize("name", economy_names())


def leaves(block: Any) -> Iterator[str]:
    """Return every word of a file below its tables of figures."""
    if isinstance(block, dict):
        for child in block.values():
            yield from leaves(child)
    else:
        yield block


def figure_keys(file: EconomyFile) -> set[str]:
    tables = {name: block for name, block in file.block.items() if isinstance(block, dict) and name not in WORDS}
    return set(leaves(tables))


def north_america(share: float | None = None) -> Economy:
    return economy_file("nafta-2016").economy({} if share is None else {"canada": share}, MEMBERS)


# Any economy


def test_one_economy_ships_at_least() -> None:
    assert economy_names()
    assert list(economy_names()) == sorted(set(economy_names()))


@every_economy
def test_an_economy_is_called_something_and_so_are_its_regions(name: str) -> None:
    file = economy_file(name)
    assert file.name == name
    assert file.title
    assert file.unit
    assert len({file.label(region) for region in file.regions}) == len(file.regions) >= 2
    assert file.rest is None or file.rest in file.regions


@every_economy
def test_every_key_of_an_economy_is_a_figure(name: str) -> None:
    file = economy_file(name)
    used = [figure.key for figure in file.figures]
    assert len(used) == len(set(used))
    assert set(used) == figure_keys(file) <= trade_figures().keys()


@every_economy
def test_unverified_are_exactly_the_figures_marked_so(name: str) -> None:
    file = economy_file(name)
    marked = {key for key in figure_keys(file) if trade_figures()[key].confidence == "unverified"}
    assert {figure.key for figure in file.unverified} == marked


@every_economy
def test_studies_of_an_economy_are_those_of_its_pact_and_its_regions(name: str) -> None:
    file = economy_file(name)
    found = studies(file)
    assert set(file.studied) <= {study.counterfactual for study in published_estimates()}
    assert [study for study in published_estimates() if study in found] == list(found)
    assert {study.counterfactual for study in found} == set(file.studied)
    assert {study.region for study in found} <= set(file.regions)
    assert not studies(EconomyFile(name, {**file.block, "studies": {}}))


@every_economy
def test_the_hash_of_an_economy_moves_with_every_figure_and_with_nothing_published(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = economy_file(name)
    seen = {file.sha256}
    assert EconomyFile(name, {**file.block, "studies": {}}).sha256 in seen
    for figure in file.figures:
        edited = {**trade_figures(), figure.key: figure._replace(value=figure.value + 1e-9)}
        monkeypatch.setattr("sim.trade.economies.trade_figures", lambda figures=edited: figures)
        seen.add(file.sha256)
    assert len(seen) == 1 + len(file.figures)
    monkeypatch.undo()
    assert EconomyFile(name, {**file.block, "title": "Another"}).sha256 not in seen


@every_economy
def test_money_is_in_the_unit_of_the_economy(name: str) -> None:
    file = economy_file(name)
    money = {figure.unit for figure in file.figures if "US$" in figure.unit}
    assert money == {file.unit}


@every_economy
def test_the_accounts_of_an_economy_close(name: str) -> None:
    file = economy_file(name)
    economy = file.economy()
    block = file.block
    assert economy.name == name
    assert (economy.regions, economy.sectors) == (file.regions, tuple(block["sectors"]))
    assert economy.gdp.tolist() == [file.gdp(region) for region in file.regions]
    # Sales of a region over all buyers are its output, and the world neither lends nor borrows.
    output = [file.gdp(region) * trade_figures()[block["output_per_gdp"][region]].value for region in economy.regions]
    assert economy.flows.sum(axis=(0, 2)) == pytest.approx(np.array(output), rel=1e-12)
    assert abs(economy.deficit.sum()) < 1e-9 * economy.gdp.sum()
    assert balances(economy.flows) == pytest.approx(-economy.deficit)
    assert (economy.flows >= 0.0).all()
    assert (np.diagonal(economy.flows) > 0.0).all()
    assert np.array_equal(economy.traded, [sector in block["flows"] for sector in economy.sectors])
    assert (economy.elasticity == file.elasticity).all()


@every_economy
def test_totals_of_an_economy_are_those_of_its_figures(name: str) -> None:
    file = economy_file(name)
    economy = file.economy()
    abroad = ~np.eye(len(economy.regions), dtype=bool)
    for way, axis in (("exports", 0), ("imports", 1)):
        for sector, totals in file.block[way].items():
            j = economy.sectors.index(sector)
            found = np.where(abroad, economy.flows[:, :, j], 0.0).sum(axis=axis)
            expected = {region: trade_figures()[key].value for region, key in totals.items()}
            assert {region: found[economy.region(region)] for region in totals} == pytest.approx(expected, rel=1e-12)
    for sector, sellers in file.block["flows"].items():
        for seller, buyers in sellers.items():
            for buyer, key in buyers.items():
                n, i, j = economy.region(buyer), economy.region(seller), economy.sectors.index(sector)
                assert economy.flows[n, i, j] == trade_figures()[key].value


@every_economy
def test_border_costs_and_elasticity_are_where_losses_are_fitted(name: str) -> None:
    file = economy_file(name)
    costs = file.border_cost
    assert 0.0 <= costs.low < costs.central < costs.high <= GREATEST_COST
    assert LEAST_ELASTICITY <= file.elasticity <= GREATEST_ELASTICITY


@every_economy
def test_a_region_that_is_not_there_has_no_gdp(name: str) -> None:
    with pytest.raises(SimError, match=f"^the economy {name} has no gdp.atlantis$"):
        economy_file(name).gdp("atlantis")


@pytest.mark.parametrize("name", ["nafta-1994", "../../pyproject", "", "n" * 500])
def test_an_economy_that_does_not_ship_is_named_with_those_that_do(name: str) -> None:
    with pytest.raises(MissingName) as caught:
        economy_file(name)
    assert str(caught.value) == f"there is no economy {name[:60]!r}; there is {', '.join(economy_names())}"


@pytest.mark.parametrize(
    ("path", "message"),
    [
        (("gdp", "canada"), "there is no figure 'gdp_of_nowhere' for gdp.canada"),
        (("inputs", "goods", "goods"), "there is no figure 'gdp_of_nowhere' for inputs.goods.goods"),
    ],
)
def test_a_key_that_is_no_figure_is_named_with_its_place(path: tuple[str, ...], message: str) -> None:
    file = EconomyFile("torn", replaced(economy_file("nafta-2016").block, path, "gdp_of_nowhere"))
    with pytest.raises(SimError, match=f"^the economy torn: {message}$"):
        file.economy()
    with pytest.raises(SimError, match=r"^the economy torn names a figure that does not exist: 'gdp_of_nowhere'$"):
        _ = file.figures


def test_a_figure_that_is_used_twice_is_listed_once() -> None:
    file = economy_file("nafta-2016")
    twice = EconomyFile("twice", replaced(file.block, ("gdp", "mexico"), "gdp_us_2016"))
    assert [figure.key for figure in twice.figures].count("gdp_us_2016") == 1
    assert len(twice.figures) == len(file.figures) - 1


def test_a_table_that_is_missing_is_named() -> None:
    block = {name: table for name, table in economy_file("nafta-2016").block.items() if name != "elasticity"}
    with pytest.raises(SimError, match=r"^the economy torn has no elasticity.central$"):
        EconomyFile("torn", block).economy()


def replaced(block: Any, path: tuple[str, ...], key: str) -> Any:
    """Return a block with another key at a path."""
    first, *rest = path
    return {**block, first: replaced(block[first], tuple(rest), key) if rest else key}


# North America


def test_north_america_has_the_tariffs_of_its_figures() -> None:
    economy = north_america()
    us, canada, mexico, rest = (economy.region(region) for region in (*MEMBERS, "rest"))
    goods, services = (economy.sectors.index(sector) for sector in ("goods", "services"))
    inside = np.ix_([us, canada, mexico], [us, canada, mexico])
    assert not economy.tariffs[inside].any()
    assert not economy.tariffs[:, :, services].any()
    assert economy.tariffs[[us, canada, mexico], rest, goods].tolist() == [0.024, 0.025, 0.03]
    assert economy.tariffs[rest, [us, canada, mexico], goods].tolist() == [0.04] * 3
    assert economy.tariffs[rest, rest, goods] == 0.0
    assert economy.mfn[[us, canada, mexico, rest], goods].tolist() == [0.035, 0.041, 0.07, 0.0]


def test_the_rest_of_the_world_is_the_world_less_the_members() -> None:
    file = economy_file("nafta-2016")
    figures = trade_figures()
    members = sum(figures[f"gdp_{region}_2016"].value for region in MEMBERS)
    assert file.gdp("rest") == pytest.approx(figures["gdp_world_2016"].value - members)
    assert file.gdp("rest") == pytest.approx(55142.889)


def test_the_main_partner_of_the_others_is_the_united_states() -> None:
    file = economy_file("nafta-2016")
    partners = {region: file.main_partner(region, MEMBERS) for region in MEMBERS}
    assert partners == {"us": "canada", "canada": "us", "mexico": "us"}
    # Among fewer members it is another one, in whatever order they are named.
    assert file.main_partner("canada", ("mexico", "canada")) == "mexico"
    assert file.main_partner("mexico", MEMBERS[::-1]) == "us"
    shares = {region: file.export_share(region, MEMBERS) for region in ("canada", "mexico")}
    assert shares == pytest.approx({"canada": 0.71299, "mexico": 0.78621}, abs=5e-6)


def test_the_first_year_costs_what_its_figures_say_and_nothing_elsewhere() -> None:
    file = economy_file("nafta-2016")
    found = {region: file.transition(region) for region in file.regions}
    assert found == {"us": 0.005, "canada": 0.005, "mexico": 0.009, "rest": 0.0}


def test_another_export_share_moves_four_flows_and_no_total() -> None:
    before, after = north_america(), north_america(0.75)
    us, canada, rest = (before.region(region) for region in ("us", "canada", "rest"))
    moved = after.flows - before.flows
    more = 0.75 * trade_figures()["exports_canada"].value - trade_figures()["goods_canada_us"].value
    # What Canada sells to the US instead of the rest, the US no longer buys from the rest, which keeps it.
    expected = np.zeros_like(moved[:, :, 0])
    expected[us, canada] = expected[rest, rest] = more
    expected[rest, canada] = expected[us, rest] = -more
    assert more > 10.0
    assert moved[:, :, 0] == pytest.approx(expected, abs=1e-9)
    assert not moved[:, :, 1].any()
    untouched = expected == 0.0
    assert not moved[:, :, 0][untouched & ~np.eye(4, dtype=bool)].any()
    # Exports and imports of every member stay; those of the rest fall by the same, so that no deficit moves.
    own = np.arange(4)
    for axis in (0, 1):
        totals = moved.sum(axis=(axis, 2)) - moved[own, own].sum(axis=1)
        assert totals == pytest.approx([-more if n == rest else 0.0 for n in range(4)], abs=1e-9)
    assert after.deficit == pytest.approx(before.deficit, abs=1e-8)
    for name in ("tariffs", "value_added", "inputs", "elasticity", "mfn", "gdp"):
        assert np.array_equal(getattr(after, name), getattr(before, name)), name


def test_an_export_share_is_the_share_that_was_asked_for() -> None:
    for share in (0.5, 0.71299, 0.95):
        economy = north_america(share)
        us, canada = economy.region("us"), economy.region("canada")
        abroad = economy.flows[:, canada].sum() - economy.flows[canada, canada].sum()
        assert economy.flows[us, canada].sum() / abroad == pytest.approx(share, rel=1e-12)


def test_its_own_share_leaves_the_economy_as_it_is() -> None:
    share = economy_file("nafta-2016").export_share("canada", MEMBERS)
    assert north_america(share).flows == pytest.approx(north_america().flows, rel=1e-12)


def test_two_shares_are_set_at_once_and_do_not_disturb_each_other() -> None:
    file = economy_file("nafta-2016")
    both = file.economy({"canada": 0.75, "mexico": 0.8}, MEMBERS).flows
    alone = [file.economy({region: share}, MEMBERS).flows for region, share in (("canada", 0.75), ("mexico", 0.8))]
    base = file.economy().flows
    assert both - base == pytest.approx((alone[0] - base) + (alone[1] - base), abs=1e-9)


# Canada sells 1.5% to Mexico, so that 98.5% are left; of what Canada buys, 122 bn come from others than the US.
@pytest.mark.parametrize(
    ("shares", "seller", "buyer"),
    [
        ({"canada": 0.986}, "canada", "rest"),
        ({"canada": 1.2}, "canada", "rest"),
        ({"canada": -0.1}, "canada", "us"),
        ({"us": 0.5}, "rest", "canada"),
    ],
)
def test_an_export_share_that_cannot_be_is_refused(shares: dict[str, float], seller: str, buyer: str) -> None:
    message = f"no room for this: {seller} would have less than nothing left to sell to {buyer}$"
    with pytest.raises(SimError, match=f"^the economy nafta-2016 has {message}"):
        economy_file("nafta-2016").economy(shares, MEMBERS)


def test_an_export_share_may_leave_nearly_nothing_for_the_rest() -> None:
    economy = north_america(0.9849)
    rest, canada = economy.region("rest"), economy.region("canada")
    assert 0.0 < economy.flows[rest, canada].sum() < 0.1


@pytest.mark.parametrize("region", ["rest", "atlantis"])
def test_a_region_without_a_total_of_exports_has_no_share_of_them(region: str) -> None:
    with pytest.raises(SimError, match=f"^the economy nafta-2016 has no exports.goods.{region}$"):
        economy_file("nafta-2016").economy({region: 0.5}, MEMBERS)


def test_members_buy_from_each_other_what_sellers_sell() -> None:
    # The economy has (importer, exporter), the file (exporter, importer): a swap would show in the deficits.
    economy = north_america()
    deficits = {
        (first, second): economy.flows[economy.region(first), economy.region(second)].sum()
        - economy.flows[economy.region(second), economy.region(first)].sum()
        for first, second in combinations(MEMBERS, 2)
    }
    assert deficits["us", "mexico"] == pytest.approx(64.3)
    assert deficits["us", "canada"] == pytest.approx(12.1)
    assert deficits["canada", "mexico"] == pytest.approx(13.950135)
