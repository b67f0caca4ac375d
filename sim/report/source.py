"""Which scenario a user means: a file, a shipped name, or the folder of a run."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sim.engine.store import verify
from sim.errors import SimError, UsageError
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
    seats: tuple[str, ...] = ()  # of a kept run: PARTY=module:function, which its folder does not hold


def source_of(word: str, settings: Sequence[str] = ()) -> Source:
    """Return the scenario with `KEY=VALUE` settings; raise ScenarioError, MissingName or UsageError.

    Raise SimError where the word is a run's folder and a file in it is not as it was written.
    """
    pairs = settings_of(settings)
    folder = Path(word)
    changed = verify(folder)
    if not (folder / RESOLVED).is_file() and RESOLVED not in changed:
        loaded = load(word, pairs)
        return Source(loaded, loaded.name)
    if changed:
        raise SimError(f"{word} is damaged: {', '.join(changed)} changed or missing")
    loaded = load(folder / RESOLVED, pairs)
    try:
        facts = json.loads((folder / MANIFEST).read_bytes())
        seats = tuple(str(seat) for seat in facts.get("seats", ()))
        return Source(loaded, str(facts["scenario"]["name"]), int(facts["trials"]), int(facts["seed"]), seats)
    except (OSError, ValueError, KeyError, TypeError):
        raise UsageError(f"{word} is no run of sim: its {MANIFEST} cannot be read") from None


def without_seats(word: str, settings: Sequence[str] = ()) -> Source:
    """Return the scenario as `source_of` does; raise UsageError where it is a run with strategies of the user's own."""
    source = source_of(word, settings)
    if source.seats:
        seats = " ".join(f"--seat {seat}" for seat in source.seats)
        raise UsageError(
            f"the run in {word} had the user's own strategies in seats, which no folder keeps;"
            f" play it with: sim run {word} {seats}"
        )
    return source


def settings_of(settings: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Return the pairs of `KEY=VALUE` words; raise UsageError where one is none."""
    pairs = []
    for setting in settings:
        key, sign, value = setting.partition("=")
        if not (sign and key.strip() and value.strip()):
            raise UsageError(f"--set {setting}: expected KEY=VALUE, such as --set dials.stakes.value=2%")
        pairs.append((key.strip(), value.strip()))
    return tuple(pairs)
