"""The null model: constant chances by type of threatening, giving notice and leaving (Markov chain)."""

from __future__ import annotations

from sim.model.compiled import rule
from sim.model.state import NOTICE, QUIET, THREAT, Packed, Row


@rule
def chances(s: Packed, w: Row, i: int, stage: int) -> tuple[float, float]:
    """Return the chance of a threat in a round, or of notice when a threat runs out; resolute, bluffer."""
    return w.rate[i, stage, 0], w.rate[i, stage, 1]


@rule
def carry_out(s: Packed, w: Row, i: int, theta: int, stage: int) -> float:
    """Return the chance of leaving in the end: the product of the rates still ahead."""
    chance = w.rate[i, NOTICE, theta]
    if stage <= THREAT:
        chance *= w.rate[i, THREAT, theta]
    if stage == QUIET:
        chance *= w.rate[i, QUIET, theta]
    return chance
