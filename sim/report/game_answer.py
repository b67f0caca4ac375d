"""The answer of a game: payoffs, equilibria and regrets as one value that is written and printed."""

import sim
from sim.estimates import Estimate, Switch, equilibria, mean, regret
from sim.game import Game
from sim.report.shape import Answer
from sim.scenario.alternatives import Alternative, described, left_out

SCHEMA = "sim/game/v1"
CAUTION = (
    "Means of simulated trials under these assumptions; not a forecast. A best reply is the best among the strategies"
    " on the shelf, not among all that can be thought of."
)
_AS_WRITTEN = (0, 0)


def game_answer(game: Game, name: str, sha256: str) -> Answer:
    """Return the answer of a game in the scenario `name`; gains are utility units, ranges 95%."""
    about = game.scenario.about
    return {
        "schema": SCHEMA,
        "scenario": {"name": name, "title": about.title, "sha256": sha256},
        "trials": game.trials,
        "seed": game.seed,
        "version": sim.__version__,
        "contract": sim.CONTRACT,
        "starts": about.starts.isoformat(),
        "ends": about.ends.isoformat(),
        "parties": [_party(game, side) for side in (0, 1)],
        "payoffs": [_cell(game, a, b) for a in range(len(game.sides[0])) for b in range(len(game.sides[1]))],
        "equilibria": _equilibria(game),
        "regret": {party: _regret(game, side) for side, party in enumerate(game.parties)},
        "left_out": left_out(game.scenario),
        "caution": CAUTION,
    }


def _party(game: Game, side: int) -> Answer:
    party = game.parties[side]
    return {
        "name": party,
        "label": game.scenario.parties[party].label,
        "as_written": described(game.sides[side][0]),
        "strategies": [_strategy(one) for one in game.sides[side]],
    }


def _strategy(one: Alternative) -> Answer:
    setting = one.setting or None  # none is needed for what is written
    return {"name": one.name, "strategy": one.strategy, "style": one.style or None, "setting": setting}


def _cell(game: Game, a: int, b: int) -> Answer:
    gains = {party: _range(mean(game.payoffs[a, b, side])) for side, party in enumerate(game.parties)}
    return {"strategies": _names(game, (a, b)), "gains": gains}


def _equilibria(game: Game) -> list[Answer]:
    return [
        {
            "strategies": _names(game, found.profile),
            "holds": found.holds,
            "switches": [_switch(game, one) for one in found.switches],
        }
        for found in equilibria(game.payoffs)
    ]


def _regret(game: Game, side: int) -> Answer:
    found = regret(game.payoffs, _AS_WRITTEN, side)
    switches = [_switch(game, one) for one in found.switches]
    best = switches[0]["to"] if found.gain.value > 0.0 else None
    return {**_range(found.gain), "is_clear": found.is_clear, "best": best, "switches": switches}


def _switch(game: Game, one: Switch) -> Answer:
    to = game.sides[one.player][one.to].name
    return {"party": game.parties[one.player], "to": to, **_range(one.gain), "is_same": one.is_same}


def _names(game: Game, profile: tuple[int, int]) -> Answer:
    return {party: game.sides[side][profile[side]].name for side, party in enumerate(game.parties)}


def _range(found: Estimate) -> Answer:
    # One trial has a mean and no range; JSON has no NaN.
    has_range = found.low == found.low
    return {
        "mean": found.value,
        "low": found.low if has_range else None,
        "high": found.high if has_range else None,
    }
