"""The economies that ship: one file each, which names the figures that an economy is made of."""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from sim.errors import MissingName, SimError
from sim.trade.economy import Array, Economy
from sim.trade.figures import TradeFigure, trade_figures

_FOLDER = Path(__file__).resolve().parent / "economies"
_Block = Mapping[str, Any]
# What a file says that is no key of a figure.
_WORDS = {"studies", "title", "unit", "regions", "sectors", "rest", "labels"}


class BorderCost(NamedTuple):
    """What trade across a lapsed link costs beyond tariffs: low, central and high, shares of the value shipped."""

    low: float
    central: float
    high: float


@dataclass(frozen=True, eq=False)
class EconomyFile:
    """An economy as its file has it: figures by key, not yet put together."""

    name: str
    block: _Block

    @property
    def title(self) -> str:
        """Return what the economy is called."""
        return str(self.block["title"])

    @property
    def unit(self) -> str:
        """Return the unit of its money."""
        return str(self.block["unit"])

    @property
    def regions(self) -> tuple[str, ...]:
        """Return the ids of its regions."""
        return tuple(self.block["regions"])

    @property
    def rest(self) -> str | None:
        """Return the region that stands for the rest of the world, if there is one."""
        return self.block.get("rest")

    @property
    def figures(self) -> tuple[TradeFigure, ...]:
        """Return every figure that is used, once, in the order of the file."""
        found = trade_figures()
        keys = (key for name, block in self.block.items() if name not in _WORDS for key in _leaves(block))
        try:
            return tuple(found[key] for key in dict.fromkeys(keys))
        except KeyError as error:
            raise SimError(f"the economy {self.name} names a figure that does not exist: {error}") from error

    @property
    def studied(self) -> dict[str, str]:
        """Return which counterfactuals of the published studies are about its pact, with their names in words."""
        return dict(self.block.get("studies", {}))

    @property
    def sha256(self) -> str:
        """Return a hash of how it is put together and of every figure in it."""
        content = [
            {key: self.block[key] for key in self.block if key != "studies"},
            [(figure.key, figure.value, figure.unit) for figure in self.figures],
        ]
        return hashlib.sha256(json.dumps(content).encode()).hexdigest()

    @property
    def unverified(self) -> tuple[TradeFigure, ...]:
        """Return the figures for which no source is at hand."""
        return tuple(figure for figure in self.figures if figure.confidence == "unverified")

    @property
    def elasticity(self) -> float:
        """Return the central trade elasticity."""
        return self._number("elasticity", "central")

    @property
    def border_cost(self) -> BorderCost:
        """Return the low, the central and the high border cost."""
        return BorderCost(*(self._number("border_cost", level) for level in ("low", "central", "high")))

    def gdp(self, region: str) -> float:
        """Return a region's GDP, in the economy's unit."""
        if region != self.rest:
            return self._number("gdp", region)
        others = [self._number("gdp", other) for other in self.regions if other != region]
        return self._number("gdp", "world") - sum(others)

    def transition(self, region: str) -> float:
        """Return what the first year after the pact's end costs a region on top, a share of its output."""
        return -self._number("transition", region) if region in self.block.get("transition", {}) else 0.0

    def label(self, region: str) -> str:
        """Return what a region is called."""
        return str(self.block["labels"][region])

    def main_partner(self, region: str, members: Sequence[str]) -> str:
        """Return the member that buys most of what a region sells to the members."""
        sold = {
            other: sum(self._flow(sector, region, other) for sector in self._traded())
            for other in members
            if other != region
        }
        return max(sold, key=lambda other: sold[other])

    def export_share(self, region: str, members: Sequence[str]) -> float:
        """Return the share of a region's exports that its main partner among the members buys."""
        partner = self.main_partner(region, members)
        sold = sum(self._flow(sector, region, partner) for sector in self._traded())
        return sold / sum(self._number("exports", sector, region) for sector in self._traded())

    def economy(self, export_shares: Mapping[str, float] | None = None, members: Sequence[str] = ()) -> Economy:
        """Put the economy together.

        `export_shares` sets the share of a region's exports that its main partner among `members` buys (by default
        all but the rest); what is moved comes from, or goes to, the rest of the world, and the members' totals stay.
        Raises SimError where that leaves no trade with the rest, or where figures do not fit together.
        """
        members = members or [region for region in self.regions if region != self.rest]
        sectors = tuple(self.block["sectors"])
        n = len(self.regions)
        gdp = np.array([self.gdp(region) for region in self.regions])
        output = gdp * [self._number("output_per_gdp", region) for region in self.regions]
        split = self._split(sectors)
        flows = np.zeros((n, n, len(sectors)))
        for j, sector in enumerate(sectors):
            if sector in self._traded():
                flows[:, :, j] = self._trade(sector, export_shares or {}, members)
            np.fill_diagonal(flows[:, :, j], output * split[:, j] - flows[:, :, j].sum(axis=0))
        if np.any(flows < 0.0):
            buyer, seller, _ = np.unravel_index(np.argmin(flows), flows.shape)
            raise SimError(
                f"the economy {self.name} has no room for this: {self.regions[seller]} would have less than nothing"
                f" left to sell to {self.regions[buyer]}"
            )
        value_added = np.tile([self._number("value_added", sector) for sector in sectors], (n, 1))
        return Economy(
            name=self.name,
            regions=self.regions,
            sectors=sectors,
            flows=flows,
            tariffs=self._tariffs(sectors),
            value_added=value_added,
            inputs=self._inputs(sectors, value_added),
            elasticity=np.full(len(sectors), self.elasticity),
            mfn=self._by_region("mfn", sectors),
            gdp=gdp,
        )

    def _number(self, *path: str) -> float:
        found: Any = self.block
        for step in path:
            if step not in found:
                raise SimError(f"the economy {self.name} has no {'.'.join(path)}")
            found = found[step]
        figures = trade_figures()
        if found not in figures:
            raise SimError(f"the economy {self.name}: there is no figure {found!r} for {'.'.join(path)}")
        return figures[found].share

    def _traded(self) -> tuple[str, ...]:
        return tuple(self.block["flows"])

    def _flow(self, sector: str, exporter: str, importer: str) -> float:
        sold = self.block["flows"][sector].get(exporter, {})
        return self._number("flows", sector, exporter, importer) if importer in sold else 0.0

    def _trade(self, sector: str, shares: Mapping[str, float], members: Sequence[str]) -> Array:
        """Return the flows of a sector, (importer, exporter), with nothing on the diagonal."""
        regions, rest = self.regions, self.rest
        flows = np.array([[self._flow(sector, seller, buyer) for seller in regions] for buyer in regions])
        for region, share in shares.items():
            buyer = regions.index(self.main_partner(region, members))
            flows[buyer, regions.index(region)] = share * self._number("exports", sector, region)
        if rest is not None:
            last = regions.index(rest)
            for k, region in enumerate(regions):
                if k != last:
                    flows[last, k] = self._number("exports", sector, region) - flows[:, k].sum()
                    flows[k, last] = self._number("imports", sector, region) - flows[k, :].sum()
        return flows

    def _split(self, sectors: Sequence[str]) -> Array:
        shares = np.zeros((len(self.regions), len(sectors)))
        for j, sector in enumerate(sectors[:-1]):
            shares[:, j] = [self._number("share_of_output", sector, region) for region in self.regions]
        shares[:, -1] = 1.0 - shares.sum(axis=1)
        return shares

    def _inputs(self, sectors: Sequence[str], value_added: Array) -> Array:
        shares = np.zeros((len(sectors), len(sectors)))
        for j, sector in enumerate(sectors):
            shares[:-1, j] = [self._number("inputs", sector, source) for source in sectors[:-1]]
        shares[-1] = 1.0 - shares.sum(axis=0)
        return (1.0 - value_added)[:, None, :] * shares[None, :, :]

    def _tariffs(self, sectors: Sequence[str]) -> Array:
        n = len(self.regions)
        tariffs = np.zeros((n, n, len(sectors)))
        if self.rest is not None:
            last = self.regions.index(self.rest)
            rates = self._by_region("tariffs", sectors)
            others = [k for k in range(n) if k != last]
            tariffs[others, last] = rates[others]
            tariffs[last, others] = rates[last]
        return tariffs

    def _by_region(self, name: str, sectors: Sequence[str]) -> Array:
        found = np.zeros((len(self.regions), len(sectors)))
        for sector, rates in self.block.get(name, {}).items():
            for region in rates:
                found[self.regions.index(region), sectors.index(sector)] = self._number(name, sector, region)
        return found


def economy_names() -> tuple[str, ...]:
    """Return the names of the economies that ship."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.toml")))


@cache
def economy_file(name: str) -> EconomyFile:
    """Return the economy of that name; raises MissingName where there is none."""
    if name not in economy_names():
        raise MissingName(f"there is no economy {name[:60]!r}; there is {', '.join(economy_names())}")
    with (_FOLDER / f"{name}.toml").open("rb") as file:
        return EconomyFile(name, tomllib.load(file))


def _leaves(block: Any) -> Iterator[str]:
    if isinstance(block, dict):
        for child in block.values():
            yield from _leaves(child)
    else:
        yield str(block)
