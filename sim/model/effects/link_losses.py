"""Effects on L_ik, what a party loses a year if a link lapses (model.md 1.2): other markets, other suppliers."""

from __future__ import annotations

from sim.model.compiled import rule
from sim.model.state import Row


@rule
def clear(w: Row, i: int) -> None:
    """Forget what effects added to the losses of party i."""
    for k in range(w.more_loss.shape[1]):
        w.more_loss[i, k] = 0.0


@rule
def move(w: Row, i: int, k: int, level: float) -> None:
    """Add a level to what i loses if its link with k lapses, in utility of i a year."""
    w.more_loss[i, k] += level


@rule
def link_loss(w: Row, i: int, k: int) -> float:
    """Return L_ik of 1.2 today: what i loses a year if its link with k lapses."""
    return max(0.0, w.loss[i, k] + w.more_loss[i, k])
