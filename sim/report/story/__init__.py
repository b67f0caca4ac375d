"""Tell one simulated trial as a dated story with a reason for each move; a new kind of event is one file, one line."""

from __future__ import annotations

from itertools import groupby

from sim.model import events
from sim.report.story import (
    accession,
    deadline,
    effective,
    effects,
    ending,
    expiry,
    meanwhile,
    offers,
    opening,
    rounds,
    script,
    technical,
    unprompted,
    votes,
)
from sim.report.story.ending import leaf_phrase
from sim.report.story.kinds import Entry, Story
from sim.report.story.scene import Scene
from sim.report.story.trace import Trace, trace
from sim.scenario.packing import PackedScenario

__all__ = ["Entry", "Story", "leaf_phrase", "retold", "tell"]

# Who tells of which event. A round opens and is held on one day, and is told when it has been held.
TELLERS = {
    events.BEGINNING: opening.tell,
    events.EFFECT: effects.tell,
    events.TECHNICAL_MEETING: technical.tell,
    events.ROUND_OPENS: offers.opening,
    events.ROUND: rounds.tell,
    events.SCRIPT: script.tell,
    events.PLANNED_ACT: unprompted.tell,
    events.EXPIRY: expiry.tell,
    events.EFFECTIVE: effective.tell,
    events.VOTE: votes.tell,
    events.ACCESSION: accession.tell,
    events.DEADLINE: deadline.tell,
}
# Who tells several entries of one event, one day and one merge key as one.
MERGERS = {"effect": effects.merged, "vote": votes.merged}


def tell(packed: PackedScenario, seed: int, trial: int) -> Story:
    """Play one trial with every event watched and tell it; its row is that of the same trial in a batch.

    Raises SimError where the trial never ends.
    """
    return retold(packed, trace(packed, seed, trial), f"trial {trial} of seed {seed}")


def retold(packed: PackedScenario, played: Trace, which: str) -> Story:
    """Tell a trial that has been played; `which` says which one it is."""
    scene = Scene(packed, played)
    entries: list[Entry] = []
    for step in played.steps:
        teller = TELLERS.get(step.event)
        if teller is not None:
            entries += teller(scene, step)
    result = ending.outcome(packed, played.final)
    entries += ending.tell(scene, played.steps[-1], result)
    return Story(
        f"{packed.scenario.about.title}: {which}",
        ending.sentence(scene, result),
        tuple(_merged(scene, entries)),
        result,
    )


def _merged(scene: Scene, entries: list[Entry]) -> list[Entry]:
    found: list[Entry] = []
    for (event, key, _), group in groupby(entries, key=lambda entry: (entry.event, entry.merge, entry.date)):
        several = list(group)
        if key and len(several) > 1 and event in MERGERS:
            several = [MERGERS[event](scene, several)]
        found += several
    told: list[Entry] = []
    for light, group in groupby(found, key=meanwhile.is_light):
        several = list(group)
        told += [meanwhile.merged(scene, several)] if light and len(several) > 1 else several
    return told
