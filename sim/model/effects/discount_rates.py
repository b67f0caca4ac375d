"""Effects on r_i, how impatient a party is (model.md 1.4), a year."""

from __future__ import annotations

from sim.model.compiled import rule
from sim.model.state import Row


@rule
def clear(w: Row, i: int) -> None:
    """Forget what effects added for party i."""
    w.more_discount[i] = 0.0


@rule
def move(w: Row, i: int, k: int, level: float) -> None:
    """Add a level for party i."""
    w.more_discount[i] += level


@rule
def discount_rate(w: Row, i: int) -> float:
    """Return r_i a year today."""
    return max(0.0, w.discount[i] + w.more_discount[i])
