"""End the story: what it came to, for whom, on which terms, and what nobody at the table knew."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.model.bargaining import accepts
from sim.model.state import FULL_DEAL, LAPSED, PARTIAL_DEAL, RESOLUTE, Rows
from sim.outcomes import columns_of, paths
from sim.report.story.kinds import Entry
from sim.report.story.scene import Scene
from sim.report.story.trace import Step
from sim.report.story.words import gap, listed, percent, points
from sim.report.wording import ending_words, path_label
from sim.scenario.packing import PackedScenario


def outcome(packed: PackedScenario, final: Rows) -> dict[str, Any]:
    """Return what the results table holds of this trial, under the names of `--json`."""
    found = {column.name: (column, column.of(final)[0]) for column in columns_of(packed)}
    row, day = final[0], found["day"][1]
    return {
        "trial": row["trial"],
        "seed": row["seed"],
        "ending": found["ending"][0].labels[found["ending"][1]],
        "path": found["path"][0].labels[found["path"][1]],
        "day": day,
        "date": packed.day_of(day),
        "values": {
            party: {"value": found[f"value_{party}"][1], "gain": found[f"gain_{party}"][1],
                    "material": found[f"material_{party}"][1]}
            for party in packed.parties
        },
        "terms": {issue: found[f"term_{issue}"][1] for issue in packed.issues},
        "resolute": {
            party: bool(found[f"resolute_{party}"][1]) for party in packed.parties if f"resolute_{party}" in found
        },
    }  # fmt: skip


def leaf_phrase(packed: PackedScenario, leaf: str) -> str:
    """Return an ending or a leaf of the tree of outcomes in words: `a three-party deal after a threat`."""
    last = packed.scenario.about.ends.isoformat()
    name = paths.parent(leaf, packed)
    phrase = ending_words(name, len(packed.parties), last).phrase
    labels = {party: packed.scenario.parties[party].label for party in packed.parties}
    return f"{phrase} {path_label(leaf, labels, '')}".strip()


def sentence(scene: Scene, result: dict[str, Any]) -> str:
    """Return the ending as one sentence with its date."""
    day = scene.date(result["day"])
    phrase = leaf_phrase(scene.packed, result["path"])
    if result["ending"] in {"extended", "notice_pending"}:
        still = "the talks still go on" if result["ending"] == "extended" else "a notice of withdrawal still runs"
        return f"It has not ended by {day}: {still}."
    return f"It ends on {day} with {phrase}."


def tell(scene: Scene, step: Step, result: dict[str, Any]) -> list[Entry]:
    """Tell of the ending, after the last event."""
    found = [_values(scene, step, result)]
    found = [*_broken_off(scene, step), *found]
    if step.after["ending"] in {FULL_DEAL, PARTIAL_DEAL}:
        found.insert(0, _terms(scene, step, result))
    return found + [_truth(scene, step, i) for i in scene.seats if scene.may_leave(i)]


def _broken_off(scene: Scene, step: Step) -> list[Entry]:
    if step.after["ending"] != LAPSED:
        return []
    support, line = step.now["support"], step.after["breaks_off"]
    return [_breakdown(scene, step, k) for k in scene.seats if accepts(line[k], support[k])]


def _breakdown(scene: Scene, step: Step, k: int) -> Entry:
    line = float(step.after["breaks_off"][k])
    side = "below" if line < 0.0 else "above"
    what = f"{scene.party(k)} breaks off the talks: there is no deal, and the old pact stays in force."
    because = [f"support there has fallen to {percent(abs(line))} {side} the usual level, where it draws its line"]
    numbers = {"support": step.now["support"][k], "line": line}
    return scene.entry(step, "breakdown", what, because, seat=k, numbers=numbers)


def _values(scene: Scene, step: Step, result: dict[str, Any]) -> Entry:
    each = []
    for k, party in enumerate(scene.packed.parties):
        value, gain = (float(result["values"][party][name]) for name in ("value", "gain"))
        way = "more" if gain > 0.0 else "less"
        side = f"{gap(gain).partition(' ')[0]} {way}" if abs(gain) >= 0.0005 else "no change"
        each.append(f"{points(value)} for {scene.party(k)} ({side})")
    what = f"in points, against the pact as it stood, and with delay and the cost of threats counted: {listed(each)}."
    return scene.entry(step, "values", what, numbers={"values": result["values"]})


def _terms(scene: Scene, step: Step, result: dict[str, Any]) -> Entry:
    each = []
    for j in range(len(scene.packed.issues)):
        old, new = (np.float64(step.after[name][j]) for name in ("status_quo", "deal"))
        each.append(f"{scene.issue(j)} {scene.natural(j, new)} (was {scene.natural(j, old, bare=True)})")
    what = f"the terms: {listed(each)}."
    return scene.entry(step, "terms", what, numbers={"terms": result["terms"]})


def _truth(scene: Scene, step: Step, i: int) -> Entry:
    kind = "resolute" if step.after["type"][i] == RESOLUTE else "bluffing"
    believed = percent(float(step.after["belief"][i]))
    what = f"{scene.party(i)} was {kind} all along; at the end belief in its resolve stood at {believed}."
    numbers = {"belief": step.after["belief"][i]}
    return scene.entry(step, "truth", what, seat=i, numbers=numbers)
