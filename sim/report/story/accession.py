"""Tell whether the outsiders of a side deal join it."""

from __future__ import annotations

from sim.report.story.kinds import Entry
from sim.report.story.measures import DEAL
from sim.report.story.scene import Scene
from sim.report.story.trace import Step
from sim.report.story.words import listed, percent, points


def tell(scene: Scene, step: Step) -> list[Entry]:
    """Tell of the last day for joining."""
    row, record = step.after, scene.packed.record
    c = int(row["coalition"])
    outside = [k for k in scene.seats if record["member"][c, k] == 0]
    members = [k for k in scene.seats if record["member"][c, k] == 1]
    names = listed(map(scene.party, outside))
    others = listed(map(scene.party, members))
    if row["joined"] == 1:
        what = f"{names} join{'s' if len(outside) == 1 else ''} the deal of {others}, which is now a deal of all."
    else:
        what = f"{names} will not join: it remains a deal of {others}."
    because = [_balance(scene, step, k, members) for k in outside]
    numbers = {"joined": bool(row["joined"] == 1), "deal_worth": scene.by_party(step.worths[:, DEAL])}
    return [scene.entry(step, "accession", what, because, numbers=numbers)]


def _balance(scene: Scene, step: Step, k: int, members: list[int]) -> str:
    row, c = step.after, int(step.after["coalition"])
    lost = float((row["loss"][k, members] + row["more_loss"][k, members]).clip(0.0).sum())
    pride = float(row["pride"][c, k])
    text = (
        f"joining gives {scene.party(k)} {points(step.worths[k, DEAL])} points; outside it would keep the"
        f" {points(row['status_quo_value'][k])} of today, less {points(lost)} if its links lapse, which it thinks"
        f" {percent(row['outsider_lapse'][c])} likely"
    )
    return text + (f"; giving in would hurt its pride by {points(pride)}" if pride > 0.0 else "")
