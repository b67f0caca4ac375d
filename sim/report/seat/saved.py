"""Save a game in one file and read it back: the scenario whole, and every order that let time go on."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import sim
from sim.engine.files import write_file
from sim.errors import MissingName, SimError, UsageError
from sim.scenario import Scenario, load_text, resolved_yaml, sha256
from sim.scenario.words import shown

SCHEMA = "sim/game/v1"


@dataclass(frozen=True)
class Saved:
    """All that a game follows from."""

    scenario: Scenario
    name: str
    seed: int
    party: str
    orders: tuple[str, ...]


def save(path: Path, game: Saved) -> None:
    """Write the file, whole or not at all; raise UsageError where another file lies there, SimError where it fails."""
    if path.exists() and _schema(path) != SCHEMA:
        raise UsageError(f"{shown(str(path))} exists and is no saved game; expected another name")
    facts = {
        "schema": SCHEMA,
        "version": sim.__version__,
        "contract": sim.CONTRACT,
        **asdict(game),
        "sha256": sha256(game.scenario),
        "scenario": resolved_yaml(game.scenario),
    }
    write_file(path, f"{json.dumps(facts, ensure_ascii=False, indent=2)}\n".encode())


def resumed(path: Path) -> Saved:
    """Return a saved game; raise SimError where it is none, is damaged, or would not play the same in this release."""
    facts = _facts(path)
    if facts["contract"] != sim.CONTRACT:
        raise SimError(
            f"{path} was saved by sim {facts['version']}, whose trials are others; play on with that release"
        )
    scenario = load_text(facts["scenario"], facts["name"]).scenario
    if sha256(scenario) != facts["sha256"]:
        raise SimError(f"{path} holds a scenario that was changed after it was saved; nothing was played")
    return Saved(scenario, facts["name"], facts["seed"], facts["party"], tuple(facts["orders"]))


def _facts(path: Path) -> dict[str, Any]:
    try:
        facts = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise MissingName(f"--resume {shown(str(path))}: there is no such file") from None
    except ValueError:
        facts = None
    kinds = {"contract": int, "version": str, "scenario": str, "sha256": str, "name": str, "seed": int, "party": str}
    is_game = isinstance(facts, dict) and facts.get("schema") == SCHEMA
    whole = is_game and all(isinstance(facts.get(key), kind) for key, kind in kinds.items())
    if not whole or not isinstance(facts.get("orders"), list) or not all(isinstance(o, str) for o in facts["orders"]):
        raise UsageError(f"--resume {shown(str(path))}: this is no saved game; expected a file that `save` wrote")
    found: dict[str, Any] = facts
    return found


def _schema(path: Path) -> str:
    try:
        facts = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return ""
    return str(facts.get("schema", "")) if isinstance(facts, dict) else ""
