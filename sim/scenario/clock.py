"""Dates stand in order and inside the clock of the scenario."""

import datetime
from collections.abc import Iterator, Sequence

from sim.errors import Fault
from sim.scenario.course import Calendar, Effect, Every, SideDeal
from sim.scenario.nodes import Path
from sim.scenario.salvage import Parts
from sim.scenario.schema import About

LONGEST = 36525


def check_clock(parts: Parts) -> Iterator[Fault]:
    """Yield a fault for every date out of order or outside the clock."""
    about, calendar = parts.about, parts.calendar
    if about is None:
        return
    length = (about.ends - about.starts).days
    if not 0 < length <= LONGEST:
        why = f"before the start, {about.starts}" if length < 0 else "the start" if not length else "100 years away"
        yield parts.fault(("about", "ends"), f"found {about.ends}, {why}; expected a later date, within 100 years")
        return
    for name, party in parts.parties.items():
        if party.threat.scripted is not None:
            path = ("parties", name, "threat", "scripted")
            yield from _dates(parts, about, (*path, "threats"), party.threat.scripted.threats)
            yield from _dates(parts, about, (*path, "notices"), party.threat.scripted.notices)
    if calendar is not None:
        yield from _calendar(parts, about, calendar)


def _calendar(parts: Parts, about: About, calendar: Calendar) -> Iterator[Fault]:
    end = calendar.planned_end.date
    yield from _inside(parts, about, ("calendar", "planned_end", "date"), end)
    if end == about.starts:
        yield parts.fault(("calendar", "planned_end", "date"), "the talks are planned to end on the day they start")
    if calendar.opened is not None and calendar.opened.date >= end:
        yield parts.fault(
            ("calendar", "opened", "date"),
            f"found {calendar.opened.date}; expected a day before the planned end, {end}",
        )
    before: datetime.date | None = None
    for at, one in enumerate(calendar.rounds):
        path: Path = ("calendar", "rounds", at)
        yield from _inside(parts, about, (*path, "to"), one.to)
        if one.start is not None and one.start > one.to:
            yield parts.fault((*path, "from"), f"found {one.start}, after the round's last day, {one.to}")
        if before is not None and one.to <= before:
            yield parts.fault((*path, "to"), f"found {one.to}; expected a day after the round before it, {before}")
        before = one.to
    if calendar.regular is not None:
        yield from _every(parts, about, ("calendar", "regular"), calendar.regular, end)
    if calendar.technical is not None:
        yield from _dates(parts, about, ("calendar", "technical", "dates"), calendar.technical.dates)
    for at, effect in enumerate(calendar.effects):
        yield from _effect(parts, about, ("calendar", "effects", at), effect)
    for at, deal in enumerate(calendar.side_deals):
        yield from _window(parts, about, ("calendar", "side_deals", at), deal)


def _effect(parts: Parts, about: About, path: Path, effect: Effect) -> Iterator[Fault]:
    if effect.dates is not None:
        yield from _dates(parts, about, (*path, "dates"), effect.dates)
        if not effect.dates:
            yield parts.fault((*path, "dates"), "found an empty list; expected one date or more")
    if effect.every is not None:
        yield from _every(parts, about, (*path, "every"), effect.every, about.ends)


def _every(parts: Parts, about: About, path: Path, every: Every, end: datetime.date) -> Iterator[Fault]:
    first, last = every.start or about.starts, every.until or end
    for key, day in (("from", every.start), ("until", every.until)):
        if day is not None:
            yield from _inside(parts, about, (*path, key), day)
    if first > last:
        at = "until" if every.until is not None else "from"
        yield parts.fault((*path, at), f"found {last}, before the first day, {first}")


def _window(parts: Parts, about: About, path: Path, deal: SideDeal) -> Iterator[Fault]:
    first, last = deal.start or about.starts, deal.until or about.ends
    for key, day in (("from", deal.start), ("until", deal.until)):
        if day is not None:
            yield from _inside(parts, about, (*path, key), day)
    if first > last:
        yield parts.fault((*path, "until"), f"found {last}, before the first day, {first}")


def _dates(parts: Parts, about: About, path: Path, dates: Sequence[datetime.date]) -> Iterator[Fault]:
    for at, day in enumerate(dates):
        yield from _inside(parts, about, (*path, at), day)
        if at and day <= dates[at - 1]:
            yield parts.fault((*path, at), f"found {day}; expected a day after {dates[at - 1]}, dates stand in order")


def _inside(parts: Parts, about: About, path: Path, day: datetime.date) -> Iterator[Fault]:
    if not about.starts <= day <= about.ends:
        yield parts.fault(path, f"found {day}; expected a day of the scenario, {about.starts} to {about.ends}")
