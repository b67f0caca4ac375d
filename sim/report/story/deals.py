"""Tell of a signature: whose text it is, what it is worth to each who signs, and who is left out."""

from __future__ import annotations

import numpy as np

from sim.model.state import EACH, NEVER, NOBODY, OFFERS
from sim.report.story.kinds import Entry
from sim.report.story.measures import TEXT
from sim.report.story.scene import Scene
from sim.report.story.trace import Step
from sim.report.story.words import gap, listed, percent, points


def tell(scene: Scene, step: Step) -> list[Entry]:
    """Tell of the deal that this round came to, if it did."""
    if step.after["signed"] == step.before["signed"] and step.after["path"] == step.before["path"]:
        return []
    if step.after["coalition"] != NOBODY:
        return [_side_deal(scene, step)]
    worth = step.after["worth"]
    held = [_met(scene, step, k) for k in scene.seats]
    numbers = {"worth": scene.by_party(worth), "aspiration": scene.by_party(step.after["aspiration"])}
    what = f"deal: all sign {_whose(scene, step)}.{_votes(scene, step)}"
    because = [f"it gives at least what was held out for: {listed(held)}"]
    if scene.packed.record["quota"] < len(scene.labels):
        what = f"deal: {_whose(scene, step)} binds all.{_votes(scene, step)}"
        because = [f"{scene.packed.record['quota']} have to agree: {listed(held)}, with what each held out for"]
    return [scene.entry(step, "deal", what, because, numbers=numbers)]


def _side_deal(scene: Scene, step: Step) -> Entry:
    row, record = step.after, scene.packed.record
    c = int(row["coalition"])
    members = [k for k in scene.seats if record["member"][c, k] == 1]
    outside = [k for k in scene.seats if record["member"][c, k] == 0]
    what = (
        f"{listed(map(scene.party, members))} close a deal without {listed(map(scene.party, outside))}, which may"
        f" join until {scene.date(row['accession_day'])}.{_votes(scene, step)}"
    )
    held = [_met(scene, step, k) for k in members]
    short = row["aspiration"] - step.worths[:, TEXT]
    against = [f"{scene.labels[k]} {gap(short[k])}" for k in scene.seats if short[k] > 0.0]
    because = [f"the text for all falls short: {', '.join(against)}"] if against else []
    risk = percent(row["lapse"][c])
    because.append(
        f"this one gives at least what was held out for, with a chance of {risk} that links to"
        f" {listed(map(scene.party, outside))} lapse: {listed(held)}"
    )
    numbers = {"worth": scene.by_party(row["worth"]), "lapse": row["lapse"][c], "join_by": row["accession_day"]}
    return scene.entry(step, "side deal", what, because, numbers=numbers)


def _met(scene: Scene, step: Step, k: int) -> str:
    worth, wish = step.after["worth"][k], step.after["aspiration"][k]
    return f"{points(worth)} to {scene.party(k)} ({points(wish)})"


def _whose(scene: Scene, step: Step) -> str:
    row, issues = step.after, len(scene.packed.issues)
    if scene.packed.record["protocol"] == OFFERS:
        return f"the offer of {scene.party(int(row['proposer']))}"
    if scene.packed.record["closing"] == EACH:
        return "what was settled issue by issue"
    if np.array_equal(row["deal"][:issues], row["text"][:issues]):
        return "the chair's text"
    for k in scene.seats:
        own = scene.issues_of(k)
        if np.array_equal(row["deal"][own], row["table"][k, own]):
            return f"the package tabled by {scene.party(k)}"
    return "the package on the table"


def _votes(scene: Scene, step: Step) -> str:
    days = step.after["vote_day"]
    later = [k for k in scene.seats if days[k] != NEVER and days[k] > step.day]
    each = [f"{scene.party(k)} on {scene.date(days[k])}" for k in later]
    return f" Votes at home: {listed(each)}." if each else ""
