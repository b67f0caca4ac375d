"""Provenance that holds: sources and claims exist, are used, and were known when the scenario starts."""

from collections.abc import Collection, Iterator, Sequence

from sim.errors import Fault
from sim.scenario.figure import Origin
from sim.scenario.figures import origins, readings
from sim.scenario.nodes import Path
from sim.scenario.provenance import Cited
from sim.scenario.salvage import Parts
from sim.scenario.words import meant, shown


def check_evidence(parts: Parts, cited: Sequence[Cited], mentioned: Collection[str], strict: bool) -> Iterator[Fault]:
    """Yield sources that do not exist, hindsight (an error if `strict`, else a warning) and idle sources."""
    for one in cited:
        yield from _claim(parts, one)
    if parts.about is not None and parts.about.known_outcome is not None:
        source = parts.about.known_outcome.source or ""
        path: Path = ("about", "known_outcome", "source")
        if source and source.partition("#")[0] not in parts.ids("sources"):
            yield parts.fault(path, f"there is no source {shown(source)}{meant(source, parts.ids('sources'))}")
    used = list(_used(parts))
    yield from _hindsight(parts, used, strict)
    yield from _idle(parts, mentioned)
    yield from _certain(parts)


def _used(parts: Parts) -> Iterator[tuple[str, Origin]]:
    """Yield every origin, with the path of its figure or the name of its dated entry."""
    blocks = (
        *parts.dials.values(),
        *parts.issues.values(),
        *parts.parties.values(),
        parts.pact,
        parts.calendar,
    )
    for block in blocks:
        yield from ((figure.path, figure.origin) for figure in readings(block))
        yield from origins(block)


def _claim(parts: Parts, one: Cited) -> Iterator[Fault]:
    source, _, claim = one.text.partition("#")
    ids = parts.ids("sources")
    if source not in ids:
        more = meant(source, ids) if ids else "; list it under `sources`, or write `judgement: why`"
        yield Fault(one.place, one.path, f"there is no source {shown(source)}{more}")
    elif source in parts.sources and claim not in parts.sources[source].claims:
        claims = list(parts.sources[source].claims)
        yield Fault(
            one.place,
            one.path,
            f"the source {shown(source)} has no claim {shown(claim)}{meant(claim, claims)}",
        )


def _hindsight(parts: Parts, used: Sequence[tuple[str, Origin]], strict: bool) -> Iterator[Fault]:
    if parts.about is None:
        return
    first: dict[str, str] = {}
    for name, origin in used:
        if origin.kind == "source":
            first.setdefault(origin.text.partition("#")[0], name)
    for source, name in first.items():
        if source in parts.sources and parts.sources[source].date > parts.about.starts:
            date = parts.sources[source].date
            start = parts.about.starts
            message = f"hindsight: {date} is after the scenario starts, {start}, and {name} rests on it"
            yield parts.fault(("sources", source, "date"), message, "error" if strict else "warning")


def _idle(parts: Parts, mentioned: Collection[str]) -> Iterator[Fault]:
    outcome = parts.about.known_outcome if parts.about else None
    history = outcome.source if outcome else None
    for source in parts.sources:
        if source not in mentioned and source != history:
            yield parts.fault(("sources", source), "no figure names this source", "warning", at_key=True)


def _certain(parts: Parts) -> Iterator[Fault]:
    for name, party in parts.parties.items():
        if party.threat.weighing is not None and party.resolve is not None:
            prior = party.resolve.prior
            if prior.value in (0.0, 1.0):
                yield parts.fault(
                    ("parties", name, "resolve", "prior"),
                    f"found {shown(prior.written)}: the others are"
                    " certain from the start and learn nothing from any threat",
                    "warning",
                )
