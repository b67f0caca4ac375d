"""Set what each party loses if its link with another lapses, where trade figures decide it (model.md 1.2)."""

from __future__ import annotations

from sim.model.compiled import rule
from sim.model.state import BEND, Packed, Row

# The losses are polynomials of the border cost as a share of the greatest one, and of the elasticity theta as
# (theta - PIVOT) / (theta + PIVOT), fitted between these bounds (sim/trade/stakes.py).
GREATEST_COST = 0.25
LEAST_ELASTICITY, GREATEST_ELASTICITY = 2.0, 12.0
PIVOT = 5.0
_COSTS, _ELASTICITIES = BEND


@rule
def set_losses(s: Packed, w: Row) -> None:
    """Set every loss L_ki, a share of k's GDP a year; a gain counts as no loss."""
    cost = w.border_cost / GREATEST_COST
    elasticity = (w.elasticity - PIVOT) / (w.elasticity + PIVOT)
    for k in range(s.parties):
        for i in range(s.parties):
            if i == k:
                continue
            loss = 0.0
            for a in range(_COSTS):
                term = 0.0
                for b in range(_ELASTICITIES):
                    term = term * elasticity + s.bend[k, i, a, b]
                loss = loss * cost + term
            w.loss[k, i] = max(0.0, loss) + w.transition_weight * s.transition[k, i]
