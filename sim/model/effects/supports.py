"""Effects on H_i, domestic support for the pact above its baseline (model.md 1.2): outreach, lobbying."""

from __future__ import annotations

from sim.model.compiled import rule
from sim.model.state import Row


@rule
def clear(w: Row, i: int) -> None:
    """Forget what effects added for party i."""
    w.support[i] = 0.0


@rule
def move(w: Row, i: int, k: int, level: float) -> None:
    """Add a level for party i."""
    w.support[i] += level
