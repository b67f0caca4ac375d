"""The empirical game between two parties: every pair of strategies, played in the same trials."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from sim.engine.progress import Progress, after
from sim.errors import MissingName, UsageError
from sim.estimates.equilibria import Payoffs
from sim.scenario import Scenario
from sim.scenario.alternatives import Alternative, alternatives, instead
from sim.simulate import simulate

Sides = tuple[tuple[Alternative, ...], tuple[Alternative, ...]]


@dataclass(frozen=True)
class Game:
    """A played game. `payoffs[a, b, side, trial]` is what a party gains on the status quo, in its own utility.

    a and b are places in the two `sides`; the first of each side is what the party plays as written.
    """

    scenario: Scenario
    parties: tuple[str, str]
    sides: Sides
    trials: int
    seed: int
    payoffs: Payoffs = field(repr=False)
    seconds: float = 0.0


def play_game(
    scenario: Scenario,
    parties: Sequence[str],
    trials: int = 2_000,
    seed: int = 1,
    workers: int = 0,
    *,
    progress: Progress | None = None,
) -> Game:
    """Play every pair of strategies of two parties with the same seed; all others play as the scenario has them.

    `progress` hears how many trials of all pairs are done. Interrupted from the keyboard it keeps nothing. Raise as
    `sides_of` does, and as `simulate` does.
    """
    started = time.perf_counter()
    first, second = sides_of(scenario, parties)
    payoffs = np.empty((len(first), len(second), 2, trials))
    for a, one in enumerate(first):
        changed = instead(scenario, parties[0], one)
        for b, other in enumerate(second):
            done = (a * len(second) + b) * trials
            run = simulate(instead(changed, parties[1], other), trials, seed, workers, progress=after(done, progress))
            payoffs[a, b] = [run.table[f"gain_{party}"] for party in parties]
    seconds = time.perf_counter() - started
    return Game(scenario, (parties[0], parties[1]), (first, second), trials, seed, payoffs, seconds)


def sides_of(scenario: Scenario, parties: Sequence[str]) -> Sides:
    """Return what each of two parties could play: what it plays as written, then all that the shelf has.

    Raise UsageError where they are not two different ones, MissingName where one is no party of the pact.
    """
    members = scenario.pact.members
    known = ", ".join(members)
    for party in parties:
        if party not in members:
            raise MissingName(f"there is no party {party[:40]!r}; there are {known}")
    if len(parties) != 2:
        raise UsageError(f"a game is between exactly two parties, found {len(parties)}; name two of {known}")
    if parties[0] == parties[1]:
        raise UsageError(f"a game is between two different parties, found {parties[0]} twice")
    return alternatives(scenario, parties[0]), alternatives(scenario, parties[1])
