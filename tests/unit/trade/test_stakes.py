"""What each member loses when another leaves: fitted losses are the solved ones, and they are kept."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from importlib import import_module
from itertools import product
from pathlib import Path

import numpy as np
import pytest

import sim
from sim.errors import SimError
from sim.model.stakes import GREATEST_COST, GREATEST_ELASTICITY, LEAST_ELASTICITY, PIVOT
from sim.model.state import BEND
from sim.trade.counterfactuals import outcome, without
from sim.trade.economies import EconomyFile, economy_file
from sim.trade.economy import Array, Economy
from sim.trade.figures import TradeFigure, trade_figures
from sim.trade.stakes import Stakes, fit, solved_losses, stakes_of

MODULE = import_module("sim.trade.stakes")
HOUSE = Path(sim.__file__).parent
MEMBERS = ("us", "canada", "mexico")
SHARES: dict[str, dict[str, float]] = {"own": {}, "95": {"canada": 0.95}}
# Bounds, and nodes that are none of Chebyshev's.
COSTS = np.linspace(0.0, GREATEST_COST, 7)
ELASTICITIES = np.linspace(LEAST_ELASTICITY, GREATEST_ELASTICITY, 7)
OFF_DIAGONAL = [(k, i) for k, i in product(range(3), repeat=2) if k != i]


@pytest.fixture(autouse=True)
def cache_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "cache"
    monkeypatch.setenv("SIM_CACHE_DIR", str(folder))
    return folder


def north_america() -> EconomyFile:
    return economy_file("nafta-2016")


def refused(_economy: Economy, _members: object, _border_cost: float, _elasticity: float) -> Array:
    raise AssertionError("solved once more")


def cheap(economy: Economy, _members: object, border_cost: float, elasticity: float) -> Array:
    """Stand in for what is solved: another number for every economy, cost and elasticity."""
    return np.full((3, 3), economy.gdp[0] * border_cost / elasticity)


# Losses


@pytest.mark.parametrize("name", SHARES)
def test_fitted_losses_are_the_solved_ones_at_every_link(name: str) -> None:
    found = stakes_of(north_america(), MEMBERS, SHARES[name])
    economy = north_america().economy(SHARES[name], MEMBERS)
    grid = list(product(COSTS, ELASTICITIES))
    solved = np.array([solved_losses(economy, MEMBERS, cost, elasticity) for cost, elasticity in grid])
    fitted = np.array([found.losses(cost, elasticity) for cost, elasticity in grid])
    assert np.abs(fitted - solved).max() < 1e-4
    for k, i in OFF_DIAGONAL:
        missed = ((fitted[:, k, i] - solved[:, k, i]) ** 2).sum()
        spread = ((solved[:, k, i] - solved[:, k, i].mean()) ** 2).sum()
        assert 1.0 - missed / spread > 0.999, (MEMBERS[k], MEMBERS[i])
    assert not fitted[:, range(3), range(3)].any()


def test_losses_of_many_costs_and_elasticities_are_those_of_each() -> None:
    found = stakes_of(north_america(), MEMBERS, {})
    costs, elasticities = np.array([0.0, 0.04, 0.25, 0.1]), np.array([2.0, 5.0, 12.0, 3.3])
    together = found.losses(costs, elasticities)
    assert together.shape == (3, 3, 4)
    for n, (cost, elasticity) in enumerate(zip(costs.tolist(), elasticities.tolist(), strict=True)):
        assert together[:, :, n] == pytest.approx(found.losses(cost, elasticity), rel=0.0, abs=1e-15)


def test_a_loss_is_what_the_counterfactual_of_that_exit_says() -> None:
    economy = north_america().economy({}, MEMBERS)
    found = solved_losses(economy, MEMBERS, 0.04, 5.0)
    for k, i in OFF_DIAGONAL:
        left = outcome(economy, without(MEMBERS[i], MEMBERS), 0.04)
        n = economy.region(MEMBERS[k])
        assert found[k, i] == pytest.approx(-left.gain[n] / economy.gdp[n], rel=1e-12)
    assert np.diagonal(found).tolist() == [0.0] * 3
    # Canada and Mexico lose most when the United States leaves, by a factor of about ten.
    assert 0.008 < found[1, 0] < 0.010
    assert 0.011 < found[2, 0] < 0.013
    assert 0.0 < found[0, 1:].max() < 0.001


def test_losses_follow_the_order_of_the_members_and_not_that_of_the_economy() -> None:
    economy = north_america().economy({}, MEMBERS)
    order = [2, 0, 1]
    members = [MEMBERS[k] for k in order]
    expected = solved_losses(economy, MEMBERS, 0.06, 4.0)[np.ix_(order, order)]
    assert solved_losses(economy, members, 0.06, 4.0) == pytest.approx(expected, abs=1e-12)
    turned = stakes_of(north_america(), members, {})
    straight = stakes_of(north_america(), MEMBERS, {})
    assert turned.members == tuple(members)
    assert turned.losses(0.06, 4.0) == pytest.approx(straight.losses(0.06, 4.0)[np.ix_(order, order)], abs=1e-7)


def test_losses_are_those_of_the_elasticity_that_is_asked_for() -> None:
    economy = north_america().economy({}, MEMBERS)
    other = replace(economy, elasticity=np.full(2, 3.0))
    assert np.array_equal(solved_losses(economy, MEMBERS, 0.04, 3.0), solved_losses(other, MEMBERS, 0.04, 3.0))
    assert np.array_equal(solved_losses(other, MEMBERS, 0.04, 8.0), solved_losses(economy, MEMBERS, 0.04, 8.0))


def test_a_share_of_exports_moves_what_canada_loses() -> None:
    found = {share: stakes_of(north_america(), MEMBERS, {"canada": share}).losses(0.04, 5.0) for share in (0.65, 0.85)}
    assert found[0.85][1, 0] - found[0.65][1, 0] > 0.001
    assert abs(found[0.85][2, 0] - found[0.65][2, 0]) < 0.0001


def test_an_economy_that_cannot_be_has_no_stakes() -> None:
    with pytest.raises(
        SimError, match=r"^the economy nafta-2016 has no room for this: canada would have less than nothing"
    ):
        stakes_of(north_america(), MEMBERS, {"canada": 0.99})


# The polynomial


def scaled(cost: float, elasticity: float) -> tuple[float, float]:
    return cost / GREATEST_COST, (elasticity - PIVOT) / (elasticity + PIVOT)


def test_a_polynomial_is_found_again() -> None:
    wanted = np.random.default_rng(3).uniform(-1.0, 1.0, (2, 2, *BEND))

    def losses(cost: float, elasticity: float) -> Array:
        x, y = scaled(cost, elasticity)
        powers = x ** np.arange(BEND[0])[:, None] * y ** np.arange(BEND[1])
        return np.asarray((wanted * powers).sum(axis=(2, 3)))

    found = Stakes(("a", "b"), fit(losses))
    # Losses are rounded in the eighth decimal, and high powers of the elasticity are small numbers.
    assert found.coefficients == pytest.approx(wanted, abs=1e-3)
    for cost, elasticity in product((0.0, 0.1, 0.25), (2.0, 5.0, 12.0)):
        assert found.losses(cost, elasticity) == pytest.approx(losses(cost, elasticity), abs=1e-7)


def test_the_grid_stays_between_the_bounds() -> None:
    asked: list[tuple[float, float]] = []

    def losses(cost: float, elasticity: float) -> Array:
        asked.append((cost, elasticity))
        return np.zeros((1, 1))

    assert not fit(losses).any()
    assert len(set(asked)) == BEND[0] * BEND[1]
    assert all(0.0 < cost < GREATEST_COST for cost, _ in asked)
    assert all(LEAST_ELASTICITY < elasticity < GREATEST_ELASTICITY for _, elasticity in asked)


def test_coefficients_repeat_bit_for_bit(cache_folder: Path) -> None:
    first = stakes_of(north_america(), MEMBERS, {})
    shutil.rmtree(cache_folder)
    again = stakes_of(north_america(), MEMBERS, {})
    assert again.coefficients.tobytes() == first.coefficients.tobytes()
    assert again.coefficients.shape == (3, 3, *BEND)


def test_coefficients_do_not_move_with_the_last_digits_of_a_library() -> None:
    economy = north_america().economy({}, MEMBERS)
    noise = np.random.default_rng(5)

    def elsewhere(cost: float, elasticity: float) -> Array:
        return solved_losses(economy, MEMBERS, cost, elasticity) + noise.uniform(-1e-14, 1e-14, (3, 3))

    here = stakes_of(north_america(), MEMBERS, {}).coefficients
    assert fit(elsewhere).tobytes() == here.tobytes()


# What is kept


def test_losses_are_solved_once(cache_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = stakes_of(north_america(), MEMBERS, {"canada": 0.75})
    assert [path.name.startswith("stakes-") for path in cache_folder.iterdir()] == [True]
    monkeypatch.setattr(MODULE, "solved_losses", refused)
    again = stakes_of(north_america(), MEMBERS, {"canada": 0.75})
    assert again.members == first.members == MEMBERS
    assert again.coefficients.tobytes() == first.coefficients.tobytes()
    with pytest.raises(AssertionError, match="solved once more"):
        stakes_of(north_america(), MEMBERS, {"canada": 0.76})


def half(content: bytes) -> bytes:
    return content[: len(content) // 2]


def turned(content: bytes) -> bytes:
    # One digit in the last number: it would still be read as numbers.
    at = max(k for k, byte in enumerate(content) if byte in b"12345678")
    return content[:at] + bytes([content[at] + 1]) + content[at + 1 :]


def emptied(_content: bytes) -> bytes:
    return b""


def unsealed(content: bytes) -> bytes:
    return content.partition(b"\n")[2]


@pytest.mark.parametrize("damage", [half, turned, emptied, unsealed])
def test_a_damaged_file_is_solved_anew(
    cache_folder: Path, monkeypatch: pytest.MonkeyPatch, damage: Callable[[bytes], bytes]
) -> None:
    monkeypatch.setattr(MODULE, "solved_losses", cheap)
    first = stakes_of(north_america(), MEMBERS, {})
    (path,) = cache_folder.iterdir()
    whole = path.read_bytes()
    path.write_bytes(damage(whole))
    assert path.read_bytes() != whole
    again = stakes_of(north_america(), MEMBERS, {})
    assert again.coefficients.tobytes() == first.coefficients.tobytes()
    assert path.read_bytes() == whole


def edited(key: str) -> Mapping[str, TradeFigure]:
    """Return all figures, one of them by a thousandth greater."""
    figures = dict(trade_figures())
    return figures | {key: figures[key]._replace(value=figures[key].value * 1.001)}


def test_an_edit_of_any_figure_of_the_economy_is_solved_anew(
    cache_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(MODULE, "solved_losses", cheap)
    file = north_america()
    stakes_of(file, MEMBERS, {})
    known = set(cache_folder.iterdir())
    assert len(known) == 1
    unnoticed = set()
    for figure in file.figures:
        monkeypatch.setattr("sim.trade.economies.trade_figures", lambda key=figure.key: edited(key))
        stakes_of(file, MEMBERS, {})
        if set(cache_folder.iterdir()) == known:
            unnoticed.add(figure.key)
        known = set(cache_folder.iterdir())
    # Border costs are where losses are looked up, and the first year comes on top: no loss is made of them.
    free = {*file.block["border_cost"].values(), *file.block["transition"].values()}
    assert unnoticed == free
    assert len(known) == 1 + len(file.figures) - len(free)


def test_members_and_shares_have_files_of_their_own(cache_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(MODULE, "solved_losses", cheap)
    for count, (members, shares) in enumerate(
        [(MEMBERS, {}), (MEMBERS[::-1], {}), (MEMBERS, {"canada": 0.75}), (MEMBERS, {"canada": 0.7500001})], 1
    ):
        stakes_of(north_america(), members, shares)
        assert len(list(cache_folder.iterdir())) == count
    stakes_of(north_america(), MEMBERS, {})
    assert len(list(cache_folder.iterdir())) == 4


# SciPy takes longer to load than stakes take to read.
PROBE = """
import sys
import sim.trade
found = sim.trade.stakes_of(sim.trade.economy_file("nafta-2016"), ("us", "canada", "mexico"), {})
loaded = [name for name in sys.modules if name.partition(".")[0] == "scipy"]
print(found.coefficients.tobytes().hex(), len(loaded), "sim.trade.equilibrium" in sys.modules)
"""


def probe(folder: Path, cache_folder: Path) -> list[str]:
    """Ask a new process, which reads the sources in a folder, for stakes; return what it prints."""
    settings = os.environ | {"PYTHONPATH": str(folder), "SIM_CACHE_DIR": str(cache_folder)}
    command = [sys.executable, "-c", PROBE]
    done = subprocess.run(command, env=settings, cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout.split()


def test_reading_what_is_kept_loads_no_scipy_and_an_edit_of_a_rule_solves_anew(
    cache_folder: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "copy"
    shutil.copytree(HOUSE, folder / "sim", ignore=shutil.ignore_patterns("__pycache__"))
    made = probe(folder, cache_folder)
    assert int(made[1]) > 0  # SciPy solved them, so a later 0 says something
    assert made[2] == "True"
    read = probe(folder, cache_folder)
    assert read == [made[0], "0", "False"]
    rules = folder / "sim" / "trade" / "equilibrium.py"
    rules.write_text(rules.read_text(encoding="utf-8") + "# edited\n", encoding="utf-8")
    assert probe(folder, cache_folder)[2] == "True"
    assert len(list(cache_folder.glob("stakes-*.json"))) == 2
