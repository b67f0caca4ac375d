"""Tell of rounds: who gave way on what, under which pressure, and why there is no deal yet."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby

import numpy as np

from sim.model.events import THE_CALENDAR
from sim.model.state import NOTICE, OFFERS
from sim.report.story import deals, floors, offers, technical, threats, unprompted
from sim.report.story.kinds import Entry
from sim.report.story.measures import ACCEPTS, TEXT
from sim.report.story.scene import Scene
from sim.report.story.trace import Step
from sim.report.story.words import dates, gap, listed, percent, plural, points, sentence
from sim.strategies import STRATEGIES

_NOTICEABLE = 0.08  # of a party's utility
_LISTED = 2  # moves of one party that are told one by one
_STILL = "A round with hardly any movement."


@dataclass(frozen=True)
class Move:
    """A party's step on one issue since the reader last heard of it; `cost` is what it gives away, in its utility."""

    seat: int
    issue: int
    old: float
    new: float
    cost: float


def tell(scene: Scene, step: Step) -> list[Entry]:
    """Tell of one round, with the deal or the threats that follow from it."""
    if scene.packed.record["protocol"] == OFFERS:
        return offers.tell(scene, step)
    deal = deals.tell(scene, step)
    told = moves(scene, step)
    settled = technical.settled(scene, step)
    if told or (deal and settled) or _vetoes(scene, step):
        first = _round(scene, step, told, settled, bool(deal))
    elif deal:
        return [replace(deal[0], because=(*deal[0].because, *_because(scene, step, [])))]
    else:
        first = _still(scene, step, settled)
    after = deal or [*threats.tell(scene, step), *unprompted.in_round(scene, step)]
    return after if after and first.what == _STILL else [first, *after]


def merged(scene: Scene, group: list[Entry]) -> Entry:
    """Return rounds in which nobody moved as one entry."""
    why = next((f", as{entry.what.partition(', as')[2]}" for entry in group if ", as" in entry.what), ".")
    what = f"Hardly any movement at the rounds of {dates([entry.date for entry in group])}{why}"
    return replace(group[0], what=what, numbers=group[-1].numbers, merge="")


def moves(scene: Scene, step: Step) -> list[Move]:
    """Return the noticeable steps of all parties, each party's largest concession first."""
    found = []
    for k in scene.seats:
        for j in scene.issues_of(k):
            old, new = float(scene.table[k, j]), float(step.after["table"][k, j])
            cost = float(scene.pieces[k, j] - step.pieces[k, j])
            if abs(cost) >= _NOTICEABLE and step.after["closed"][j] == 0:
                found.append(Move(k, j, old, new, cost))
    return sorted(found, key=lambda move: (move.seat, -move.cost))


def _round(scene: Scene, step: Step, told: list[Move], settled: list[str], deal: bool) -> Entry:
    parts = [_party_moves(scene, step, list(own)) for _, own in groupby(told, key=lambda move: move.seat)]
    sentences = ["; ".join(parts)] if parts else []
    if settled:
        sentences.append(f"settled: {listed(settled)}")
    vetoes = _vetoes(scene, step)
    if vetoes:
        sentences.append(f"the negotiators agree, but the leader of {scene.party(vetoes[0])} refuses to sign")
    elif not deal:
        sentences.append(_no_deal(scene, step))
    what = f"{_place(scene, step)}: {'. '.join(map(sentence, sentences))}."
    because = _because(scene, step, [move.seat for move in told])
    return scene.entry(step, "round", what, because, numbers=_numbers(scene, step))


def _because(scene: Scene, step: Step, movers: list[int]) -> list[str]:
    seats = list(dict.fromkeys(movers))
    pressed = [k for k in seats if not _reason(scene, k)]
    others = [f"{scene.party(k)} {_reason(scene, k)}: it {_held(scene, step, k)}" for k in seats if _reason(scene, k)]
    return [*_pressure(scene, step, pressed), *others, *floors.moved(scene, step.before)]


def _reason(scene: Scene, k: int) -> str:
    party = scene.packed.scenario.parties[scene.packed.parties[k]]
    return STRATEGIES[party.strategy.kind].BECAUSE


def _party_moves(scene: Scene, step: Step, own: list[Move]) -> str:
    given = [move for move in own if move.cost > 0.0]
    taken = [move for move in own if move.cost <= 0.0]
    parts = []
    if given:
        parts.append(f"gives way on {_steps(scene, step, given)}")
    if taken:
        parts.append(f"asks for more again on {_steps(scene, step, taken)}")
    return f"{scene.party(own[0].seat)} {' but '.join(parts)}"


