"""A pie is split among all it concerns, and offers are made under rules that fit the parties (model.md 1.1, 1.6)."""

import math
from collections.abc import Iterator

from sim.errors import Fault
from sim.scenario.nodes import Path
from sim.scenario.salvage import Parts
from sim.scenario.shapes import shape_of
from sim.scenario.support import ends, middle
from sim.scenario.words import meant, shown
from sim.strategies import misfit


def check_protocols(parts: Parts) -> Iterator[Fault]:
    """Yield a fault for every pie that cannot be split, and every rule of offers that does not fit the parties."""
    for name, issue in parts.issues.items():
        if issue.kind == "pie":
            yield from _pie(parts, name)
    yield from _offers(parts)
    yield from _strategies(parts)


def _pie(parts: Parts, name: str) -> Iterator[Fault]:
    issue = parts.issues[name]
    if issue.track != "political":
        yield parts.fault(("issues", name, "track"), "a pie is split by politicians; expected `political`")
    owners = [party for party, one in parts.parties.items() if name in one.positions]
    share = (middle(issue.status_quo.value) - issue.scale.first) / (issue.scale.last - issue.scale.first)
    if share * len(owners) > 1.0 + 1e-9:
        words = f"found {shown(issue.status_quo.written)} for each of {len(owners)} parties, more than there is"
        yield parts.fault(("issues", name, "status_quo"), f"{words}; together they have all of it at most")
    for party in owners:
        wants = parts.parties[party].positions[name].wants
        if ends(wants.value) != (issue.scale.last, issue.scale.last):
            path: Path = ("parties", party, "positions", name, "wants")
            words = f"found {shown(wants.written)}; of a pie everybody wants all, {issue.scale.last:g}"
            yield parts.fault(path, f"{words}; what it opens with is `opens_with`")


def _offers(parts: Parts) -> Iterator[Fault]:
    offers = parts.table.offers if parts.table is not None else None
    if offers is None:
        return
    path: Path = ("table", "offers")
    ids = parts.ids("parties")
    for key, block in (
        ("recognition", offers.recognition),
        ("breakdown_value", offers.breakdown_value),
        ("outside_option", offers.outside_option),
    ):
        for name in block:
            if name not in ids:
                yield parts.fault((*path, key, name), f"there is no party {shown(name)}{meant(name, ids)}", at_key=True)
    if offers.order == "random" and offers.recognition:
        total = math.fsum(middle(share.value) for share in offers.recognition.values())
        if abs(total - 1.0) > 1e-6 or len(offers.recognition) != len(ids):
            words = f"found {len(offers.recognition)} shares that add up to {100 * total:g}%"
            yield parts.fault((*path, "recognition"), f"{words}; expected one for each party, 100% in all")
    if offers.order != "random" and offers.recognition:
        yield parts.fault((*path, "recognition"), "only where the order is `random` is anybody recognised by chance")
    if offers.quota is not None and not 1 <= middle(offers.quota.value) <= len(ids):
        yield parts.fault((*path, "quota"), f"found {offers.quota.written}; expected from 1 to {len(ids)}, the parties")


def _strategies(parts: Parts) -> Iterator[Fault]:
    shape = shape_of(parts.issues, parts.parties)
    for name, party in parts.parties.items():
        why = misfit(party.strategy.kind, shape)
        if why:
            yield parts.fault(("parties", name, "strategy"), f"`{party.strategy.kind}` {why}")
