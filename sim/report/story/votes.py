"""Tell of votes at home on what was signed; votes of one day are told together."""

from __future__ import annotations

from dataclasses import replace

from sim.model.state import RATIFICATION_FAILED
from sim.report.story.kinds import Entry
from sim.report.story.measures import LINE
from sim.report.story.scene import Scene
from sim.report.story.trace import Step
from sim.report.story.words import chance, gap, percent, points


def tell(scene: Scene, step: Step) -> list[Entry]:
    """Tell of one vote."""
    k, row = step.who, step.after
    passed = _passed(step)
    margin = float(row["worth"][k] - step.worths[k, LINE])
    numbers = {
        "votes": {
            scene.packed.parties[k]: {
                "passed": passed, "chance": row["chance"][k, 0], "worth": row["worth"][k], "margin": margin,
            }
        }
    }  # fmt: skip
    side = "more" if margin >= 0.0 else "less"
    why = (
        f"to {scene.party(k)} the deal is worth {points(row['worth'][k])} points, {gap(margin)} {side} than it takes at"
        f" home, and so was to pass with a chance of {chance(row['chance'][k, 0])}"
    )
    if passed:
        what = f"the vote in {scene.party(k)} passes."
        return [scene.entry(step, "vote", what, [why], seat=k, numbers=numbers, merge="vote")]
    what = f"the deal is voted down in {scene.party(k)}.{_aftermath(scene, step)}"
    return [scene.entry(step, "vote", what, [why], seat=k, numbers=numbers)]


def merged(scene: Scene, group: list[Entry]) -> Entry:
    """Return votes that passed as one entry."""
    votes = {name: vote for entry in group for name, vote in entry.numbers["votes"].items()}
    each = [f"{scene.names[name]} {percent(vote['chance'])}" for name, vote in votes.items()]
    what = f"The votes at home pass. How likely that was: {', '.join(each)}."
    return replace(group[0], party=None, what=what, because=(), numbers={"votes": votes}, merge="")


def _passed(step: Step) -> bool:
    if step.after["ending"] == RATIFICATION_FAILED or step.after["signed"] < step.before["signed"]:
        return False
    return bool(step.after["joined"] >= step.before["joined"])


def _aftermath(scene: Scene, step: Step) -> str:
    if step.after["signed"] < step.before["signed"]:
        return f" The talks are taken up again, until {scene.date(step.after['deadline'])}."
    if step.after["joined"] < step.before["joined"]:
        return " It stays outside, and the others go on without it."
    return ""
