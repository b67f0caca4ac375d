"""Put somebody from outside in one party's chair: ask at each of its decisions, take back any number of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.engine.batch import blank_rows, run_on
from sim.model.events import DONE, EFFECTIVE, EVERYTHING_WATCHED, EXPIRY, ROUND
from sim.model.state import ACTS, HOLDS_BACK, THE_MODEL, TOLD, WAS_SATISFIED, Rows
from sim.scenario.packing import PackedScenario

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Decision:
    """What the party in the chair does when it is asked.

    In a round it tables `package` (positions from 0 to 1; None: what it tabled before) and holds out for `wish`
    (utility; None: what it held out for before), within the rules of model.md 1.6. `acts`: it threatens in a round,
    gives notice when its threat runs out, leaves when its notice takes effect. `by_model`: the model decides it all.
    """

    package: Numbers | None = None
    wish: float | None = None
    acts: bool = False
    by_model: bool = False


class Chair:
    """One negotiation with a seat that is played from outside; `rows` is its row as an array of one.

    `frames` holds the row as it stood before each event and, when all is over, after the last. A decision taken back
    takes its frames along.
    """

    def __init__(self, packed: PackedScenario, seed: int, trial: int, seat: int) -> None:
        self.packed = packed
        self.seat = seat
        self.rows = blank_rows(packed, seed, trial, 1)
        self.rows["played"][:, seat] = HOLDS_BACK
        self.frames: list[Rows] = []
        self.asked_at: list[int] = []  # for each decision taken, how many events lay behind
        self._play_on()

    @property
    def event(self) -> int:
        """Return the event that waits for a decision: ROUND, EXPIRY, EFFECTIVE; DONE where there is none to come."""
        return int(self.rows["event"][0])

    @property
    def news(self) -> list[Rows]:
        """Return the row at the last decision, before each event since, and now; from the start before the first."""
        first = self.asked_at[-1] if self.asked_at else 0
        return [*self.frames[first:], *([] if self.event == DONE else [self.rows.copy()])]

    def decide(self, decision: Decision) -> None:
        """Live through the event that waits, as decided, and on to the next decision or to the end.

        Raises ValueError where the talks are over.
        """
        if self.event == DONE:
            raise ValueError("the talks are over: nothing is left to decide")
        self.asked_at.append(len(self.frames))
        self.frames.append(self.rows.copy())
        rows, seat = self.rows, self.seat
        if decision.by_model:
            rows["played"][0, seat] = THE_MODEL
            rows["watched"] = 0  # so that a strategy that deliberates thinks once more, for itself
            run_on(self.packed, rows, EVERYTHING_WATCHED)
        else:
            rows["played"][0, seat] = ACTS if decision.acts else HOLDS_BACK
            rows["wish"][0, seat] = rows["aspiration"][0, seat] if decision.wish is None else decision.wish
            if decision.package is not None:
                rows["table"][0, seat] = decision.package
        self._live_through()
        rows["played"][0, seat] = HOLDS_BACK
        self._play_on()

    def take_back(self, count: int) -> int:
        """Go back by so many decisions, or to the first; return how many were taken back."""
        count = min(count, len(self.asked_at))
        if count > 0:
            there = self.asked_at[-count]
            self.rows = self.frames[there].copy()
            del self.frames[there:]
            del self.asked_at[-count:]
        return count

    def _play_on(self) -> None:
        while not self._is_asked():
            self.frames.append(self.rows.copy())
            if self.event == DONE:
                return
            self._live_through()

    def _live_through(self) -> None:
        # A row that has been told lives through one event and then waits for the next.
        self.rows["watched"] = TOLD
        run_on(self.packed, self.rows, EVERYTHING_WATCHED)

    def _is_asked(self) -> bool:
        if self.event == ROUND:
            return True
        is_own = int(self.rows["who"][0]) == self.seat
        return is_own and (self.event == EFFECTIVE or (self.event == EXPIRY and not self._would_be_satisfied()))

    def _would_be_satisfied(self) -> bool:
        # Where the others' text meets the demand, the threat ends without a choice (model.md 1.7).
        copy = self.rows.copy()
        copy["watched"] = TOLD
        run_on(self.packed, copy, EVERYTHING_WATCHED)
        return bool(copy["decision"][0, self.seat] == WAS_SATISFIED)
