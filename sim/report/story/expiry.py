"""Tell of the day on which an ultimatum runs out: satisfied, backed down, or notice given."""

from __future__ import annotations

from sim.model.policies import SCRIPTED
from sim.model.state import GAVE_NOTICE, WAS_SATISFIED
from sim.report.story.kinds import Entry
from sim.report.story.scene import Scene
from sim.report.story.threats import concluded, likely, matters, numbers, offered, weighed
from sim.report.story.trace import Step
from sim.report.story.words import gap, sentence


def tell(scene: Scene, step: Step) -> list[Entry]:
    """Tell how one threat ends."""
    i, decision = step.who, step.after["decision"][step.who]
    if decision == GAVE_NOTICE:
        return [notice(scene, step, i, weighed(scene, step, i))]
    if decision == WAS_SATISFIED:
        what = f"the ultimatum runs out, and {scene.party(i)} is satisfied: it drops its threat at no cost."
        because = [offered(scene, step, i)]
        return [scene.entry(step, "satisfied", what, because, seat=i, numbers=numbers(scene, step, i))]
    scripted = scene.packed.record["policy"][i] == SCRIPTED
    because = ["its script has no notice for this day" if scripted else f"a notice was {likely(step, i)}"]
    if matters(scene, step, i):
        because.append(offered(scene, step, i))
    return [backdown(scene, step, i, f"the ultimatum runs out. {sentence(scene.party(i))} backs down", because)]


def backdown(scene: Scene, step: Step, i: int, how: str, because: list[str]) -> Entry:
    """Return the entry of a threat that is dropped, and how."""
    what = f"{how}, which costs it {gap(step.after['audience'][i, 0])}. {concluded(scene, step, i)}"
    return scene.entry(step, "backdown", what, because, seat=i, numbers=numbers(scene, step, i))


def notice(scene: Scene, step: Step, i: int, because: list[str]) -> Entry:
    """Return the entry of a notice of withdrawal."""
    what = (
        f"{scene.party(i)} gives notice of withdrawal, which can take effect on"
        f" {scene.date(step.after['effective'][i])}. {concluded(scene, step, i)}"
    )
    more = {**numbers(scene, step, i), "effective": step.after["effective"][i], "cost": step.after["cost"][i, 1]}
    return scene.entry(step, "notice", what, because, seat=i, numbers=more)
