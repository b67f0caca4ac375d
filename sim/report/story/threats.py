"""Tell of the threat stage after a round: who threatens, who could have and did not, and what the others make of it."""

from __future__ import annotations

from sim.model.state import BLUFFER, ON_EVENT, RESOLUTE, STAYED_QUIET, THREATENED, WAS_SATISFIED
from sim.report.story.kinds import Entry
from sim.report.story.scene import Scene
from sim.report.story.trace import Step
from sim.report.story.words import change, gap, listed, percent

_NOTICEABLE = 0.03  # change of a belief by silence
_HARDLY = 0.005


def tell(scene: Scene, step: Step) -> list[Entry]:
    """Tell what each party with a policy of threats did after this round."""
    found = []
    for i in scene.seats:
        decision = step.after["decision"][i]
        if decision == THREATENED:
            found.append(made(scene, step, i, weighed(scene, step, i)))
        elif decision == STAYED_QUIET and abs(step.after["belief"][i] - scene.belief[i]) >= _NOTICEABLE:
            found.append(_quiet(scene, step, i))
        elif decision == WAS_SATISFIED and scene.first_time(f"satisfied {i}"):
            what = f"{scene.party(i)} sees no reason to threaten: what the others offer meets its demand."
            found.append(scene.entry(step, "quiet", what, [offered(scene, step, i)], seat=i))
    return found


def made(scene: Scene, step: Step, i: int, because: list[str]) -> Entry:
    """Return the entry of a threat: until when it stands, and what the others conclude."""
    until = scene.date(step.after["expiry"][i])
    what = f"{scene.party(i)} threatens to give notice of withdrawal unless its demand is met by {until}."
    if step.before["threats"][i] > 0:
        what = f"{scene.party(i)} threatens again, until {until}."
        because = because if matters(scene, step, i) else because[:1]
    what = f"{what} {concluded(scene, step, i)}"
    return scene.entry(step, "threat", what, because, seat=i, numbers=numbers(scene, step, i))


def weighed(scene: Scene, step: Step, i: int) -> list[str]:
    """Return why a leader acts: how likely each type does so, what it hopes to gain, what it is offered."""
    row = step.after
    hope = [f"it hopes for {gap(row['prize'][i])} from the others' fear"] if row["prize"][i] >= 0.0095 else []
    return [f"this was {likely(step, i)}", *hope, offered(scene, step, i)]


def likely(step: Step, i: int) -> str:
    """Return how likely each type was to act so."""
    chances = step.after["chance"][i]
    return f"{percent(chances[RESOLUTE])} likely if resolute, {percent(chances[BLUFFER])} if bluffing"


def offered(scene: Scene, step: Step, i: int) -> str:
    """Return how much of what a party asks for the others offer, and how much would satisfy it."""
    row = step.after
    demand = f"; it wants {percent(row['demand'][i])}"
    if (row["offered"][i] >= row["demand"][i]) != (row["decision"][i] == WAS_SATISFIED):
        demand = ""  # the two shares are of slightly different asks once issues are closed
    return (
        f"the others offer {percent(row['offered'][i])} of what it asks ({percent(row['opening_share'][i])} at first)"
        f"{demand}"
    )


def matters(scene: Scene, step: Step, i: int) -> bool:
    """Return whether i's act moved what others believe, or a floor, noticeably."""
    shift = abs(float(step.after["belief"][i] - step.before["belief"][i]))
    return shift >= _NOTICEABLE or bool((abs(step.now["floor"] - step.then["floor"]) >= _NOTICEABLE).any())


def concluded(scene: Scene, step: Step, i: int) -> str:
    """Return what others make of i's act, as sentences: belief, credibility, floors, and what it sets off."""
    old, new = float(step.before["belief"][i]), float(step.after["belief"][i])
    scene.belief[i] = new
    words = f"Belief that it is resolute: {_from_to(old, new)}"
    fear, feared = float(step.then["credibility"][i]), float(step.now["credibility"][i])
    if _from_to(fear, feared) == _from_to(old, new):
        words = f"Belief that it is resolute, and would leave: {_from_to(old, new)}"
    elif abs(feared - fear) >= 2 * _HARDLY:
        words += f"; that it would leave: {_from_to(fear, feared)}"
    moved = [k for k in scene.seats if abs(step.now["floor"][k] - step.then["floor"][k]) >= 2 * _HARDLY]
    if moved:
        floors = [f"{scene.labels[k]} {change(step.then['floor'][k], step.now['floor'][k])}" for k in moved]
        words += f"; floor{'s' if len(moved) > 1 else ''}: {', '.join(floors)}"
        beyond = [scene.party(k) for k in moved if step.now["floor"][k] > step.now["most"][k]]
        words += f" - beyond any text for {listed(beyond)}" if beyond else ""
    for k in moved:
        scene.floors[k] = step.now
    return f"{words}.{_set_off(scene, step)}"


def numbers(scene: Scene, step: Step, i: int) -> dict[str, object]:
    """Return the raw numbers behind a decision of party i."""
    row = step.after
    return {
        "chance": {"resolute": row["chance"][i, RESOLUTE], "bluffer": row["chance"][i, BLUFFER]},
        "prize": row["prize"][i],
        "offered": row["offered"][i],
        "opening_share": row["opening_share"][i],
        "demand": row["demand"][i],
        "belief": {"before": step.before["belief"][i], "after": row["belief"][i]},
        "credibility": {"before": step.then["credibility"][i], "after": step.now["credibility"][i]},
        "floor": {"before": scene.by_party(step.then["floor"]), "after": scene.by_party(step.now["floor"])},
    }


def _quiet(scene: Scene, step: Step, i: int) -> Entry:
    row = step.after
    old, new = float(scene.belief[i]), float(row["belief"][i])
    scene.belief[i] = new
    way = "falls" if new < old else "rises"
    what = f"no threat by {scene.party(i)}; belief in its resolve {way} from {change(old, new)}%."
    because = f"a threat was {likely(step, i)}"
    return scene.entry(step, "quiet", what, [because], seat=i, numbers=numbers(scene, step, i))


def _from_to(old: float, new: float) -> str:
    return f"{change(old, new)}%" if abs(new - old) >= _HARDLY else f"still {percent(new)}"


def _set_off(scene: Scene, step: Step) -> str:
    record = scene.packed.record
    names = [
        scene.effects[e].name
        for e in range(len(scene.effects))
        if record["schedule"][e] == ON_EVENT and step.after["strikes"][e] > step.before["strikes"][e]
    ]
    new = [name for name in dict.fromkeys(names) if scene.first_time(name)]
    return f" This sets off: {'; '.join(new)}." if new else ""
