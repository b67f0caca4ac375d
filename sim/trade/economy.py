"""Trade and production of one base year, in the shares that exact hat algebra works with.

Arrays run over (importer, exporter, sector) unless a docstring says otherwise; own sales stand on the diagonal.
Money is in the unit of the data, rates and shares are plain numbers (0.05 is 5%).

Notation and accounting follow Caliendo and Parro (2015), "Estimates of the Trade and Welfare Effects of NAFTA",
Review of Economic Studies 82.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from sim.errors import MissingName, SimError

Array: TypeAlias = NDArray[np.float64]

_ROUNDING = 1e-9  # what a sum of shares, or a final demand as a share of expenditure, may be off


@dataclass(frozen=True, eq=False)
class Economy:
    """An economy of N regions and J sectors in its base year, and what follows from it.

    flows: sales before tariffs, (importer, exporter, sector). tariffs: ad valorem, same shape.
    value_added: share of value added in output, (region, sector). inputs: cost share of inputs from each sector,
    (region, from sector, in sector); with the share of value added they sum to one. elasticity: of trade, by sector,
    above 0. mfn: tariffs between two regions whose link has lapsed, (importer, sector). gdp: by region.

    Raises SimError where shapes do not fit, a number is out of its range, or final demand would be negative.
    """

    name: str
    regions: tuple[str, ...]
    sectors: tuple[str, ...]
    flows: Array
    tariffs: Array
    value_added: Array
    inputs: Array
    elasticity: Array
    mfn: Array
    gdp: Array
    # What follows, all of the base year. By region and sector: spending with tariffs, and its share in final demand.
    spending: Array = field(init=False)
    final_shares: Array = field(init=False)
    trade_shares: Array = field(init=False)  # of an importer's spending on a sector that goes to each exporter
    income_of_work: Array = field(init=False)  # value added by region
    deficit: Array = field(init=False)  # imports less exports by region, before tariffs
    income: Array = field(init=False)  # by region: value added, tariff revenue and deficit

    def __post_init__(self) -> None:
        self._check()
        paid = self.flows * (1.0 + self.tariffs)
        spending = paid.sum(axis=1)
        sales = self.flows.sum(axis=0)
        used = np.einsum("nkj,nj->nk", self.inputs, sales)
        final = spending - used
        if np.any(final < -_ROUNDING * spending):
            n, j = np.unravel_index(np.argmin(final), final.shape)
            raise SimError(
                f"the economy {self.name}: firms would use more {self.sectors[j]} than {self.regions[n]} has; "
                "check its output and its trade"
            )
        final = np.maximum(final, 0.0)
        if np.any(final.sum(axis=1) <= 0.0):
            idle = self.regions[int(np.argmin(final.sum(axis=1)))]
            raise SimError(f"the economy {self.name}: nobody in {idle} consumes anything")
        work = (self.value_added * sales).sum(axis=1)
        deficit = self.flows.sum(axis=(1, 2)) - self.flows.sum(axis=(0, 2))
        found = {
            "spending": spending,
            "final_shares": final / final.sum(axis=1, keepdims=True),
            "trade_shares": np.divide(
                paid, spending[:, None, :], out=np.zeros_like(paid), where=spending[:, None, :] > 0
            ),
            "income_of_work": work,
            "deficit": deficit,
            "income": work + (self.tariffs * self.flows).sum(axis=(1, 2)) + deficit,
        }
        for name, value in found.items():
            object.__setattr__(self, name, value)

    @property
    def _crossing(self) -> Array:
        crossing: Array = self.flows.sum(axis=(0, 1)) - np.einsum("nnj->j", self.flows)
        return crossing

    @property
    def traded(self) -> NDArray[np.bool_]:
        """Say of each sector whether anything of it crosses a border."""
        crossing: NDArray[np.bool_] = self._crossing > 0.0
        return crossing

    def region(self, name: str) -> int:
        """Return a region's number; raises MissingName where there is none of that name."""
        if name not in self.regions:
            raise MissingName(f"the economy {self.name} has no region {name[:60]!r}; it has {', '.join(self.regions)}")
        return self.regions.index(name)

    def with_elasticity(self, elasticity: float) -> Economy:
        """Return the economy with another trade elasticity; sectors keep their proportions to each other.

        `elasticity` is that of the sector traded most.
        """
        most = int(np.argmax(self._crossing))
        return replace(self, elasticity=self.elasticity * (elasticity / self.elasticity[most]))

    def _check(self) -> None:
        n, j = len(self.regions), len(self.sectors)
        shapes = {
            "flows": (n, n, j), "tariffs": (n, n, j), "value_added": (n, j), "inputs": (n, j, j),
            "elasticity": (j,), "mfn": (n, j), "gdp": (n,),
        }  # fmt: skip
        for name, shape in shapes.items():
            found = getattr(self, name)
            if found.shape != shape:
                raise SimError(f"the economy {self.name}: {name} has the shape {found.shape}; expected {shape}")
            if not np.all(np.isfinite(found)) or np.any(found < 0.0):
                raise SimError(f"the economy {self.name}: {name} must be finite and at least 0")
        if np.any(self.elasticity <= 0.0) or np.any(self.gdp <= 0.0) or np.any(self.value_added <= 0.0):
            raise SimError(f"the economy {self.name}: elasticity, gdp and value_added must be above 0")
        if np.any(np.abs(self.value_added + self.inputs.sum(axis=1) - 1.0) > _ROUNDING):
            raise SimError(f"the economy {self.name}: value added and inputs must sum to 1 in every sector")
