"""Runs that are set side by side: as many trials of each from one seed, so that they share their draws."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sim.report.kept import Kept, Playing, folder_beside, kept_run, sharing
from sim.report.rivals import NULL, null_settings
from sim.report.source import without_seats
from sim.report.voice import Voice


@dataclass(frozen=True)
class Side:
    """One scenario as the user named it, and the settings it is to have."""

    word: str
    settings: tuple[str, ...] = ()


def sides_of(words: Sequence[str], settings: Sequence[Sequence[str]]) -> list[Side]:
    """Return the sides; the word `null` is the first scenario with every party coming round at a constant rate."""
    sides = [Side(word, tuple(own)) for word, own in zip(words, settings, strict=True)]
    if NULL not in words[1:]:
        return sides
    first = sides[0]
    scenario = without_seats(first.word, first.settings).loaded.scenario
    null = Side(first.word, (*first.settings, *null_settings(scenario)))
    return [first, *(null if side.word == NULL else side for side in sides[1:])]


def paired_runs(
    voice: Voice, sides: Sequence[Side], trials: int | None, seed: int | None, out: Path, playing: Playing
) -> list[Kept]:
    """Return the run of each side, kept or played now; one cluster plays all of them."""
    sources = [without_seats(side.word, side.settings) for side in sides]
    count = trials or max(source.trials for source in sources)
    key = sources[0].seed if seed is None else seed
    with sharing(voice, playing) as how:
        return [
            kept_run(voice, source, count, key, folder_beside(side.word, out), how)
            for side, source in zip(sides, sources, strict=True)
        ]
