"""Which scenario a user means: a file, a shipped name, or the folder of a run."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sim.errors import UsageError
from sim.scenario import Loaded, load

RESOLVED = "scenario.resolved.yaml"
MANIFEST = "manifest.json"
TRIALS, SEED = 10_000, 1


@dataclass(frozen=True)
class Source:
    """A scenario, what it is called, and how often and from which seed to play it unless told otherwise."""

    loaded: Loaded
    name: str
    trials: int = TRIALS
    seed: int = SEED


def source_of(word: str, settings: Sequence[str] = ()) -> Source:
    """Return the scenario with `KEY=VALUE` settings; raise ScenarioError, MissingName or UsageError."""
    pairs = settings_of(settings)
    inside = Path(word) / RESOLVED
    if not inside.is_file():
        loaded = load(word, pairs)
        return Source(loaded, loaded.name)
    loaded = load(inside, pairs)
    try:
        facts = json.loads((Path(word) / MANIFEST).read_bytes())
        return Source(loaded, str(facts["scenario"]["name"]), int(facts["trials"]), int(facts["seed"]))
    except (OSError, ValueError, KeyError, TypeError):
        raise UsageError(f"{word} is no run of sim: its {MANIFEST} cannot be read") from None


def settings_of(settings: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Return the pairs of `KEY=VALUE` words; raise UsageError where one is none."""
    pairs = []
    for setting in settings:
        key, sign, value = setting.partition("=")
        if not (sign and key.strip() and value.strip()):
            raise UsageError(f"--set {setting}: expected KEY=VALUE, such as --set dials.stakes.value=2%")
        pairs.append((key.strip(), value.strip()))
    return tuple(pairs)
