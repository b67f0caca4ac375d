"""Tell of outreach, lobbying, elections and shocks: what each moved; several of one name in a row are told as one."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sim.model.state import DISCOUNT, EXIT_GAIN, HURDLE, SUPPORT, Row
from sim.report.story.kinds import Entry
from sim.report.story.scene import Scene
from sim.report.story.trace import Step
from sim.report.story.words import change, dates, gap, listed, sentence
from sim.scenario.packers.effects import Struck

_NOTICEABLE = 0.01
_START = "support at the start"  # tells of the time before the story


def tell(scene: Scene, step: Step) -> list[Entry]:
    """Tell of one effect that strikes one party."""
    effect = scene.effects[step.who]
    if effect.name == _START:
        return []
    seat = scene.packed.parties.index(effect.party)
    move = {
        "party": effect.party,
        "quantity": _quantity(scene, effect),
        "unit": _unit(effect),
        "before": level(scene, step.then, effect),
        "after": level(scene, step.now, effect),
        "day": step.day,
    }
    what = f"{effect.name} ({_moved([move])}){_consequence(scene, step, effect, seat)}."
    if scene.labels[seat] in effect.name:
        what = what.replace(f"(support in {scene.party(seat)} ", "(support there ")
    numbers = {"effect": effect.name, "moves": [move]}
    return [scene.entry(step, "effect", what, seat=seat, numbers=numbers, merge=effect.name)]


def level(scene: Scene, row: Row, effect: Struck) -> float:
    """Return what all effects together add to the quantity that this one moves."""
    seat = scene.packed.parties.index(effect.party)
    if effect.moves == SUPPORT:
        return float(row["support"][seat])
    if effect.moves == HURDLE:
        return float(row["more_hurdle"][seat])
    if effect.moves == EXIT_GAIN:
        return float(row["more_gain"][seat])
    if effect.moves == DISCOUNT:
        return float(row["more_discount"][seat])
    return float(row["more_loss"][seat, scene.packed.parties.index(str(effect.partner))])


def merged(scene: Scene, group: list[Entry]) -> Entry:
    """Return several strikes of one effect as one entry: on which days, and from where to where."""
    first = group[0]
    days = list(dict.fromkeys(entry.date for entry in group))
    when = f" on {dates(days)}" if len(days) > 1 else ""
    moves = [move for entry in group for move in entry.numbers["moves"]]
    quantities: dict[str, list[dict[str, Any]]] = {}
    for move in moves:
        quantities.setdefault(move["quantity"], []).append(move)
    each = listed(_moved(several) for several in quantities.values())
    party = first.party if len(quantities) == 1 else None
    numbers = {**first.numbers, "moves": moves}
    return replace(first, party=party, what=f"{sentence(first.merge)}{when} ({each}).", numbers=numbers)


def _moved(moves: list[dict[str, Any]]) -> str:
    ends = change(moves[0]["before"], moves[-1]["after"])
    return f"{moves[0]['quantity']} {ends}{moves[0]['unit']}"


def _quantity(scene: Scene, effect: Struck) -> str:
    party = scene.party(scene.packed.parties.index(effect.party))
    if effect.moves == SUPPORT:
        alone = len({each.party for each in scene.effects if each.moves == SUPPORT}) == 1
        return f"support in {party}" if scene.first_time("support") or not alone else "support"
    if effect.moves == HURDLE:
        return f"the hurdle in {party}"
    if effect.moves == EXIT_GAIN:
        return f"what leaving seems worth to {party}"
    if effect.moves == DISCOUNT:
        return f"the impatience of {party}"
    partner = scene.party(scene.packed.parties.index(str(effect.partner)))
    return f"what {party} would lose without its link to {partner}"


def _unit(effect: Struck) -> str:
    return "%" if effect.moves == SUPPORT else "% a year" if effect.moves == DISCOUNT else " points"


def _consequence(scene: Scene, step: Step, effect: Struck, seat: int) -> str:
    exit_moved = float(step.now["credibility"][seat] - step.then["credibility"][seat])
    if scene.may_leave(seat) and abs(exit_moved) >= _NOTICEABLE:
        ends = change(step.then["credibility"][seat], step.now["credibility"][seat])
        return f", and its exit looks {'more' if exit_moved > 0.0 else 'less'} likely ({ends}%)"
    floor_moved = float(step.now["floor"][seat] - step.then["floor"][seat])
    if effect.moves != SUPPORT and abs(floor_moved) >= _NOTICEABLE:
        return f"; the least it can accept {'rises' if floor_moved > 0.0 else 'falls'} by {gap(floor_moved)}"
    return ""
