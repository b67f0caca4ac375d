"""Talks, threat, notice as a Markov chain of rounds that ends in a deal or a withdrawal."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.engine.batch import blank_rows
from sim.engine.calendar import Watch, play_watched
from sim.model.events import ROUND
from sim.model.state import FULL_DEAL, THREAT, UNDECIDED, WITHDRAWAL, Rows
from tests.ladder.playing import TRIALS, Findings, averaged, rows_at, scene


def play() -> Findings:
    packed = scene("R19")
    rows, threatened = blank_rows(packed, 2018, 0, TRIALS), np.zeros(TRIALS)

    def count(seen: Rows, which: NDArray[np.intp]) -> None:
        threatened[which] += seen["stage"][which, 0] == THREAT

    play_watched(packed, rows, Watch(1 << ROUND, count, in_waves=True))
    deal, left = rows["ending"] == FULL_DEAL, rows["ending"] == WITHDRAWAL
    noticed = rows["notices"][:, 0] > 0
    after = rows_at(packed, 7 * 30.0, TRIALS)["ending"]
    return {
        "P(deal | start talks)": averaged(deal),
        "P(withdrawal | start talks)": averaged(left),
        "P(withdrawal | start notice)": averaged(left[noticed]),  # the chain forgets how notice came about
        "E[rounds to absorption]": averaged(rows["held"]),
        "E[# rounds under threat]": averaged(threatened),
        "after 7 rounds: P(deal)": averaged(after == FULL_DEAL),
        "after 7 rounds: P(withdrawal)": averaged(after == WITHDRAWAL),
        "after 7 rounds: P(still open)": averaged(after == UNDECIDED),
    }
