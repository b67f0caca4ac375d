"""Tell of threats and notices that the scenario puts on given days."""

from __future__ import annotations

from sim.report.story.expiry import notice
from sim.report.story.kinds import Entry
from sim.report.story.scene import Scene
from sim.report.story.threats import made
from sim.report.story.trace import Step


def tell(scene: Scene, step: Step) -> list[Entry]:
    """Tell what was scripted for one party today, if it was done."""
    i = step.who
    because = ["the scenario has it do so on this day, whatever is on the table"]
    if step.after["notices"][i] > step.before["notices"][i]:
        return [notice(scene, step, i, because)]
    if step.after["threats"][i] > step.before["threats"][i]:
        return [made(scene, step, i, because)]
    return []
