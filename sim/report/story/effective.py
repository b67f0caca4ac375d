"""Tell of the day on which a notice can take effect: the party leaves, or takes its notice back."""

from __future__ import annotations

from sim.model.state import RESOLUTE, WITHDREW
from sim.report.story.kinds import Entry
from sim.report.story.scene import Scene
from sim.report.story.threats import concluded
from sim.report.story.trace import Step
from sim.report.story.words import chance, gap


def tell(scene: Scene, step: Step) -> list[Entry]:
    """Tell whether one party leaves."""
    i, row = step.who, step.after
    kind = "resolute" if row["type"][i] == RESOLUTE else "bluffing"
    leaving = float(row["chance"][i, row["type"][i]])
    gain = float(row["net_gain"][i, row["type"][i]])
    because = [
        f"once its notice has run out, a {kind} leader like this one leaves with a chance of {chance(leaving)}",
        f"leaving is now worth {gap(gain)} {'more' if gain > 0.0 else 'less'} to it than staying, and taking the notice"
        f" back would cost it {gap(row['audience'][i, 1])} at home",
    ]
    if row["decision"][i] == WITHDREW:
        what = f"the notice takes effect: {scene.party(i)} leaves the pact."
        return [scene.entry(step, "withdrawal", what, because, seat=i, numbers=_numbers(step, i))]
    return [rescission(scene, step, i, because)]


def rescission(scene: Scene, step: Step, i: int, because: list[str]) -> Entry:
    """Return the entry of a notice that is taken back."""
    what = (
        f"{scene.party(i)} takes its notice back, which costs it {gap(step.after['audience'][i, 1])} at home."
        f" {concluded(scene, step, i)}"
    )
    return scene.entry(step, "rescission", what, because, seat=i, numbers=_numbers(step, i))


def _numbers(step: Step, i: int) -> dict[str, object]:
    row, kind = step.after, step.after["type"][i]
    return {
        "chance": float(row["chance"][i, kind]),
        "net_gain": float(row["net_gain"][i, kind]),
        "audience_cost": row["audience"][i, 1],
    }
