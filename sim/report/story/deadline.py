"""Tell of the planned end: extended by consent, put off by a running notice, or the end of the talks."""

from __future__ import annotations

from sim.model.state import AUTOMATIC, CHANCE, UNDECIDED
from sim.report.story.kinds import Entry
from sim.report.story.measures import TEXT
from sim.report.story.scene import Scene
from sim.report.story.trace import Step, consents
from sim.report.story.words import chance, gap, plural, points

_NOTICEABLE = 0.03


def tell(scene: Scene, step: Step) -> list[Entry]:
    """Tell what became of one deadline."""
    row = step.after
    if row["extensions"] > step.before["extensions"]:
        again, why = " again" if row["extensions"] > 1 else "", _why(scene, step)
        what = f"the talks are extended{again} to {scene.date(row['deadline'])}."
        if not scene.first_time(why[0]):
            what, why = what.replace(".", ", for the same reason."), []
        return [scene.entry(step, "extension", what, why, numbers=_numbers(scene, step))]
    if row["ending"] == UNDECIDED:
        what = f"the end of the talks is put off to {scene.date(row['deadline'])}."
        because = ["a notice of withdrawal runs until then"]
        return [scene.entry(step, "postponement", what, because, numbers={"deadline": row["deadline"]})]
    what = "the talks lapse: there is no deal and no extension, and the old pact stays in force."
    return [scene.entry(step, "lapse", what, _why(scene, step), numbers=_numbers(scene, step))]


def _why(scene: Scene, step: Step) -> list[str]:
    row, rule = step.after, scene.packed.record["consent"]
    extended = row["extensions"] > step.before["extensions"]
    if not extended and row["extensions"] >= row["most_extensions"]:
        return [f"all extensions are used up: {plural(int(row['extensions']), 'extension')} of"
                f" {plural(int(row['most_extensions']), 'extension')}"]  # fmt: skip
    if rule == AUTOMATIC:
        return ["in this scenario an extension needs nobody's consent"]
    if rule == CHANCE:
        return [f"in this scenario an extension comes with a chance of {chance(row['consent_chance'])}"]
    if extended:
        return [_hopes(scene, step)]
    refused = [k for k, agreed in enumerate(consents(scene.packed, step.before)) if not agreed]
    return [_refusal(scene, step, k) for k in refused]


def _refusal(scene: Scene, step: Step, k: int) -> str:
    lack = float(step.after["floor"][k] - step.worths[k, TEXT])
    hope = float(step.after["hope"][k])
    side = "below" if lack > 0.0 else "above"
    text = f"the text lies {gap(lack)} {side} its floor and talking on promises {points(hope)}"
    if hope > lack:  # its consent is a draw, and fell out against what spoke for it
        return f"{scene.party(k)} refuses against the odds, for {text}"
    return f"{scene.party(k)} refuses, for {text}"


def _hopes(scene: Scene, step: Step) -> str:
    row = step.after
    hopes = sorted({points(row["hope"][k]) for k in scene.seats}, key=float)
    lack = {k: float(row["floor"][k] - step.worths[k, TEXT]) for k in scene.seats}
    most = max(lack, key=lambda k: lack[k])
    each = f"each is assumed to hope for {' to '.join(dict.fromkeys((hopes[0], hopes[-1])))} points from talking on"
    if lack[most] < _NOTICEABLE:
        return each
    return f"{each} ({scene.party(most)} is {points(lack[most])} under its floor)"


def _numbers(scene: Scene, step: Step) -> dict[str, object]:
    row = step.after
    return {
        "deadline": row["deadline"],
        "extensions": row["extensions"],
        "text_worth": scene.by_party(step.worths[:, TEXT]),
        "floor": scene.by_party(row["floor"]),
        "hope": scene.by_party(row["hope"]),
    }
