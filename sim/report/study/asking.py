"""What both studies make of the words of a command: the scenario with dials turned, and what the text begins with."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sim.report.shape import Footing
from sim.report.source import Source, settings_of
from sim.report.voice import Voice
from sim.scenario import Scenario, load_text, resolved_yaml
from sim.scenario.turning import setting
from sim.study.points import Elsewhere, Point


@dataclass(frozen=True)
class Turner:
    """What turns the dials of a scenario, by the reader of `--set` and under all its checks.

    It reads the scenario's canonical text, so that a file that somebody edits meanwhile changes no point, and other
    machines need no file.
    """

    text: str
    name: str

    def __call__(self, point: Point) -> Scenario:
        """Return the scenario with dials turned; raise ScenarioError where that is no scenario."""
        return load_text(self.text, self.name, settings_of([setting(*one) for one in point.items()])).scenario


def turner(source: Source) -> Turner:
    """Return what turns the dials of a scenario."""
    return Turner(resolved_yaml(source.loaded.scenario), source.name)


@contextmanager
def elsewhere(voice: Voice, address: str | None) -> Iterator[Elsewhere | None]:
    """Open the way to a cluster, if one is named; raise as `sim.engine.cluster.cluster` does."""
    if address is None:
        yield None
        return
    from sim.engine.cluster import cluster

    with cluster(address, voice.talk) as found:
        yield found.each


def footing_of(word: str, source: Source, settings: Sequence[str], played: str) -> Footing:
    """Return what surrounds the answer of a study."""
    file = Path(word)
    shown = f"{file.name}.yaml" if file.name == source.name else word
    changes = tuple(f"{key} = {value}" for key, value in settings_of(settings))
    return Footing(word, shown, played, changes)
