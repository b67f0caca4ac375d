"""The policy that acts on given days: threats and notices at dates of the scenario, exits by the leader's type."""

from __future__ import annotations

from sim.model.compiled import rule
from sim.model.exits import goes_through
from sim.model.state import Packed, Row


@rule
def chances(s: Packed, w: Row, i: int, stage: int) -> tuple[float, float]:
    """Return 0 for both types: what is scripted happens on its day and nothing happens in between."""
    return 0.0, 0.0


@rule
def carry_out(s: Packed, w: Row, i: int, theta: int, stage: int) -> float:
    """Return m_i,theta of 1.4: whether a scripted notice is carried out still depends on the type."""
    return goes_through(s, w, i, theta, stage)
