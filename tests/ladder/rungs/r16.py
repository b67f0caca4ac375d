"""Support falls at Poisson shocks until it meets a line: the fourth arrival (Erlang)."""

from __future__ import annotations

from math import sqrt

import numpy as np

from sim.model.state import LAPSED
from tests.ladder.playing import TRIALS, YEAR, Findings, averaged, estimated, rows_at, scene


def play() -> Findings:
    rows = rows_at(scene("R16"), np.inf, TRIALS)
    assert (rows["ending"] == LAPSED).all()
    assert (rows["strikes"][:, 0] == 4).all()
    years = rows["end_day"] / YEAR
    variance = years.var()
    spread = ((years - years.mean()) ** 4).mean() - variance**2
    return {
        **{f"P(hit by {limit}y)": averaged(years <= limit) for limit in (0.25, 0.75, 1.0)},
        "E[hit] years": averaged(years),
        "sd[hit] years": estimated(sqrt(variance), sqrt(spread / TRIALS) / (2.0 * sqrt(variance))),
    }
