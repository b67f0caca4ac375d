"""Bargaining against parties that may be obstinate: reputation, and the weaker side that gives in at once."""

from __future__ import annotations

import numpy as np

from sim.model.state import COME_ROUND, FULL_DEAL, NEVER, UNDECIDED
from sim.strategies.war_of_attrition import concession_rate, holds_out_at_first, last_time, reputation_time
from tests.ladder.playing import TRIALS, YEAR, Findings, Found, averaged, rows_at, scene


def play() -> Findings:
    packed = scene("R12")
    rows = rows_at(packed, np.inf, TRIALS)
    found = {"T0": Found(last_time(packed.record, rows[0], 0))}
    for i in (0, 1):
        found[f"lambda{i + 1}"] = Found(concession_rate(packed.record, rows[0], i))
        found[f"T{i + 1}"] = Found(reputation_time(packed.record, rows[0], i))
        found[f"P({i + 1} concedes at 0)"] = Found(1.0 - holds_out_at_first(packed.record, rows[0], i))
    deal, gave_in = rows["ending"] == FULL_DEAL, rows["comes_round"] == COME_ROUND
    found["P(deal on 1's terms)"] = averaged(deal & gave_in[:, 1])
    found["P(deal on 2's terms)"] = averaged(deal & gave_in[:, 0])
    found["P(never)"] = averaged(~deal)
    later = rows_at(packed, 5.0 * YEAR, TRIALS)
    open_ = later["ending"] == UNDECIDED
    for i in (0, 1):
        found[f"P({i + 1} obstinate | no concession by t=5)"] = averaged(later["comes_round"][open_, i] == NEVER)
        rational = rows["comes_round"][:, i] != NEVER
        found[f"value rational {i + 1}"] = averaged(rows["value"][rational, i])
    return found
