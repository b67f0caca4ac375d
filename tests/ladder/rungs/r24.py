"""A constant rate of deals, an end that may be put off twice."""

from __future__ import annotations

import numpy as np

from sim.model.state import FULL_DEAL, LAPSED
from tests.ladder.playing import TRIALS, Findings, averaged, rows_at, scene


def play() -> Findings:
    rows = rows_at(scene("R24"), np.inf, TRIALS)
    lapsed, extensions = rows["ending"] == LAPSED, rows["extensions"]
    return {
        "P(deal)": averaged(rows["ending"] == FULL_DEAL),
        "P(lapse at 1st end)": averaged(lapsed & (extensions == 0)),
        "P(lapse at 2nd)": averaged(lapsed & (extensions == 1)),
        "P(lapse at 3rd)": averaged(lapsed & (extensions == 2)),
        "P(extended at least once)": averaged(extensions > 0),
        "E[# extensions]": averaged(extensions),
    }
