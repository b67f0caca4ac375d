"""Open the story: who sits at the table, what the pact is worth to each, what was drawn for this trial."""

from __future__ import annotations

from sim.model.state import RESOLUTE
from sim.report.story.kinds import Entry
from sim.report.story.scene import Scene
from sim.report.story.trace import Numbers, Step
from sim.report.story.words import chance, dated, gap, listed, percent, points
from sim.report.wording import inside_sentence

_DIALS_TOLD = 2
_UNUSUAL = 0.05  # a draw is told where at most so many trials lie beyond it


def tell(scene: Scene, step: Step) -> list[Entry]:
    """Tell of the beginning."""
    found = [_table(scene, step), _status_quo(scene, step)]
    found += [_type(scene, step, i) for i in scene.seats if scene.may_leave(i)]
    found += _dials(scene, step)
    return [*found, _issues(scene, step)]


def _table(scene: Scene, step: Step) -> Entry:
    calendar, about = scene.packed.scenario.calendar, scene.packed.scenario.about
    opened = calendar.opened.date if calendar.opened else about.starts
    since = "open since" if opened < about.starts else "to open on"
    what = (
        f"the talks between {listed(map(scene.party, scene.seats))}, {since} {dated(opened)}, are to end on"
        f" {scene.date(step.after['deadline'])}; meanwhile the pact stays in force."
    )
    return scene.entry(step, "opening", what, numbers={"planned_end": step.after["deadline"]})


def _status_quo(scene: Scene, step: Step) -> Entry:
    worth = step.after["status_quo_value"]
    each = listed(f"{points(worth[k])} to {scene.party(k)}" for k in scene.seats)
    what = f"in points, the pact is worth {each}. Whoever is content with it gives way only for fear that it may end."
    return scene.entry(step, "status quo", what, numbers={"status_quo_value": scene.by_party(worth)})


def _type(scene: Scene, step: Step, i: int) -> Entry:
    row = step.after
    resolute = row["type"][i] == RESOLUTE
    gain = float(row["net_gain"][i, row["type"][i]])
    kind = "is resolute: it may really leave" if resolute else "is bluffing: it would rather stay"
    what = (
        f"in this trial {scene.party(i)} {kind}. Only you know; the others believe it"
        f" resolute with a chance of {chance(row['belief'][i])}."
    )
    because = f"to this leader, leaving is worth {gap(gain)} {'more' if gain > 0.0 else 'less'} than staying"
    numbers = {"resolute": bool(resolute), "belief": row["belief"][i], "net_gain": gain}
    return scene.entry(step, "type", what, [because], seat=i, numbers=numbers)


def _dials(scene: Scene, step: Step) -> list[Entry]:
    dials = scene.packed.scenario.dials
    ranked = []
    for drawn in scene.packed.drawn:
        rank = float(scene.trace.ranks[drawn.number])
        beyond = min(rank, 1.0 - rank)
        if drawn.name in dials and beyond <= _UNUSUAL:
            ranked.append((beyond, drawn.name, rank, float(step.after["drawn"][drawn.number])))
    told = sorted(ranked)[:_DIALS_TOLD]
    if not told:
        return []
    each = "; ".join(_dial(scene, name, rank, value) for _, name, rank, value in told)
    what = f"out of the ordinary in this trial: {each}."
    numbers = {name: {"value": value, "rank": rank} for _, name, rank, value in told}
    return [scene.entry(step, "draws", what, numbers=numbers)]


def _dial(scene: Scene, name: str, rank: float, value: float) -> str:
    dial = scene.packed.scenario.dials[name]
    unit = dial.unit or ""
    if unit in {"probability", "support"} or unit.startswith("share"):
        text = f"{100.0 * value:.3g}%"
    else:
        text = f"{value:.3g} {unit}".strip()
    beyond = f"{percent(1.0 - rank)} of trials draw more" if rank > 0.5 else f"{percent(rank)} of trials draw less"
    return f"{inside_sentence(dial.label, scene.names)} - {text} ({beyond})"


def _issues(scene: Scene, step: Step) -> Entry:
    told = [j for j in range(len(scene.packed.issues)) if scene.concerned(j)]
    row = step.after
    today = [scene.natural(j, row["status_quo"][j]) for j in told]
    wants = [f"{scene.issue(j)} {now} ({_of_each(scene, j, row['ideal'])})" for j, now in zip(told, today, strict=True)]
    names = listed(map(scene.party, scene.seats))
    what = f"the terms today and, in brackets, what {names} want: {'; '.join(wants)}."
    apart = [j for j in told if (row["opening"][scene.concerned(j), j] != row["ideal"][scene.concerned(j), j]).any()]
    if apart:
        opens = [f"{scene.issue(j)} ({_of_each(scene, j, row['opening'])})" for j in apart]
        what += f" They open otherwise on {'; '.join(opens)}."
    numbers = {
        scene.packed.issues[j]: {
            "status_quo": scene.packed.natural(j, row["status_quo"][j]),
            "wanted": _by_party(scene, j, row["ideal"]),
            "opening": _by_party(scene, j, row["opening"]),
        }
        for j in told
    }
    return scene.entry(step, "issues", what, numbers=numbers)


def _of_each(scene: Scene, j: int, positions: Numbers) -> str:
    # A dash where the issue does not concern the party.
    concerned = scene.concerned(j)
    return ", ".join(scene.natural(j, positions[k, j], bare=True) if k in concerned else "-" for k in scene.seats)


def _by_party(scene: Scene, j: int, positions: Numbers) -> dict[str, float]:
    return {scene.packed.parties[k]: float(scene.packed.natural(j, positions[k, j])) for k in scene.concerned(j)}
