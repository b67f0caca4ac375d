"""Effects on rho_i, what a deal must bring to be ratified at home (model.md 1.5): elections, resentment."""

from __future__ import annotations

from sim.model.compiled import rule
from sim.model.state import Row


@rule
def clear(w: Row, i: int) -> None:
    """Forget what effects added for party i."""
    w.more_hurdle[i] = 0.0


@rule
def move(w: Row, i: int, k: int, level: float) -> None:
    """Add a level for party i."""
    w.more_hurdle[i] += level
