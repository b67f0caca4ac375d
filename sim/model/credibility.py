"""How credible an exit is, and what that does to the others' floors: model.md 1.4 and 1.5."""

from __future__ import annotations

from sim.model.compiled import routine, rule
from sim.model.effects import discount_rate, link_loss
from sim.model.exits import all_links, discounting, exit_date, net_exit_gain
from sim.model.policies import NEVER_LEAVES, carry_out
from sim.model.state import BLUFFER, RESOLUTE, Packed, Row


@rule
def set_credibility(s: Packed, w: Row, i: int) -> None:
    """Set zeta_i and C_i of 1.4: the chance, as others see it, that i goes through with withdrawal absent a deal."""
    if s.policy[i] == NEVER_LEAVES:
        w.credibility[i] = 0.0
        return
    links = all_links(s, w, i)
    for theta in range(2):
        w.net_gain[i, theta] = net_exit_gain(w, i, theta, links)
    w.credibility[i] = credibility(s, w, i, w.belief[i], w.stage[i])


@rule
def credibility(s: Packed, w: Row, i: int, belief: float, stage: int) -> float:
    """Return C_i of 1.4 at a belief mu and a stage; reads zeta_i as it was last set."""
    resolute = carry_out(s.policy[i], s, w, i, RESOLUTE, stage)
    bluffer = carry_out(s.policy[i], s, w, i, BLUFFER, stage)
    return belief * resolute + (1.0 - belief) * bluffer


@rule
def set_reservation_values(s: Packed, w: Row) -> None:
    """Set R_k of every party, equation (R): the flow-equivalent value of disagreement to k's negotiators."""
    for k in range(len(w.reservation)):
        w.reservation[k] = w.status_quo_value[k]
    for i in range(s.parties):
        if w.credibility[i] > 0.0:
            days = exit_date(w, i, w.stage[i], w.day) - w.day
            rate, discount = -1.0, 1.0
            for k in range(len(w.reservation)):
                if discount_rate(w, k) != rate:  # who is as impatient as the one before discounts alike
                    rate = discount_rate(w, k)
                    discount = discounting(rate, days)
                w.discounted[k, i] = discount
                if k != i:
                    w.reservation[k] -= w.credibility[i] * w.discounted[k, i] * link_loss(w, k, i)


@rule
def reversion_point(s: Packed, w: Row, k: int) -> float:
    """Return Rdom_k of 1.5: the ratifier's reversion point, as k's own leader may leave too; reads R_k."""
    if w.credibility[k] == 0.0:
        return w.reservation[k]
    return w.reservation[k] - w.credibility[k] * w.discounted[k, k] * all_links(s, w, k)


@rule
def ratification_line(s: Packed, w: Row, k: int) -> float:
    """Return the edge of k's win-set, Rdom_k + rho_k - b_k H_k (1.5)."""
    return w.reversion[k] + w.hurdle[k] + w.more_hurdle[k] - w.support_ratify[k] * w.support[k]


@routine
def set_floors(s: Packed, w: Row) -> None:
    """Set C, R, Rdom and the floor F_k = max(R_k, win-set edge + z_k sigma_k) of every party (1.4, 1.5)."""
    for i in range(s.parties):
        set_credibility(s, w, i)
    set_reservation_values(s, w)
    for k in range(len(w.floor)):
        w.reversion[k] = reversion_point(s, w, k)
        ratifiable = ratification_line(s, w, k) + w.caution[k] * w.vote_noise[k]
        w.floor[k] = max(w.reservation[k], ratifiable)
