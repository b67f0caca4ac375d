"""What the others believe of a leader's type: one public belief, moved by Bayes' rule only (model.md 1.3, 1.7)."""

from __future__ import annotations

from sim.model.compiled import rule
from sim.model.state import Row


@rule
def learn(w: Row, i: int, if_resolute: float, if_bluffer: float) -> None:
    """Update the public belief mu_i by Bayes' rule from what each type was likely to do (1.3, 1.7)."""
    resolute = w.belief[i] * if_resolute
    both = resolute + (1.0 - w.belief[i]) * if_bluffer
    if both > 0.0 and if_resolute != if_bluffer:
        w.belief[i] = resolute / both
