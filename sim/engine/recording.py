"""Record every event of trials while they are played: a row for each, with how things stood after it."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.engine.calendar import Watch
from sim.engine.parquet import Category
from sim.model.events import (
    COMES_ROUND,
    DONE,
    EFFECT,
    EFFECTIVE,
    EVENT_NAMES,
    EVERYTHING_WATCHED,
    EXPIRY,
    PLANNED_ACT,
    ROUND,
    ROUND_OPENS,
    SCRIPT,
    VOTE,
)
from sim.model.state import Rows
from sim.scenario.packers.effects import expanded
from sim.scenario.packing import PackedScenario

_STAGES = ("quiet", "threat", "notice")
_OF_A_PARTY = (COMES_ROUND, SCRIPT, PLANNED_ACT, EXPIRY, EFFECTIVE, VOTE)
_CALLED = (ROUND_OPENS, ROUND)  # whoever calls a round is counted from 1; the calendar is 0
_MEASURED = ("trial", "handled", "event", "who", "due")

Seen = dict[str, Any]


class Recorder:
    """Watches every event of cohorts of rows; a watch that is asked before rounds may sit with it."""

    def __init__(self, packed: PackedScenario, seated: Watch | None = None) -> None:
        self.watch = Watch(EVERYTHING_WATCHED, self._tell, in_waves=True)
        self._packed, self._seated = packed, seated
        self._waves: list[Seen] = []
        self._cohorts: list[Seen] = []

    def finish(self, rows: Rows) -> None:
        """Put a cohort in order that has come to its end: its trials one after the other, their events in turn."""
        ended = self._seen(rows, np.arange(len(rows)))
        waves = [*self._waves, ended]
        self._waves = []
        whole = {name: np.concatenate([wave[name] for wave in waves]) for name in ended}
        order = np.lexsort((whole["handled"], whole["trial"]))
        happened = whole["event"][order] != DONE
        # How things stood when a trial's next event was due is how they stood after this one.
        places, after = order[happened], order[1:][happened[:-1]]
        self._cohorts.append({name: whole[name][places if name in _MEASURED else after] for name in whole})

    def table(self) -> Seen:
        """Return one row for each event of all cohorts: trial, number, day, date, kind, who, how things stood after."""
        packed = self._packed
        whole = {name: np.concatenate([one[name] for one in self._cohorts]) for name in self._cohorts[0]}
        who, labels = self._who(whole["event"], whole["who"])
        start = np.datetime64(packed.scenario.about.starts, "D")
        return {
            "trial": whole["trial"],
            "number": whole["handled"],
            "day": whole["due"],
            "date": start + np.floor(whole["due"]).astype("timedelta64[D]"),
            "event": Category(whole["event"], EVENT_NAMES),
            "who": Category(who, labels),
            **{f"stage_{party}": Category(whole["stage"][:, k], _STAGES) for k, party in enumerate(packed.parties)},
            "closed": whole["closed"],
            "signed": whole["signed"],
        }

    def _tell(self, rows: Rows, which: NDArray[np.intp]) -> None:
        if self._seated is not None:
            asked = which[rows["event"][which] == ROUND]
            if len(asked):
                self._seated.tell(rows, asked)
        self._waves.append(self._seen(rows, which))

    def _seen(self, rows: Rows, which: NDArray[np.intp]) -> Seen:
        found: Seen = {name: rows[name][which] for name in _MEASURED}
        found["stage"] = rows["stage"][which][:, : len(self._packed.parties)]
        found["closed"] = rows["closed"][which].sum(axis=1)
        found["signed"] = rows["signed"][which].astype(np.bool_)
        return found

    def _who(self, event: NDArray[np.int64], who: NDArray[np.int64]) -> tuple[NDArray[np.int64], tuple[str, ...]]:
        """Return whose each event is, as a place among parties and then effects; -1 where it is nobody's."""
        parties = self._packed.parties
        effects = tuple(effect.name for effect in expanded(self._packed.scenario))
        found = np.full(len(event), -1, dtype=np.int64)
        of_a_party, called, strikes = np.isin(event, _OF_A_PARTY), np.isin(event, _CALLED), event == EFFECT
        found[of_a_party] = who[of_a_party]
        found[called] = who[called] - 1
        found[strikes] = len(parties) + who[strikes]
        return found, (*parties, *effects)
