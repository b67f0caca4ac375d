"""What may happen to a pact, as changes of tariffs and trade costs.

A link that lapses falls back on most-favoured-nation tariffs in both directions, and trade across it bears the border
cost: what certainty of access, simple papers and the commitments on services and investment had saved. No statute
says how much that is; it is a parameter (an iceberg cost, a share of the value shipped).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from sim.errors import MissingName, SimError
from sim.trade.economy import Array, Economy
from sim.trade.equilibrium import Outcome, solve

Link = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Duty:
    """A tariff of `importer` on `exporter`, a share of the value; in one sector, or in all that are traded."""

    importer: str
    exporter: str
    rate: float
    sector: str | None = None


@dataclass(frozen=True, slots=True)
class Counterfactual:
    """A change: links that lapse, then tariffs that are set; regions go by their ids."""

    name: str
    lapsed: tuple[Link, ...] = ()
    duties: tuple[Duty, ...] = ()


def no_pact(members: Sequence[str]) -> Counterfactual:
    """Return the change in which every link of the pact lapses."""
    return Counterfactual("no-pact", tuple(combinations(members, 2)))


def without(party: str, members: Sequence[str]) -> Counterfactual:
    """Return the change in which one party is out, because it left or was left out; the others stay together."""
    return Counterfactual(f"without-{party}", tuple((party, other) for other in members if other != party))


def unanswered(economy: Economy, party: str, members: Sequence[str]) -> Counterfactual:
    """Return the change in which one party puts its usual tariffs on the others, which do not answer.

    No link lapses, so there is no border cost.
    """
    n = economy.region(party)
    duties = [
        Duty(party, other, float(economy.mfn[n, j]), sector)
        for other in members
        if other != party
        for j, sector in enumerate(economy.sectors)
        if economy.traded[j]
    ]
    return Counterfactual(f"{party}-unanswered", (), tuple(duties))


def outcome(economy: Economy, change: Counterfactual, border_cost: float) -> Outcome:
    """Return what a change does at a border cost (0.04: 4% of the value shipped across a link that lapsed).

    Raises MissingName where a region or a sector does not exist or is not traded, Unsolved where no equilibrium is
    found.
    """
    tariffs, costs = economy.tariffs.copy(), np.ones_like(economy.tariffs)
    for link in change.lapsed:
        first, second = (economy.region(name) for name in link)
        if first == second:
            raise SimError(f"{change.name}: {link[0]} has no link with itself")
        for n, i in ((first, second), (second, first)):
            tariffs[n, i] = np.where(economy.traded, economy.mfn[n], 0.0)
            costs[n, i] = np.where(economy.traded, 1.0 + border_cost, 1.0)
    for duty in change.duties:
        _set(economy, tariffs, duty)
    return solve(economy, tariffs, costs, change.name)


def _set(economy: Economy, tariffs: Array, duty: Duty) -> None:
    n, i = economy.region(duty.importer), economy.region(duty.exporter)
    if duty.sector is None:
        tariffs[n, i, economy.traded] = duty.rate
        return
    open_sectors = [name for name, traded in zip(economy.sectors, economy.traded, strict=True) if traded]
    if duty.sector not in open_sectors:
        raise MissingName(
            f"the economy {economy.name} has no traded sector {duty.sector[:60]!r}; it has {', '.join(open_sectors)}"
        )
    tariffs[n, i, economy.sectors.index(duty.sector)] = duty.rate
