"""Effects on g_i, what leaving the pact is worth to a leader of either type (model.md 1.2), in utility."""

from __future__ import annotations

from sim.model.compiled import rule
from sim.model.state import Row


@rule
def clear(w: Row, i: int) -> None:
    """Forget what effects added for party i."""
    w.more_gain[i] = 0.0


@rule
def move(w: Row, i: int, k: int, level: float) -> None:
    """Add a level for party i."""
    w.more_gain[i] += level
