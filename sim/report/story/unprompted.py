"""Tell of acts for which there is no occasion: threats, notices, backing down and rescissions by chance."""

from __future__ import annotations

from sim.model.state import BACKED_DOWN, GAVE_NOTICE, RESCINDED, THREATENED
from sim.report.story.effective import rescission
from sim.report.story.expiry import backdown, notice
from sim.report.story.kinds import Entry
from sim.report.story.scene import Scene
from sim.report.story.threats import made
from sim.report.story.trace import Step

_BECAUSE = ("in this scenario it does so by chance, whatever is on the table",)


def tell(scene: Scene, step: Step) -> list[Entry]:
    """Tell of what one party does on the day that chance has set."""
    return [_told(scene, step, step.who)]


def in_round(scene: Scene, step: Step) -> list[Entry]:
    """Tell of what parties did by chance after this round; threats are told by the threat stage."""
    acts = (GAVE_NOTICE, BACKED_DOWN, RESCINDED)
    return [_told(scene, step, i) for i in scene.seats if step.after["decision"][i] in acts]


def _told(scene: Scene, step: Step, i: int) -> Entry:
    decision, because = step.after["decision"][i], list(_BECAUSE)
    if decision == THREATENED:
        return made(scene, step, i, because)
    if decision == GAVE_NOTICE:
        return notice(scene, step, i, because)
    if decision == BACKED_DOWN:
        return backdown(scene, step, i, f"{scene.party(i)} backs down before its ultimatum runs out", because)
    return rescission(scene, step, i, because)
