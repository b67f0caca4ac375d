"""A crisis in which the cost of backing down grows: nobody backs down after the horizon."""

from __future__ import annotations

from math import log

import numpy as np

from sim.engine.batch import blank_rows, run_on
from sim.model.events import BEGINNING
from sim.model.state import FULL_DEAL, NEVER, Rows
from sim.scenario.packing import PackedScenario
from sim.strategies.war_of_attrition import last_time, still_holds_out
from tests.ladder.playing import TRIALS, YEAR, Findings, Found, averaged, rows_at, scene

_STEP = 1e-5  # years


def play() -> Findings:
    packed = scene("R11")
    start = blank_rows(packed, 2018, 0, TRIALS)
    run_on(packed, start, ~(1 << BEGINNING), until=0.0)  # plans are made, and nothing has happened yet
    rows = rows_at(packed, np.inf, TRIALS)
    horizon = float(last_time(packed.record, rows[0], 0))
    backed_down = rows["ending"] == FULL_DEAL
    years = np.where(backed_down, rows["end_day"] / YEAR, horizon)
    assert years.max() <= horizon
    going_on = years > 0.3
    return {
        "horizon t*": Found(horizon),
        "P(crisis reaches horizon: exit)": averaged(~backed_down),
        "P(one side backs down)": averaged(backed_down),
        "hazard of quitting at t=0": _hazard(packed, start, 0.0),
        "hazard of quitting at t=0.3": _hazard(packed, start, 0.3),
        "P(a quitter has quit by t=.3)": averaged(start["comes_round"][:, 0] <= 0.3 * YEAR),
        "E[duration | cap t*]": averaged(years),
        "P(resolute | still escalating at t=.3)": averaged(start["comes_round"][going_on, 0] == NEVER),
    }


def _hazard(packed: PackedScenario, rows: Rows, years: float) -> Found:
    """Return how fast the chance that the one still holds out falls, by differences on both sides."""
    before, after = (log(still_holds_out(packed.record, rows[0], 0, years + way * _STEP)) for way in (-1.0, 1.0))
    return Found((before - after) / (2.0 * _STEP))
