"""Tell of quiet weeks in one breath: officials, effects, and rounds in which hardly anybody moves."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sim.report.story import effects, rounds
from sim.report.story.kinds import Entry
from sim.report.story.scene import Scene
from sim.report.story.words import dated

# How several entries of one kind are told as one; kinds without an entry here stay one by one.
_SEVERAL = {"effect": effects.merged, "still": rounds.merged}


def is_light(entry: Entry) -> bool:
    """Return whether an entry may be told in one breath with its neighbours."""
    return entry.event in {"effect", "still", "technical"} and not entry.because


def merged(scene: Scene, group: list[Entry]) -> Entry:
    """Return light entries that follow each other as one entry, with the day of each inside the text."""
    first, text, last = group[0], "", group[0].date
    for several in _alike(group):
        entry = _SEVERAL[several[0].event](scene, several) if len(several) > 1 else several[0]
        own_day = len(several) > 1 or entry.date == last
        last = entry.date
        text += f" {entry.what}" if own_day else f" {_day(entry.date, first.date)}: {entry.what}"
    parts = [{"day": entry.day, "event": entry.event, **entry.numbers} for entry in group]
    return replace(first, event="meanwhile", party=None, what=text.strip(), numbers={"parts": parts})


def _alike(group: list[Entry]) -> list[list[Entry]]:
    """Return what is told together: strikes of one effect with no other between that moves the same, and rounds."""
    found: list[list[Entry]] = []
    latest: dict[str, list[Entry]] = {}
    for entry in group:
        if entry.event == "effect":
            keys = [move["quantity"] for move in entry.numbers["moves"]]
        else:
            keys = [entry.merge] if entry.event in _SEVERAL else [f"{entry.event} {entry.day}"]
        before = [latest.get(key, []) for key in keys]
        if all(known and known is before[0] and known[0].merge == entry.merge for known in before):
            before[0].append(entry)
            continue
        found.append([entry])
        latest.update(dict.fromkeys(keys, found[-1]))
    return found


def _day(day: date, first: date) -> str:
    return dated(day) if day.year != first.year else dated(day).removesuffix(f" {day.year}")
