"""What disagreement is worth: a certain withdrawal gives the reservation value with credibility 1."""

from __future__ import annotations

from sim.engine.batch import run_on
from sim.model.events import ROUND
from sim.model.state import QUIET, THREAT, WITHDRAWAL
from tests.ladder.playing import Findings, Found, only, rows_at, scene


def play() -> Findings:
    rows = rows_at(scene("R28-notice"), 200.0, 20)
    left = rows["ending"] == WITHDRAWAL
    assert (rows["end_day"][left] == 180).all()
    payoff = only(rows["value"][left, 1])
    found = {
        "payoff of certain withdrawal at day 180": Found(payoff),
        "discount D(180 d, r=.10)": Found((0.8 - payoff) / 0.45),
    }
    for c in (0.1, 0.333, 0.6):
        packed = scene("R28", ("parties.sender.resolve.prior", c))
        rows = rows_at(packed, 235.0)
        run_on(packed, rows, 1 << ROUND, until=236.0)
        assert (rows["due"][0], rows["event"][0]) == (236.0, ROUND)
        found[f"reservation with credibility {c}"] = Found(rows["reservation"][0, 1])
    quiet, threat = (rows_at(scene(name), 10.0) for name in ("R28", "R28-threat"))
    assert (quiet["stage"][0, 0], threat["stage"][0, 0]) == (QUIET, THREAT)
    date_effect = quiet["reservation"][0, 1] - threat["reservation"][0, 1]
    found["date effect only: threat expiring in 60 d instead of end in 226 d (C=.333)"] = Found(date_effect)
    return found
