"""Tell of outreach, lobbying, elections and shocks: what each moved; several of one name in a row are told as one."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sim.model.state import Row
from sim.report.story.kinds import Entry
from sim.report.story.scene import Scene
from sim.report.story.trace import Step
from sim.report.story.words import change, dates, gap, listed, sentence
from sim.scenario.packers.effects import Struck

_NOTICEABLE = 0.015
# Of each kind on the shelf: the field of a row with what effects add, what it is called, and its unit.
_WORDS = {
    "support": ("support", "support in {party}", "%"),
    "hurdle": ("more_hurdle", "the hurdle in {party}", " points"),
    "exit_gain": ("more_gain", "what leaving seems worth to {party}", " points"),
    "discount": ("more_discount", "the impatience of {party}", "% a year"),
    "link_loss": ("more_loss", "what {party} would lose without its link to {partner}", " points"),
}
_START = "support at the start"  # tells of the time before the story


def tell(scene: Scene, step: Step) -> list[Entry]:
    """Tell of one effect that strikes one party."""
    effect = scene.effects[step.who]
    if effect.name == _START:
        return []
    seat = scene.packed.parties.index(effect.party)
    move = {
        "party": effect.party,
        "quantity": f"{effect.key} of {effect.party}",
        "words": _quantity(scene, effect),
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
    field, _, _ = _WORDS[effect.key]
    seat = scene.packed.parties.index(effect.party)
    if effect.partner is None:
        return float(row[field][seat])
    return float(row[field][seat, scene.packed.parties.index(effect.partner)])


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
    return f"{moves[0]['words']} {ends}{moves[0]['unit']}"


def _quantity(scene: Scene, effect: Struck) -> str:
    _, words, _ = _WORDS[effect.key]
    if effect.key == "support":
        alone = len({each.party for each in scene.effects if each.key == "support"}) == 1
        if alone and not scene.first_time("support"):
            return "support"
    party = scene.party(scene.packed.parties.index(effect.party))
    partner = scene.party(scene.packed.parties.index(effect.partner)) if effect.partner is not None else ""
    return words.format(party=party, partner=partner)


def _unit(effect: Struck) -> str:
    return _WORDS[effect.key][2]


def _consequence(scene: Scene, step: Step, effect: Struck, seat: int) -> str:
    exit_moved = float(step.now["credibility"][seat] - step.then["credibility"][seat])
    if scene.may_leave(seat) and abs(exit_moved) >= _NOTICEABLE:
        ends = change(step.then["credibility"][seat], step.now["credibility"][seat])
        return f", and its exit looks {'more' if exit_moved > 0.0 else 'less'} likely ({ends}%)"
    floor_moved = float(step.now["floor"][seat] - step.then["floor"][seat])
    if effect.key != "support" and abs(floor_moved) >= _NOTICEABLE:
        return f"; the least it can accept {'rises' if floor_moved > 0.0 else 'falls'} by {gap(floor_moved)}"
    return ""
