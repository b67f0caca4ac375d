"""What a scenario asks of an economy: that it exists, has the members' regions, and rests on figures with a source."""

from collections.abc import Iterator

from sim.errors import Fault, SimError
from sim.scenario.figure import Distribution
from sim.scenario.nodes import Path
from sim.scenario.salvage import Parts
from sim.scenario.trade import Trade
from sim.scenario.words import listed, meant, shown
from sim.trade import economy_names

_PATH: Path = ("pact", "trade")


def check_economies(parts: Parts) -> Iterator[Fault]:
    """Yield a fault for everything that keeps losses from being computed."""
    for name, party in parts.parties.items():
        belief = party.resolve.deficit_belief if party.resolve else None
        if belief is not None and belief.gdp is None and parts.pact is not None and parts.pact.trade is None:
            path = ("parties", name, "resolve", "deficit_belief")
            yield parts.fault(path, "needs `gdp`, the party's output, as the pact has no `trade` to take it from")
    trade = parts.pact.trade if parts.pact else None
    if trade is None or parts.pact is None:
        return
    if trade.economy not in economy_names():
        message = f"there is no economy {shown(trade.economy)}{meant(trade.economy, economy_names())}"
        yield parts.fault((*_PATH, "economy"), message)
        return
    wrong = [*_regions(parts, trade, parts.pact.members), *_shares(parts, trade, parts.pact.members)]
    yield from wrong
    yield from _unverified(parts, trade)
    if trade.export_share and not wrong:  # as it ships, an economy fits
        yield from _fits(parts, trade, parts.pact.members)


def _regions(parts: Parts, trade: Trade, members: tuple[str, ...]) -> Iterator[Fault]:
    known = [region for region in trade.file.regions if region != trade.file.rest]
    for party in trade.regions:
        if party not in members:
            message = f"there is no party {shown(party)}{meant(party, members)}"
            yield parts.fault((*_PATH, "regions", party), message, at_key=True)
    taken: dict[str, str] = {}
    for party, region in zip(members, trade.regions_of(members), strict=True):
        path = (*_PATH, "regions", party) if party in trade.regions else (*_PATH, "economy")
        if region not in known:
            what = f"the economy {shown(trade.economy)} has no region {shown(region)}{meant(region, known)}"
            help_ = "" if party in trade.regions else f"; say whom {shown(party)} sits for: `regions: {{{party}: ...}}`"
            yield parts.fault(path, what + help_)
        elif region in taken:
            yield parts.fault(path, f"{shown(party)} and {shown(taken[region])} sit for the same region")
        taken.setdefault(region, party)


def _shares(parts: Parts, trade: Trade, members: tuple[str, ...]) -> Iterator[Fault]:
    for party, figure in trade.export_share.items():
        path = (*_PATH, "export_share", party)
        if party not in members:
            yield parts.fault(path, f"there is no party {shown(party)}{meant(party, members)}", at_key=True)
        elif isinstance(figure.value, Distribution):
            message = f"found {shown(figure.written)}; expected one number, as it is the same in every trial"
            yield parts.fault(path, message)


def _unverified(parts: Parts, trade: Trade) -> Iterator[Fault]:
    keys = [figure.key for figure in trade.file.unverified]
    if keys and not trade.allow_unverified:
        names = listed((f"`{key}`" for key in keys), "and")
        message = (
            f"the economy {shown(trade.economy)} rests on {len(keys)} figures for which no source is at hand"
            f" ({names}); write `allow_unverified: true` beside it to use them all the same"
        )
        yield parts.fault((*_PATH, "economy"), message)


def _fits(parts: Parts, trade: Trade, members: tuple[str, ...]) -> Iterator[Fault]:
    try:
        trade.file.economy(trade.export_shares(), trade.regions_of(members))
    except SimError as error:
        yield parts.fault((*_PATH, "export_share"), str(error))
