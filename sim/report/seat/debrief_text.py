"""The end of a game in sentences."""

from __future__ import annotations

from typing import Any

from sim.outcomes import paths
from sim.report.rounding import day, percent, whole
from sim.report.seat.game import Game
from sim.report.story import leaf_phrase
from sim.report.story.words import gap, listed, on_scale, points, sentence, with_unit

_NEGLIGIBLE = 5e-4  # half of a tenth of a point


def debrief_text(game: Game, found: dict[str, Any]) -> list[str]:
    """Return the paragraphs of the debrief."""
    return [
        "THE END",
        found["sentence"],
        *_signed(game, found["terms"]),
        _sides(game, found),
        _standing(found),
        _model(game, found),
        *_possible(game, found["possible"]),
        *_types(game, found["resolute"]),
        *_known(game, found["known_outcome"]),
        found["caution"],
    ]


def _signed(game: Game, terms: dict[str, float | None]) -> list[str]:
    known = {issue: term for issue, term in terms.items() if term is not None}
    return [f"The terms: {_terms(game, known)}."] if known else []


def _sides(game: Game, found: dict[str, Any]) -> str:
    each = [
        f"{points(one['value'])} to {_name(game, party)} ({_change(one['gain'])})"
        for party, one in found["values"].items()
    ]
    return (
        f"In points, against the pact as it stood, with delay and the cost of threats counted: {listed(each)}. Points"
        " of two parties cannot be compared."
    )


def _standing(found: dict[str, Any]) -> str:
    standing, value = found["standing"], found["values"][found["party"]]["value"]
    middle = standing["quantiles"]
    return (
        f"You have {100 * value:.1f} points, more than {percent(standing['share'])} of"
        f" {whole(standing['model_players'])} model players in your seat have (half of them have"
        f" {points(middle['25%'])} to {points(middle['75%'])}). They played other draws of what is uncertain, so luck"
        " is part of it."
    )


def _model(game: Game, found: dict[str, Any]) -> str:
    model, me = found["model"], found["party"]
    mine, its = (float(one["values"][me]["value"]) for one in (found, model))
    beside = "as much as you have"
    if abs(mine - its) >= _NEGLIGIBLE:
        beside = f"{gap(mine - its)} {'less' if its < mine else 'more'} than you have"
    return (
        f"The model in your seat, in this very trial: {model['sentence']} It would have {points(its)} points, {beside}."
    )


def _possible(game: Game, found: dict[str, Any]) -> list[str]:
    lines = []
    if found["slack"] is not None:
        lines.append(_frontier(game, found))
    nash = found["nash"]
    if nash is None:
        lines.append("No package would have given every side more than its floor of the first day.")
        return lines
    each = [f"{points(worth)} to {_name(game, party)}" for party, worth in nash["values"].items()]
    away = f" What was signed differs by up to {gap(found['distance'])} for a side." if "distance" in found else ""
    lines.append(
        "The Nash point, which makes the product of all gains over the first day's floors as great as can be, gives"
        f" {listed(each)}: {_terms(game, nash['terms'])}.{away}"
    )
    return lines


def _frontier(game: Game, found: dict[str, Any]) -> str:
    if found["slack"] < _NEGLIGIBLE:
        return "The deal lies on the Pareto frontier: no terms would have given every side more."
    return (
        f"The deal leaves {gap(found['slack'])} on the table for every side at once, for instance with"
        f" {_terms(game, found['better']['terms'])}. On the Pareto frontier nothing would be left."
    )


def _types(game: Game, resolute: dict[str, bool]) -> list[str]:
    each = []
    for party, is_so in resolute.items():
        whose = "your leader" if party == game.packed.parties[game.seat] else f"the leader of {_name(game, party)}"
        each.append(f"{whose} was {'resolute' if is_so else 'bluffing'}")
    return [sentence(f"{listed(each)} all along.")] if each else []


def _known(game: Game, known: dict[str, Any] | None) -> list[str]:
    if known is None:
        return []
    is_leaf = known["path"] in paths.names(game.packed)
    phrase = leaf_phrase(game.packed, known["path"] if is_leaf else known["ending"])
    note = f" {known['note']}" if known["note"] else ""
    return [f"What really happened: {phrase}, on {day(known['date'])}.{note}"]


def _terms(game: Game, terms: dict[str, float]) -> str:
    return listed(_term(game, game.packed.issues.index(issue), value) for issue, value in terms.items())


def _term(game: Game, j: int, value: float) -> str:
    low, high = game.lexicon.ends[j]
    return f"{game.scene.issue(j)} {with_unit(on_scale(value, high - low), game.lexicon.units[j])}"


def _name(game: Game, party: str) -> str:
    seat = game.packed.parties.index(party)
    return "you" if seat == game.seat else game.scene.party(seat)


def _change(gain: float) -> str:
    if abs(gain) < _NEGLIGIBLE:
        return "no change"
    return f"{gap(gain).partition(' ')[0]} {'more' if gain > 0.0 else 'less'}"
