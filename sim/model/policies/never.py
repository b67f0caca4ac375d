"""The policy of a party that does not leave, and is known not to."""

from __future__ import annotations

from sim.model.compiled import rule
from sim.model.state import Packed, Row


@rule
def chances(s: Packed, w: Row, i: int, stage: int) -> tuple[float, float]:
    """Return 0 for both types: no threat is ever made."""
    return 0.0, 0.0


@rule
def carry_out(s: Packed, w: Row, i: int, theta: int, stage: int) -> float:
    """Return 0: nobody expects an exit."""
    return 0.0
