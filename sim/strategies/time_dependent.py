"""Concede as time runs out (Faratin, Sierra and Jennings 1998): boulware late, conceder early, linear in between."""

from __future__ import annotations

from sim.model.compiled import rule
from sim.model.elementary import power
from sim.model.state import Packed, Row


@rule
def aspiration(s: Packed, w: Row, k: int) -> float:
    """Return A_k = F_k + (M_k - F_k)(1 - kappa0 - (1 - kappa0) tau^(1/beta)) of model.md 1.6, in k's utility.

    tau is the share of the time for talks that has gone, beta below 1 holds out (boulware), kappa0 is given away at
    the start.
    """
    kept = 1.0 - w.opening_concession[k]
    return w.floor[k] + (w.most[k] - w.floor[k]) * kept * (1.0 - power(w.elapsed, 1.0 / w.beta[k]))
