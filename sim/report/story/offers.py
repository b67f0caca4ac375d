"""Tell of offers in turn: who proposes what, who accepts, and how talks break down over it."""

from __future__ import annotations

from sim.model.bargaining import accepts
from sim.model.state import NOBODY
from sim.report.story import deals, threats, unprompted
from sim.report.story.kinds import Entry
from sim.report.story.measures import DEAL
from sim.report.story.scene import Scene
from sim.report.story.trace import Step
from sim.report.story.words import listed, percent, points
from sim.strategies import STRATEGIES


def tell(scene: Scene, step: Step) -> list[Entry]:
    """Tell of the offer of this round and of the answers to it."""
    deal = deals.tell(scene, step)
    after = deal or [*_leaving(scene, step), *threats.tell(scene, step), *unprompted.in_round(scene, step)]
    return [_offer(scene, step, bool(deal)), *after]


def opening(scene: Scene, step: Step) -> list[Entry]:
    """Tell of talks that break down before a round opens."""
    if step.after["broken"] == step.before["broken"]:
        return []
    chance = percent(float(step.after["breakdown"]))
    because = [f"an offer was rejected in the round before, and {chance} of such talks break down"]
    what = "the talks break down before the next offer is made."
    return [scene.entry(step, "breakdown", what, because, numbers={"chance": step.after["breakdown"]})]


def _offer(scene: Scene, step: Step, agreed: bool) -> Entry:
    row, p = step.after, int(step.after["proposer"])
    shares = (j for j in range(len(scene.packed.issues)) if scene.concerned(j))
    package = [f"{scene.issue(j)} {scene.natural(j, row['deal'][j])}" for j in shares]
    no = [k for k in scene.seats if k != p and not accepts(step.worths[k, DEAL], row["aspiration"][k])]
    answer = "" if agreed else f" {listed(map(scene.party, no))} reject{'s' if len(no) == 1 else ''} it."
    because = [f"{scene.party(p)} {_reason(scene, p)}: it asks for {points(row['aspiration'][p])}"]
    because += [_short(scene, step, k) for k in no if not agreed]
    numbers = {
        "aspiration": scene.by_party(row["aspiration"]),
        "offered": scene.by_party(step.worths[: len(scene.labels), DEAL]),
    }
    what = f"{scene.party(p)} offers {listed(package)}.{answer}"
    return scene.entry(step, "offer", what, because, seat=p, numbers=numbers)


def _short(scene: Scene, step: Step, k: int) -> str:
    held = points(step.after["aspiration"][k])
    return f"{points(step.worths[k, DEAL])} is less than the {held} that {scene.party(k)} holds out for"


def _reason(scene: Scene, k: int) -> str:
    party = scene.packed.scenario.parties[scene.packed.parties[k]]
    return STRATEGIES[party.strategy.kind].BECAUSE or "gives way as time goes"


def _leaving(scene: Scene, step: Step) -> list[Entry]:
    k = int(step.after["leaver"])
    if step.after["broken"] == step.before["broken"] or k == NOBODY:
        return []
    outside = points(step.after["outside"][k])
    what = f"{scene.party(k)} leaves the table for good, and the talks are over."
    because = [f"it has {outside} outside, and would take no less"]
    return [scene.entry(step, "breakdown", what, because, seat=k, numbers={"outside": step.after["outside"][k]})]
