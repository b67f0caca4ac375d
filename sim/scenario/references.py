"""Every party, issue and source that is named exists, and stands where it makes sense."""

from collections.abc import Iterable, Iterator

from sim.errors import Fault
from sim.scenario.nodes import Path
from sim.scenario.salvage import Parts
from sim.scenario.words import listed, meant, shown


def check_references(parts: Parts) -> Iterator[Fault]:
    """Yield a fault for every name that points to nothing."""
    yield from _members(parts)
    yield from _losses(parts)
    yield from _parties(parts)
    yield from _effects(parts)
    yield from _side_deals(parts)
    if parts.teaching is not None:
        yield from _known(parts, ("teaching", "briefs"), parts.teaching.briefs)


def _known(
    parts: Parts, path: Path, names: Iterable[str], block: str = "parties", numbered: bool = False
) -> Iterator[Fault]:
    """Yield a fault for each name under `path` that is no entry of `block`."""
    ids = parts.ids(block)
    word = {"parties": "party", "issues": "issue"}[block]
    for at, name in enumerate(names):
        if name not in ids:
            step = at if numbered else name
            yield parts.fault((*path, step), f"there is no {word} {shown(name)}{meant(name, ids)}", at_key=not numbered)


def _members(parts: Parts) -> Iterator[Fault]:
    if parts.pact is None:
        return
    path: Path = ("pact", "members")
    members = parts.pact.members
    yield from _known(parts, path, members, numbered=True)
    for at, name in enumerate(members):
        if name in members[:at]:
            yield parts.fault((*path, at), f"{shown(name)} stands here twice; keep one")
    left_out = [name for name in parts.ids("parties") if name not in members]
    if left_out:
        names = listed((shown(name) for name in left_out[:5]), "and")
        yield parts.fault(path, f"{names} missing from the members; every party has a seat")
    if len(set(members)) < 2:
        yield parts.fault(path, "a pact has two members or more")


def _losses(parts: Parts) -> Iterator[Fault]:
    if parts.pact is None:
        return
    yield from _known(parts, ("pact", "losses"), parts.pact.losses)
    for name, links in parts.pact.losses.items():
        yield from _known(parts, ("pact", "losses", name), links)
        if name in links:
            yield parts.fault(("pact", "losses", name, name), "a party has no link with itself", at_key=True)


def _parties(parts: Parts) -> Iterator[Fault]:
    for name, party in parts.parties.items():
        path = ("parties", name)
        yield from _known(parts, (*path, "positions"), party.positions, "issues")
        if party.threat.kind != "never" and party.resolve is None:
            yield parts.fault(
                path,
                f"a party whose threat policy is `{party.threat.kind}` needs `resolve`: a prior"
                " and an exit gain for each type; or write `threat: never`",
            )
        belief = party.resolve.deficit_belief if party.resolve else None
        if belief is not None:
            below = (*path, "resolve", "deficit_belief", "deficits")
            yield from _known(parts, below, belief.deficits)
            if name in belief.deficits:
                yield parts.fault((*below, name), "a party has no deficit with itself", at_key=True)


def _effects(parts: Parts) -> Iterator[Fault]:
    seen: dict[str, str] = {}
    for at, effect in enumerate(parts.calendar.effects if parts.calendar else ()):
        path = ("calendar", "effects", at)
        twin = seen.setdefault(effect.name.casefold(), effect.name)
        if twin is not effect.name:
            yield parts.fault((*path, "name"), f"another effect is called {shown(twin)}; give each a name of its own")
        if effect.by is not None:
            yield from _named(parts, (*path, "by"), effect.by)
        for number, name in enumerate(effect.affects):
            yield from _named(parts, (*path, "in", number), name)
            if effect.link_loss is not None and effect.link_loss.partner == name:
                yield parts.fault((*path, "link_loss", "with"), f"{shown(name)} has no link with itself")
        if not effect.affects:
            yield parts.fault((*path, "in"), "found an empty list; expected the party the effect is felt in")
        if effect.link_loss is not None:
            yield from _named(parts, (*path, "link_loss", "with"), effect.link_loss.partner)


def _side_deals(parts: Parts) -> Iterator[Fault]:
    ids = parts.ids("parties")
    for at, deal in enumerate(parts.calendar.side_deals if parts.calendar else ()):
        path = ("calendar", "side_deals", at)
        yield from _known(parts, (*path, "members"), deal.members, numbered=True)
        yield from _known(parts, (*path, "pride"), deal.pride)
        if len(set(deal.members)) < len(deal.members) or len(deal.members) < 2:
            yield parts.fault((*path, "members"), "a side deal has two different members or more")
        elif set(ids) <= set(deal.members):
            yield parts.fault((*path, "members"), "a side deal leaves at least one party out; this one has them all")
        for name in deal.pride:
            if name in deal.members:
                message = f"{shown(name)} is a member; pride is what keeps those outside from joining"
                yield parts.fault((*path, "pride", name), message, at_key=True)


def _named(parts: Parts, path: Path, name: str) -> Iterator[Fault]:
    ids = parts.ids("parties")
    if name not in ids:
        yield parts.fault(path, f"there is no party {shown(name)}{meant(name, ids)}")
