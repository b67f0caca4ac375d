"""Advise the player: what the model would do in its place, and where its floor and its points come from."""

from __future__ import annotations

from sim.engine.outlook import model_package
from sim.model.events import EFFECTIVE, EXPIRY, ROUND
from sim.model.state import NOBODY, RESOLUTE
from sim.report.seat.game import Game
from sim.report.story.words import gap, listed, percent, points, sentence


def hint(game: Game) -> str:
    """Return one line of advice for the decision that waits."""
    return {ROUND: _round, EXPIRY: _leaving, EFFECTIVE: _leaving}[game.chair.event](game)


def why(game: Game) -> list[str]:
    """Return where the player's points and its floor come from, and what the model would do in its place."""
    return [_issues(game), _floor(game), hint(game)]


def _round(game: Game) -> str:
    row, scene = game.chair.rows[0], game.scene
    package = model_package(game.packed, game.chair.rows, game.seat, float(row["wish"][game.seat]))
    each = [f"{scene.issue(j)} {scene.natural(j, package[j])}" for j in game.writes(game.seat)]
    worth = points(float(game.worth(package)[game.seat]))
    best = max((NOBODY, *game.others), key=lambda k: game.worth(game.package_of(k))[game.seat])
    whose = "the text" if best == NOBODY else f"what {scene.party(best)} tabled"
    offered = float(game.worth(game.package_of(best))[game.seat])
    beside = "no less than your floor" if offered >= row["floor"][game.seat] else "less than your floor"
    return (
        f"Hint: in your place the model would table {listed(each)}, worth {worth} points to you. The best you are"
        f" offered is {whose}: {points(offered)} points, {beside}."
    )


def _leaving(game: Game) -> str:
    row, i = game.chair.rows[0], game.seat
    gain = float(row["net_gain"][i, row["type"][i]])
    cost = float(row["audience"][i, 1 if game.chair.event == EFFECTIVE else 0])
    kind = "resolute" if row["type"][i] == RESOLUTE else "bluffing"
    side = "more" if gain > 0.0 else "less"
    return (
        f"Hint: backing down costs you {gap(cost)} at home; to a {kind} leader like yours, leaving is worth"
        f" {gap(gain)} {side} than staying."
    )


def _issues(game: Game) -> str:
    weights = game.packed.record["weight"][game.seat]
    own = sorted(game.scene.issues_of(game.seat), key=lambda j: -weights[j])
    each = [f"{game.scene.issue(j)} {points(weights[j])}" for j in own]
    return f"Of your 100 points, these are at stake on each issue: {listed(each)}."


def _floor(game: Game) -> str:
    row, k = game.chair.rows[0], game.seat
    quo, reserve, floor = (float(row[name][k]) for name in ("status_quo_value", "reservation", "floor"))
    text = f"the pact as it stands is worth {points(quo)} points to you"
    if quo - reserve >= 5e-4:
        most = max(game.others, key=lambda i: float(row["credibility"][i] * row["loss"][k, i]))
        text += (
            f"; fear that it ends makes that {points(reserve)} (the exit of {game.scene.party(most)} is held"
            f" {percent(row['credibility'][most])} likely)"
        )
    if floor - reserve >= 5e-4:
        text += f"; to pass at home a deal has to bring {points(floor)}"
    return sentence(f"{text}. So your floor is {points(floor)}.")
