"""Tell of meetings of officials: which technical issues came closer, and which were settled."""

from __future__ import annotations

import numpy as np

from sim.model.state import TECHNICAL
from sim.report.story.kinds import Entry
from sim.report.story.scene import Scene
from sim.report.story.trace import Numbers, Step
from sim.report.story.words import listed, percent

_NOTICEABLE = 0.2  # of the scale


def tell(scene: Scene, step: Step) -> list[Entry]:
    """Tell of one meeting, if anything came of it."""
    nearer = [j for j in range(len(scene.packed.issues)) if _came_nearer(scene, step, j)]
    parts = [_now_between(scene, step, j) for j in nearer]
    closed = settled(scene, step)
    if not parts and not closed:
        return []
    for j in nearer:
        note(scene, step, j)
    sentences = [f"officials narrow {listed(parts)}"] if parts else []
    if closed:
        sentences.append(f"{'' if parts else 'officials '}{'and ' if parts else ''}settle {listed(closed)}")
    if scene.first_time("step"):
        sentences.append(f"as they go {percent(step.after['step'])} of the way to the chair's text at each meeting")
    return [scene.entry(step, "technical", f"{', '.join(sentences)}.", numbers=_numbers(scene, step))]


def settled(scene: Scene, step: Step) -> list[str]:
    """Return each issue that closed in this step, with where: `customs at 73.3%`; the reader knows it then."""
    found = []
    for j in range(len(scene.packed.issues)):
        if step.after["closed"][j] == 1 and step.before["closed"][j] == 0:
            found.append(f"{scene.issue(j)} at {scene.natural(j, step.after['agreed'][j])}")
            note(scene, step, j)
    return found


def note(scene: Scene, step: Step, j: int) -> None:
    """Note that the reader knows where everybody stands on an issue."""
    scene.table[:, j] = step.after["table"][:, j]
    scene.pieces[:, j] = step.pieces[:, j]


def _came_nearer(scene: Scene, step: Step, j: int) -> bool:
    if scene.packed.record["track"][j] != TECHNICAL or step.after["closed"][j] == 1:
        return False
    return _width(scene, scene.table, j) - _width(scene, step.after["table"], j) >= _NOTICEABLE


def _width(scene: Scene, table: Numbers, j: int) -> float:
    seats = scene.concerned(j)
    return float(np.ptp(table[seats, j])) if seats else 0.0


def _now_between(scene: Scene, step: Step, j: int) -> str:
    seats = scene.concerned(j)
    old, new = (
        (scene.natural(j, table[seats, j].min(), bare=True), scene.natural(j, table[seats, j].max()))
        for table in (scene.table, step.after["table"])
    )
    return f"{scene.issue(j)} to between {new[0]} and {new[1]} (was {old[0]} to {old[1]})"


def _numbers(scene: Scene, step: Step) -> dict[str, dict[str, float]]:
    found = {}
    for j, issue in enumerate(scene.packed.issues):
        if scene.packed.record["track"][j] == TECHNICAL:
            found[issue] = {
                scene.packed.parties[k]: float(scene.packed.natural(j, step.after["table"][k, j]))
                for k in scene.concerned(j)
            }
    return {"tabled": found} if found else {}  # type: ignore[dict-item]
