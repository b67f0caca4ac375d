"""Turn an order into a decision of the chair, with sentences on what the rules make of it (model.md 1.6, 1.7)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from sim.engine.chair import Decision, Numbers
from sim.engine.outlook import model_package
from sim.errors import UsageError
from sim.model.events import DONE, EFFECTIVE, EXPIRY, ROUND
from sim.model.policies import NEVER_LEAVES, SCRIPTED
from sim.model.state import NOBODY, NOTICE, QUIET, THREAT
from sim.report.seat.game import Game
from sim.report.seat.orders import Order
from sim.report.story.words import gap, listed, points

_NEGLIGIBLE = 5e-4  # half of a tenth of a point

Decided = tuple[Decision, list[str]]


def decided(game: Game, order: Order) -> Decided:
    """Return the decision that an order means now, and what to say of it; raise UsageError where it means none."""
    if game.chair.event == DONE:
        raise UsageError(f"the talks are over; {CHOICES[DONE]}")
    if order.word not in _DECISIONS[game.chair.event]:
        raise UsageError(_misplaced(game, order.word))
    if order.threatens:
        _check_threat(game)
    decision, said = _DECISIONS[game.chair.event][order.word](game, order)
    return decision, [*said, *(["You threaten, unless there is a deal today."] if order.threatens else [])]


def is_decision(order: Order) -> bool:
    """Return whether an order lets time go on."""
    return any(order.word in verbs for verbs in _DECISIONS.values())


def may_threaten(game: Game) -> bool:
    """Return whether the player may threaten in this round."""
    policy = game.packed.record["policy"][game.seat]
    can = policy not in {NEVER_LEAVES, SCRIPTED} and game.packed.record["yearly"][game.seat] == 0
    return bool(can and game.chair.rows["stage"][0, game.seat] == QUIET)


def _offer(game: Game, order: Order) -> Decided:
    return _tabled(game, game.own_package(dict(order.terms)), order, "Your package")


def _points(game: Game, order: Order) -> Decided:
    row, wish = game.chair.rows[0], order.amount
    floor, held = float(row["floor"][game.seat]), float(row["aspiration"][game.seat])
    package = model_package(game.packed, game.chair.rows, game.seat, wish)
    said = [_terms(game, package)]
    if wish < floor - _NEGLIGIBLE:
        said.append(f"{points(wish)} points are less than your floor: you hold out for {points(floor)}.")
    elif wish > max(held, floor) + _NEGLIGIBLE and not game.offers:
        said.append(f"There are no take-backs: you have held out for {points(held)}, and still do.")
    elif game.worth(package)[game.seat] > wish + _NEGLIGIBLE:
        said.append("The model gives no more than the others' mean on each issue; with `offer` you may.")
    return Decision(package, wish, order.threatens), said


def _accept(game: Game, order: Order) -> Decided:
    package = game.package_of(order.whose)
    whose = "The text" if order.whose == NOBODY else f"What {game.scene.party(order.whose)} tabled"
    said = [f"{whose} is worth {points(float(game.worth(package)[game.seat]))} points to you: you table the same."]
    decision, more = _tabled(game, package, order, "It")
    return decision, [*said, *more]


def _hold(_: Game, order: Order) -> Decided:
    return Decision(acts=order.threatens), []


def _model(_: Game, __: Order) -> Decided:
    return Decision(by_model=True), ["The model decides for you this time."]


def _act(_: Game, __: Order) -> Decided:
    return Decision(acts=True), []


def _hold_back(_: Game, __: Order) -> Decided:
    return Decision(acts=False), []


def _tabled(game: Game, package: Numbers, order: Order, what: str) -> Decided:
    row = game.chair.rows[0]
    worth = float(game.worth(package)[game.seat])
    floor, held = float(row["floor"][game.seat]), float(row["aspiration"][game.seat])
    said = []
    if worth < floor - _NEGLIGIBLE:
        said.append(
            f"{what} is worth {points(worth)} points to you, {gap(floor - worth)} less than your floor: you still hold"
            " out for the floor, and what lies below it is not signed"
        )
    elif worth > max(held, floor) + _NEGLIGIBLE and not game.offers:
        said.append(
            f"{what} asks for {gap(worth - held)} more than you held out for. There are no take-backs: you table it,"
            f" but {points(max(held, floor))} points are still enough for you"
        )
    return Decision(package, worth, order.threatens), [f"{line}." for line in said]


def _terms(game: Game, package: Numbers) -> str:
    each = [f"{game.scene.issue(j)} {game.scene.natural(j, package[j])}" for j in game.writes(game.seat)]
    return f"You table {listed(each)}."


def _check_threat(game: Game) -> None:
    policy, stage = game.packed.record["policy"][game.seat], game.chair.rows["stage"][0, game.seat]
    if policy == NEVER_LEAVES:
        raise UsageError(
            f"in this scenario {game.scene.party(game.seat)} is known never to leave (`threat: never`), so that"
            " nobody would believe a threat; it can neither threaten nor give notice"
        )
    if policy == SCRIPTED:
        raise UsageError("in this scenario your threats stand on dates of the file and come by themselves")
    if game.packed.record["yearly"][game.seat] == 1:
        raise UsageError("in this scenario your party would act on days of its own, at rates a year; no player can")
    if stage == THREAT:
        until = game.scene.date(float(game.chair.rows["expiry"][0, game.seat]))
        raise UsageError(f"your threat is out already, until {until}")
    if stage == NOTICE:
        raise UsageError("your notice of withdrawal runs already; there is nothing left to threaten with")


def _misplaced(game: Game, word: str) -> str:
    why = _ELSEWHERE.get(word, "the talks are in another stage")
    return f"`{word}` means nothing now: {why}; {CHOICES[game.chair.event]}"


_DECISIONS: Mapping[int, Mapping[str, Callable[[Game, Order], Decided]]] = MappingProxyType(
    {
        ROUND: {"offer": _offer, "points": _points, "accept": _accept, "hold": _hold, "model": _model},
        EXPIRY: {"notice": _act, "rescind": _hold_back, "model": _model},
        EFFECTIVE: {"withdraw": _act, "rescind": _hold_back, "model": _model},
    }
)
_ELSEWHERE = MappingProxyType(
    {
        "notice": "notice can be given on the day a threat of yours runs out",
        "withdraw": "a party leaves on the day its notice takes effect",
        "rescind": "no threat or notice of yours runs out today",
        **dict.fromkeys(("offer", "points", "accept", "hold"), "packages are tabled in rounds"),
    }
)
CHOICES: Mapping[int, str] = MappingProxyType(
    {
        ROUND: "now: offer, points, accept, hold or model",
        EXPIRY: "now: notice (carry it out), rescind (back down) or model",
        EFFECTIVE: "now: withdraw (leave the pact), rescind (take it back) or model",
        DONE: "now: undo, story, save or quit",
    }
)
