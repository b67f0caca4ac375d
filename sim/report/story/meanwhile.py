"""Tell of quiet weeks in one breath: officials, effects, and rounds in which hardly anybody moves."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sim.report.story import effects, rounds
from sim.report.story.kinds import Entry
from sim.report.story.scene import Scene
from sim.report.story.words import dated, sentence
from sim.report.wording import inside_sentence

# How several entries of one kind are told as one; kinds without an entry here stay one by one.
_SEVERAL = {"effect": effects.merged, "still": rounds.merged}


def is_light(entry: Entry) -> bool:
    """Return whether an entry may be told in one breath with its neighbours."""
    return entry.event in {"effect", "still", "technical"} and not entry.because


def merged(scene: Scene, group: list[Entry]) -> Entry:
    """Return light entries that follow each other as one entry, with the day of each inside the text."""
    alike: dict[tuple[str, str, date | None], list[Entry]] = {}
    for entry in group:
        apart = entry.date if entry.event not in _SEVERAL else None
        alike.setdefault((entry.event, entry.merge, apart), []).append(entry)
    first, text, last = group[0], "", group[0].date
    for several in alike.values():
        entry = _SEVERAL[several[0].event](scene, several) if len(several) > 1 else several[0]
        own_day = len(several) > 1 or entry.date == last
        last = entry.date
        words = entry.what if own_day else f"on {_day(entry.date, first.date)} {_lowered(scene, entry.what)}"
        text += f" {sentence(words)}"
    parts = [{"day": entry.day, "event": entry.event, **entry.numbers} for entry in group]
    return replace(first, event="meanwhile", party=None, what=text.strip(), numbers={"parts": parts})


def _day(day: date, first: date) -> str:
    return dated(day) if day.year != first.year else dated(day).removesuffix(f" {day.year}")


def _lowered(scene: Scene, text: str) -> str:
    return f"a{text[1:]}" if text.startswith("A ") else inside_sentence(text, scene.names)
