"""Put a strategy written in plain NumPy in a party's seat: it sees what its party may know, many trials at once."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.engine.calendar import Watch
from sim.errors import SimError
from sim.model.events import ROUND
from sim.model.state import Rows
from sim.scenario.packing import PackedScenario
from sim.strategies import STRATEGIES

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class View:
    """What one party knows when a round is held, in n trials at once: copies, so that nothing can be changed.

    Shapes: (n,) for one number a trial, (n, parties, issues) for positions on scales from 0 to 1. Utilities are the
    party's own. The types of other leaders are not among it, nor is its own: negotiators do not know whether their
    leader is bluffing (model.md 1.6).
    """

    seat: int
    trial: NDArray[np.int64]
    day: Numbers
    round: NDArray[np.int64]
    elapsed: Numbers  # tau: share of the time for talks that has gone
    floor: Numbers  # F_k
    most: Numbers  # M_k: the most it can still have
    held_out_for: Numbers  # its aspiration in the round before
    table: Numbers  # what everybody tabled last
    belief: Numbers  # (n, parties): public belief that each is resolute
    credibility: Numbers  # (n, parties)
    stage: NDArray[np.int64]  # (n, parties): 0 quiet, 1 a threat is out, 2 notice is running
    ideal: Numbers  # (n, issues): its own
    parameters: Mapping[str, Numbers]  # of the strategy that the scenario gives it, by name: to build on that one


# It returns the utility that the party holds out for in each trial, shape (n,); +inf breaks off that trial's talks.
SeatStrategy = Callable[[View], Numbers]


@dataclass(frozen=True)
class Named:
    """A strategy that stands in a module of the user's; whatever process plays it finds it by its name."""

    module: str
    function: str
    folder: str  # where the module stands, or from where it can be imported

    def __call__(self, view: View) -> Numbers:
        """Return what the strategy holds out for."""
        return self.found()(view)

    def found(self) -> SeatStrategy:
        """Return the strategy itself; raise AttributeError or ImportError where it is not there."""
        if self.folder not in sys.path:
            sys.path.insert(0, self.folder)
        strategy: SeatStrategy = getattr(importlib.import_module(self.module), self.function)
        return strategy


def seat_watch(packed: PackedScenario, seats: Mapping[str, SeatStrategy]) -> Watch:
    """Return the watch that asks each seated strategy for its aspirations before every round.

    Raises SimError where a seat is no party of the scenario, or an answer has another shape or is no number.
    """
    for party in seats:
        if party not in packed.parties:
            raise SimError(f"no party called {party!r} to take the seat of; there are {', '.join(packed.parties)}")

    def ask(rows: Rows, which: NDArray[np.intp]) -> None:
        for party, strategy in seats.items():
            seat = packed.parties.index(party)
            found = strategy(_view(packed, rows, which, seat))
            rows["wish"][which, seat] = _aspirations(found, party, len(which))

    return Watch(1 << ROUND, ask, in_waves=True)


def _aspirations(found: object, party: str, trials: int) -> Numbers:
    try:
        wish = np.asarray(found, dtype=np.float64)
        fault = _fault(wish, trials) if found is not None else "nothing"
    except (ValueError, TypeError, OverflowError):
        fault = f"what is not {'a row of ' if isinstance(found, (list, tuple)) else ''}numbers: {type(found).__name__}"
    if fault:
        raise SimError(
            f"the strategy in the seat of {party} returned {fault}; expected {trials} aspirations, one for each trial"
        )
    return wish


def _fault(wish: Numbers, trials: int) -> str:
    """Return in words what the numbers are, where they cannot be aspirations, one a trial; else nothing."""
    if wish.shape != (trials,):
        if wish.ndim > 1:
            return f"a table of {' x '.join(str(length) for length in wish.shape)} numbers"
        return "one number" if wish.size == 1 else f"{wish.size} numbers"
    odd = int((np.isnan(wish) | (wish == -np.inf)).sum())
    return f"{odd} of {trials} numbers that are NaN or -inf" if odd else ""


def _view(packed: PackedScenario, rows: Rows, which: NDArray[np.intp], seat: int) -> View:
    n, m = len(packed.parties), len(packed.issues)
    strategy = STRATEGIES[packed.scenario.parties[packed.parties[seat]].strategy.kind]
    return View(
        seat=seat,
        trial=rows["trial"][which],
        day=rows["due"][which],
        round=rows["held"][which] + 1,
        elapsed=rows["elapsed"][which],
        floor=rows["floor"][which, seat],
        most=rows["most"][which, seat],
        held_out_for=rows["aspiration"][which, seat],
        table=rows["table"][which][:, :n, :m],
        belief=rows["belief"][which][:, :n],
        credibility=rows["credibility"][which][:, :n],
        stage=rows["stage"][which][:, :n],
        ideal=rows["ideal"][which][:, seat, :m],
        parameters={each.name: rows["tactic"][which, seat, place] for place, each in enumerate(strategy.PARAMETERS)},
    )
