"""What both studies make of the words of a command: the scenario with dials turned, and what the text begins with."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sim.report.shape import Footing
from sim.report.source import Source, settings_of
from sim.scenario import load_text, resolved_yaml
from sim.scenario.turning import setting
from sim.study.points import Turned


def turner(source: Source) -> Turned:
    """Return what turns the dials of a scenario, by the reader of `--set` and under all its checks.

    The scenario is read from its own canonical text, so that a file that somebody edits meanwhile changes no point.
    """
    text = resolved_yaml(source.loaded.scenario)
    return lambda point: load_text(text, source.name, settings_of([setting(*one) for one in point.items()])).scenario


def footing_of(word: str, source: Source, settings: Sequence[str], played: str) -> Footing:
    """Return what surrounds the answer of a study."""
    file = Path(word)
    shown = f"{file.name}.yaml" if file.name == source.name else word
    changes = tuple(f"{key} = {value}" for key, value in settings_of(settings))
    return Footing(word, shown, played, changes)
