"""Make plans: ask strategies when their party comes round, and policies when it acts by itself (model.md 1.12)."""

from __future__ import annotations

from sim.model.compiled import routine
from sim.model.plans import has_come_round
from sim.model.policies import plan as plan_act
from sim.model.state import NEVER, THE_MODEL, Packed, Row
from sim.strategies import plan as plan_to_come_round


@routine
def make_plans(s: Packed, w: Row) -> None:
    """Set the day on which each party comes round and the day on which it acts by itself; neither lies behind today.

    Whoever has come round stays so, and for whoever is played from outside nothing is planned.
    """
    for k in range(s.parties):
        if w.played[k] != THE_MODEL:
            w.comes_round[k] = NEVER
            w.acts_on[k] = NEVER
            continue
        if not has_come_round(w, k):
            w.comes_round[k] = max(w.day, plan_to_come_round(s.strategy[k], s, w, k))
        w.acts_on[k] = max(w.day, plan_act(s.policy[k], s, w, k))
