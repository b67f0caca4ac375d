"""What a means is worth: the same trials with a party's threats, notices or outreach, and without."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from sim.engine.batch import play_batch
from sim.engine.progress import Progress, after
from sim.errors import MissingName, UsageError
from sim.model.state import Rows
from sim.scenario import Scenario
from sim.scenario.packers.effects import expanded
from sim.scenario.packing import PackedScenario, pack
from sim.scenario.waivers import WAIVERS, outreach


@dataclass(frozen=True)
class Worth:
    """A means of one party, played with and without.

    `gains[party, trial]` of all parties on the status quo, in utility units of each: `written` as the scenario has it,
    `without` in the same trial without the means. `used[trial]`: the party used it, as written.
    """

    scenario: Scenario
    means: str
    party: str
    told: str
    trials: int
    seed: int
    written: NDArray[np.float64] = field(repr=False)
    without: NDArray[np.float64] = field(repr=False)
    used: NDArray[np.bool_] = field(repr=False)
    seconds: float = 0.0


def worth_of(
    scenario: Scenario,
    means: str,
    party: str,
    trials: int = 10_000,
    seed: int = 1,
    workers: int = 0,
    *,
    progress: Progress | None = None,
) -> Worth:
    """Play the trials with the party's means (a key of WAIVERS) and without, on the same draws.

    `progress` hears how many trials of both are done. Interrupted from the keyboard it keeps nothing.
    """
    started = time.perf_counter()
    waiver = WAIVERS[means]
    packed = pack(scenario)
    without = pack(waiver.without(scenario, party))
    use = _use(packed, means, party)
    used = np.empty(trials, dtype=np.bool_)
    gains = [np.empty((len(packed.parties), trials)) for _ in range(2)]

    def collect(first: int, rows: Rows) -> None:
        used[first : first + len(rows)] = use(rows)
        _put(gains[0], first, rows)

    play_batch(packed, seed, trials, workers, collect, progress)
    play_batch(without, seed, trials, workers, lambda first, rows: _put(gains[1], first, rows), after(trials, progress))
    told = waiver.told(scenario, party)
    seconds = time.perf_counter() - started
    return Worth(scenario, means, party, told, trials, seed, gains[0], gains[1], used, seconds)


def whose(scenario: Scenario, means: str, party: str | None) -> str:
    """Return the party whose means is meant: the one named, else the only one that has it.

    Raise UsageError where the means is none, nobody or several have it, or the party does not; MissingName where there
    is no such party.
    """
    if means not in WAIVERS:
        raise UsageError(f"--of {means[:40]}: expected threat, outreach or notice")
    members = scenario.pact.members
    having = [one for one in members if WAIVERS[means].has(scenario, one)]
    if party is not None and party not in members:
        raise MissingName(f"there is no party {party[:40]!r}; there are {', '.join(members)}")
    if party is not None and party not in having:
        raise UsageError(f"--party {party}: it has no {means} here; {_having(having)}")
    if party is None and len(having) != 1:
        raise UsageError(f"whose {means}? {_having(having)}")
    return party or having[0]


def _having(having: list[str]) -> str:
    return f"expected --party {' or '.join(having)}" if having else "nobody in this scenario has one"


def _use(packed: PackedScenario, means: str, party: str) -> Callable[[Rows], NDArray[np.bool_]]:
    seat = packed.parties.index(party)
    if means == "notice":
        return lambda rows: np.asarray(rows["notices"][:, seat] > 0)
    if means == "threat":
        return lambda rows: np.asarray((rows["threats"][:, seat] > 0) | (rows["notices"][:, seat] > 0))
    names = {effect.name for effect in outreach(packed.scenario, party)}
    places = [e for e, struck in enumerate(expanded(packed.scenario)) if struck.name in names]
    return lambda rows: np.asarray((rows["strikes"][:, places] > 0).any(axis=1))


def _put(gains: NDArray[np.float64], first: int, rows: Rows) -> None:
    parties = len(gains)
    found = rows["value"][:, :parties] - rows["status_quo_value"][:, :parties]
    gains[:, first : first + len(rows)] = found.T
