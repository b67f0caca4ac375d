"""What both studies make of the words of a command: the scenario with dials turned, and what the text begins with."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sim.report.shape import Footing
from sim.report.source import Source, settings_of, source_of
from sim.scenario.turning import setting
from sim.study.points import Turned


def turner(word: str, settings: Sequence[str]) -> Turned:
    """Return what turns the dials of a scenario: the same words as `--set`, read and checked by the same reader."""
    return lambda point: (
        source_of(word, [*settings, *(setting(name, value) for name, value in point.items())]).loaded.scenario
    )


def footing_of(word: str, source: Source, settings: Sequence[str], played: str) -> Footing:
    """Return what surrounds the answer of a study."""
    file = Path(word)
    shown = f"{file.name}.yaml" if file.name == source.name else word
    changes = tuple(f"{key} = {value}" for key, value in settings_of(settings))
    return Footing(word, shown, played, changes)
