"""One threat, a price for not meaning it, and a target that gives in just often enough (Fearon 1994, 1997).

The sender plays the policy `semi-separating`. The target is a strategy in its seat: under a threat it gives in with the
chance that leaves a bluffer indifferent between threatening and not, gamma g = (1 - gamma) a. What the sender expects
(`power` and `optimism` of its policy) is that same chance.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.engine.seats import SeatStrategy, View
from sim.model.chance import NOISE, draw
from sim.model.state import BLUFFER, RESOLUTE, THREAT
from sim.simulate import Run, simulate
from tests.ladder.playing import (
    TRIALS,
    Findings,
    Found,
    averaged,
    column,
    ended,
    only,
    rows_at,
    scene,
    switching,
)

SENDER = 0
HELD = 0.5  # what the target has while nothing changes
GIVEN = 0.3  # g: what giving in costs the target, and brings the sender
COST = 0.1  # a: what backing down costs the sender
SEED = 13


def _gives_in(cost: float) -> float:
    return cost / (cost + GIVEN)


def _target(cost: float) -> SeatStrategy:
    def answer(view: View) -> NDArray[np.float64]:
        threatened = view.stage[:, SENDER] == THREAT
        chance = [
            draw(SEED, int(trial), NOISE, view.seat, int(number), 0)
            for trial, number in zip(view.trial, view.round, strict=True)
        ]
        return np.where(threatened & (np.array(chance) < _gives_in(cost)), HELD - GIVEN, HELD)

    return answer


def _talks(cost: float) -> Run:
    expects = _gives_in(cost)
    overrides = (
        ("parties.sender.audience_costs.threat", cost),
        ("parties.sender.threat.semi-separating.power", expects),
        ("parties.sender.threat.semi-separating.optimism.threat", expects),
    )
    return simulate(scene("R13", *overrides).scenario, TRIALS, seed=2018, seats={"target": _target(cost)})


def _threatens(theta: int, key: str, value: float) -> bool:
    """Return whether a leader of this type always threatens, with one number of the sender's resolve changed."""
    rows = rows_at(scene("R13", (f"parties.sender.resolve.{key}", value)), 15.0)
    return bool(rows["chance"][0, SENDER, theta] == 1.0)


def play() -> Findings:
    run = _talks(COST)
    threat, bluffer = column(run, "threats") > 0, column(run, "resolute_sender") == 0
    conceded = ended(run, "full_deal")
    rows = rows_at(scene("R13"), 15.0, TRIALS)
    found = {
        "posterior after threat mu*": Found(only(rows["belief"][rows["threats"][:, SENDER] == 1, SENDER])),
        "P(bluffer threatens)": averaged(threat[bluffer]),
        "P(target concedes | threat)": averaged(conceded[threat]),
        "P(threat)": averaged(threat),
        "P(target concedes)": averaged(conceded),
        "P(threat carried out)": averaged(ended(run, "withdrawal")),
        "P(bluff called)": averaged(column(run, "backdowns") > 0),
        "P(status quo, no threat)": averaged(ended(run, "lapsed") & ~threat),
        "resolute type must have o >= ": switching(
            lambda gain: _threatens(RESOLUTE, "exit_gain.resolute", gain), -1.0, 0.0
        ),
        "threshold prior for pooling (all threaten, target concedes)": switching(
            lambda prior: _threatens(BLUFFER, "prior", prior), 0.05, 0.95
        ),
    }
    for cost in (0.05, 0.3):
        run = _talks(cost)
        found[f"P(concede|threat,a={cost})"] = averaged(ended(run, "full_deal")[column(run, "threats") > 0])
    return found
