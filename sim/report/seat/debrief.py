"""Compare a finished game: with 10,000 model players, with the model in this very trial, with what was possible."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from sim.engine.batch import blank_rows, run_on
from sim.estimates import quantiles
from sim.estimates.frontier import Found, fairest, nash_point
from sim.model.state import FULL_DEAL, RESOLUTE, Rows
from sim.report.answer import CAUTION
from sim.report.packages import blocks, candidates, worths
from sim.report.seat.game import TRIAL, Game
from sim.report.story.ending import outcome, sentence
from sim.simulate import simulate

MODEL_PLAYERS = 10_000
_LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)


def debrief(game: Game, values: np.ndarray) -> dict[str, Any]:
    """Return all that the end of a game says; `values` are those of the model players in the same seat.

    Utilities are between 0 and 1 of each party's own scale, terms in natural units.
    """
    party = game.packed.parties[game.seat]
    yours = _ended(game, game.chair.rows)
    return {
        **yours,
        "party": party,
        "seed": int(game.chair.rows["seed"][0]),
        "trial": TRIAL,
        "standing": _standing(float(game.chair.rows["value"][0, game.seat]), values),
        "model": _ended(game, _modelled(game)),
        "possible": possible(game),
        "resolute": {
            game.packed.parties[i]: bool(game.chair.rows["type"][0, i] == RESOLUTE)
            for i in game.scene.seats
            if game.scene.may_leave(i)
        },
        "known_outcome": _known(game),
        "caution": CAUTION,
    }


def model_players(game: Game) -> np.ndarray:
    """Return the values of 10,000 model players in the player's seat: the first trials of the same seed."""
    seed, party = int(game.chair.rows["seed"][0]), game.packed.parties[game.seat]
    run = simulate(game.packed.scenario, MODEL_PLAYERS, seed)
    return np.asarray(run.table[f"value_{party}"])


def possible(game: Game) -> dict[str, Any]:
    """Return where the end lies among all packages of this trial.

    `nash` is the package with the greatest product of gains over the first day's floors, with how far the deal lies
    from it (the greatest difference of a party's points); `slack` what all could have had more at once, and a package
    that gives it. Both are about a deal of all; of other endings there is the Nash point alone.
    """
    row = game.chair.rows[0]
    parties = len(game.packed.parties)
    positions = candidates(game.packed, row)
    worth = worths(game.packed, game.chair.rows, positions)
    floors = np.array(game.chair.frames[1]["floor"][0, :parties])
    nash = nash_point(worth, floors)
    found: dict[str, Any] = {"floors": _by_party(game, floors), "nash": None, "slack": None}
    if nash is not None:
        found["nash"] = _package(game, nash, positions)
    if row["ending"] == FULL_DEAL:
        deal = game.worth(np.array(row["deal"]))[:parties]
        better = fairest(worth, deal)
        found["deal"] = _by_party(game, deal)
        found["slack"] = max(0.0, float((better.worth - deal).min()))
        found["better"] = _package(game, better, positions)
        if nash is not None:
            found["distance"] = float(np.abs(deal - nash.worth).max())
    return found


def _ended(game: Game, rows: Rows) -> dict[str, Any]:
    result = outcome(game.packed, rows)
    return {
        "ending": result["ending"],
        "path": result["path"],
        "date": result["date"].isoformat(),
        "sentence": sentence(game.scene, result),
        "values": {party: {name: float(one) for name, one in each.items()} for party, each in result["values"].items()},
        "terms": {issue: None if np.isnan(term) else float(term) for issue, term in result["terms"].items()},
    }


def _modelled(game: Game) -> Rows:
    rows = blank_rows(game.packed, int(game.chair.rows["seed"][0]), TRIAL, 1)
    run_on(game.packed, rows)
    return rows


def _standing(value: float, values: np.ndarray) -> dict[str, Any]:
    below, level = int((values < value).sum()), int((values == value).sum())
    return {
        "model_players": len(values),
        "below": below,
        "level": level,
        "share": (below + level / 2) / len(values),
        "quantiles": {f"{q:.0%}": one for q, one in zip(_LEVELS, quantiles(values, _LEVELS), strict=True)},
    }


def _package(game: Game, found: Found, positions: np.ndarray) -> dict[str, Any]:
    terms = np.zeros(len(game.packed.issues))
    for mix, block in zip(found.mix, blocks(game.packed), strict=True):
        terms[list(block)] = positions[list(block)] @ mix
    told = [j for j in range(len(terms)) if game.scene.concerned(j)]
    return {
        "values": _by_party(game, found.worth),
        "terms": {game.packed.issues[j]: float(game.packed.natural(j, terms[j])) for j in told},
    }


def _by_party(game: Game, numbers: np.ndarray) -> dict[str, float]:
    return {party: float(number) for party, number in zip(game.packed.parties, numbers, strict=False)}


def _known(game: Game) -> Mapping[str, Any] | None:
    known = game.packed.scenario.about.known_outcome
    if known is None:
        return None
    return {"ending": known.ending, "path": known.path, "date": known.date.isoformat(), "note": known.note}
