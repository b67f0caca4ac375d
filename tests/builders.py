"""Build small scenarios for tests: a tree of plain values, changed where a test cares, becomes a packed scenario."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import numba
import numpy as np

from sim.engine.batch import blank_rows, run_on
from sim.model.state import Rows
from sim.scenario import Scenario, load_text
from sim.scenario.packing import PackedScenario, pack

Tree = dict[str, Any]

START = date(2018, 1, 1)
IS_COMPILED = not numba.config.DISABLE_JIT  # type: ignore[attr-defined]


def on(day: int) -> str:
    """Return the calendar date of a day of the simulation."""
    return (START + timedelta(days=day)).isoformat()


def issue(track: str = "political", status_quo: float = 0.5) -> Tree:
    """Return an issue whose own scale is the model's, from 0 to 1."""
    return {"label": "An issue", "scale": {"0": "low", "1": "high"}, "status_quo": status_quo, "track": track}


def positions(**wants_and_weight: tuple[float, float]) -> Tree:
    """Return positions: issue=(what it wants, weight in per cent)."""
    return {name: {"wants": wants, "weight": weight} for name, (wants, weight) in wants_and_weight.items()}


def party(wants: Tree, beta: float = 1.0, bidding: str = "logroll") -> Tree:
    """Return a party that never threatens, ratifies nothing and is worth 0 in the status quo."""
    return {
        "label": "A party",
        "positions": wants,
        "status_quo_value": 0,
        "strategy": {"time-dependent": {"beta": beta, "bidding": bidding}},
        "threat": "never",
    }


def base() -> Tree:
    """Return two parties who want the opposite on one issue: ten rounds, ten days apart, the end at day 100."""
    return {
        "format": 1,
        "judgement": "invented for a test",
        "about": {"title": "A small pact", "starts": on(0), "ends": on(365)},
        "issues": {"quota": issue()},
        "parties": {"north": party(positions(quota=(1.0, 100))), "south": party(positions(quota=(0.0, 100)))},
        "pact": {"members": ["north", "south"]},
        "calendar": {
            "rounds": [{"to": on(day)} for day in range(10, 101, 10)],
            "planned_end": {"date": on(100)},
            "extensions": {"most": 0, "counted_on": 0},
        },
    }


def merged(tree: Tree, *changes: Tree) -> Tree:
    """Return the tree with changes laid over it: maps merge, other values replace, None takes a key away."""
    result = dict(tree)
    for change in changes:
        for key, value in change.items():
            if value is None:
                result.pop(key, None)
            elif isinstance(value, dict) and isinstance(result.get(key), dict):
                result[key] = merged(result[key], value)
            else:
                result[key] = value
    return result


def scenario(*changes: Tree) -> Scenario:
    """Return the small pact with changes, read and checked like any file."""
    return load_text(json.dumps(merged(base(), *changes))).scenario


def packed(*changes: Tree) -> PackedScenario:
    """Return the small pact with changes, packed."""
    return pack(scenario(*changes))


def begun(scene: PackedScenario, seed: int = 1, trials: int = 1) -> Rows:
    """Return rows that have lived through their beginning and nothing else."""
    rows = blank_rows(scene, seed, 0, trials)
    run_on(scene, rows, ~1, np.inf)
    rows["watched"] = 0
    return rows


def played(scene: PackedScenario, trials: int = 1, seed: int = 1, until: float = np.inf) -> Rows:
    """Return rows played to day `until`, or to their ends."""
    rows = blank_rows(scene, seed, 0, trials)
    run_on(scene, rows, 0, until)
    return rows
