"""Bid once, in step with one's own reservation value: the double auction (Chatterjee and Samuelson 1983)."""

from __future__ import annotations

from sim.model.compiled import rule
from sim.model.state import Packed, Row
from sim.strategies.parameter import Parameter, Style, places

_TWO_THIRDS = 2.0 / 3.0

PARAMETERS: tuple[Parameter, ...] = (
    Parameter("intercept", 0.0, 1.0, default=0.25),  # c0
    Parameter("slope", 0.0, 1.0, default=_TWO_THIRDS),  # c1
)
STYLES: tuple[Style, ...] = (
    Style("truthful", "intercept", 0.0, "0", lambda intercept: intercept == 0.0),
    Style("truthful", "slope", 1.0, "1", lambda slope: slope == 1.0),
    Style("equilibrium", "intercept", 0.25, "0.25", lambda intercept: intercept == 0.25),
    Style("equilibrium", "slope", _TWO_THIRDS, "2/3", lambda slope: abs(slope - _TWO_THIRDS) < 0.01),
)
BECAUSE = "makes one offer and stays with it"
INTERCEPT, SLOPE = places(PARAMETERS)


@rule
def aspiration(s: Packed, w: Row, k: int) -> float:
    """Return A_k = c0 + c1 F_k of model.md 1.6, in k's utility: all of its concession in the first round.

    Truthful, k asks for its floor and no more. In equilibrium (c0 = 1/4, c1 = 2/3) nobody gains by another bid where
    two parties split 1, each knows its own floor alone, and all floors from 0 to 1 are as likely. Above F_k = 3/4 the
    equilibrium asks for less than the floor; the floor then holds, and nobody could have met either.
    """
    return w.tactic[k, INTERCEPT] + w.tactic[k, SLOPE] * w.floor[k]
