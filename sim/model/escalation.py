"""What escalating is worth to a leader: the gain at the table, and what the act costs and brings (model.md 1.7)."""

from __future__ import annotations

from sim.model.compiled import rule
from sim.model.effects import discount_rate, link_loss
from sim.model.exits import discounting
from sim.model.state import QUIET, THREAT, Packed, Row


@rule
def bargaining_gain(s: Packed, w: Row, i: int, stage: int, m_resolute: float, m_bluffer: float) -> tuple[float, float]:
    """Return G of 1.7 as a line in the belief mu': its value at mu' = 0 and its slope.

    G = pi sum over k of L_ki (C'(mu') D'_ki - C D_ki): i's share of the fall in the others' reservation values. The
    last two arguments are m_theta one stage up: how likely each type is to leave once it has escalated.
    """
    ahead = w.ultimatum[i] + w.notice_period if stage == QUIET else w.notice_period
    new = 0.0
    old = 0.0
    rate, discount = -1.0, 1.0
    for k in range(len(w.loss)):
        if k != i:
            if discount_rate(w, k) != rate:  # who is as impatient as the one before discounts alike
                rate = discount_rate(w, k)
                discount = discounting(rate, ahead)
            new += link_loss(w, k, i) * discount
            old += link_loss(w, k, i) * w.discounted[k, i]
    at_zero = w.power[i] * (new * m_bluffer - old * w.credibility[i])
    return at_zero, w.power[i] * new * (m_resolute - m_bluffer)


@rule
def taste(w: Row, i: int, theta: int, stage: int) -> float:
    """Return what the act costs and brings this type apart from G: V_theta - G of 1.7.

    Sunk cost, inertia, what is already on offer, and what is left if talks are not settled in time.
    """
    zeta = w.net_gain[i, theta]
    unsettled = 1.0 - w.optimism[i, stage]
    worth = -w.cost[i, stage] - w.inertia[i, stage] - w.attention[i] * (w.offered[i] - w.opening_share[i])
    if stage == THREAT:  # the alternative is to back down, at the audience cost a1
        return worth + unsettled * max(zeta, -w.audience[i, 1]) + w.audience[i, 0]
    return worth + unsettled * (max(zeta, -w.audience[i, 0]) - max(zeta, 0.0))