def _steps(scene: Scene, step: Step, own: list[Move]) -> str:
    each = []
    for move in own[:_LISTED]:
        old, new = scene.natural(move.issue, move.old, bare=True), scene.natural(move.issue, move.new)
        each.append(f"{scene.issue(move.issue)} ({old} to {new})")
        scene.table[move.seat, move.issue] = move.new
        scene.pieces[move.seat, move.issue] = step.pieces[move.seat, move.issue]
    rest = len(own) - _LISTED
    return listed(each + ([f"{plural(rest, 'issue')} more"] if rest > 0 else []))


def _no_deal(scene: Scene, step: Step) -> str:
    short = step.after["aspiration"] - step.worths[:, TEXT]
    refuse = sorted((k for k in scene.seats if step.worths[k, ACCEPTS] == 0.0), key=lambda k: -short[k])
    if not refuse:
        return "no deal yet, as some issues are still open"
    each = [
        f"{scene.labels[k]} {gap(short[k])} short" if n == 0 else f"{scene.labels[k]} {gap(short[k]).partition(' ')[0]}"
        for n, k in enumerate(refuse)
    ]
    explained = "the text is less than they hold out for, " if scene.first_time("short") else ""
    content = [scene.party(k) for k in scene.seats if k not in refuse]
    would = f"; {listed(content)} would sign" if content else ""
    return f"no deal: {explained}{', '.join(each)}{would}"


def _vetoes(scene: Scene, step: Step) -> list[int]:
    return [k for k in scene.seats if step.after["vetoes"][k] > step.before["vetoes"][k]]


def _place(scene: Scene, step: Step) -> str:
    if step.who != THE_CALENDAR:
        return f"session called by {scene.party(step.who - 1 - THE_CALENDAR)}"
    today = scene.packed.day_of(step.day)
    for each in scene.packed.scenario.calendar.rounds:
        if each.to == today and each.name:
            return each.name if " session" in each.name or " round" in each.name.lower() else f"{each.name} round"
    if any(step.before["stage"][i] == NOTICE and step.before["effective"][i] == step.day for i in scene.seats):
        return "last round before the notice takes effect"
    return "last round of the term" if step.before["deadline"] == step.day else "round"


def _pressure(scene: Scene, step: Step, movers: list[int]) -> list[str]:
    elapsed = float(step.after["elapsed"])
    until = ""
    if scene.counted_end != step.counted_end:
        until = f" to {scene.date(step.counted_end)}"
        if scene.first_time("counted end"):
            until += ", the end that they count on,"
    fell = elapsed < scene.elapsed and percent(elapsed) != percent(scene.elapsed)
    since = f" ({percent(scene.elapsed)} before)" if fell else ""
    scene.elapsed, scene.counted_end = elapsed, step.counted_end
    held = [f"{scene.party(k)} {_held(scene, step, k, first=n == 0)}" for n, k in enumerate(movers)]
    so = f": {', '.join(held)}" if held else ""
    return [f"{percent(elapsed)} of the time{until} has gone{since}{so}"]


def _held(scene: Scene, step: Step, k: int, *, first: bool = True) -> str:
    old, new = float(scene.aspiration[k]), float(step.after["aspiration"][k])
    scene.aspiration[k] = new
    before = f"was {points(old)}, " if points(old) != points(new) else ""
    verb = "holds out for" if first else "for"
    return f"{verb} {points(new)} ({before}floor {points(step.after['floor'][k])})"


def _still(scene: Scene, step: Step, settled: list[str]) -> Entry:
    old, new = scene.elapsed, float(step.after["elapsed"])
    why = f", as {_pressure(scene, step, [])[0]}" if new < old else ""
    what = _STILL.replace(".", f"{why}.")
    if settled:
        what = f"A round that settles {listed(settled)} and moves hardly anything else{why}."
    return scene.entry(step, "still", what, numbers=_numbers(scene, step), merge=f"still {listed(settled)}")


def _numbers(scene: Scene, step: Step) -> dict[str, object]:
    row, n = step.after, len(scene.labels)
    tabled = {
        party: {
            scene.packed.issues[j]: scene.packed.natural(j, np.float64(row["table"][k, j])) for j in scene.issues_of(k)
        }
        for k, party in enumerate(scene.packed.parties)
    }
    return {
        "elapsed": row["elapsed"],
        "counted_end": step.counted_end,
        "aspiration": scene.by_party(row["aspiration"]),
        "floor": scene.by_party(step.before["floor"]),
        "text_worth": scene.by_party(step.worths[:n, TEXT]),
        "tabled": tabled,
    }
