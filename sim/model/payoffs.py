"""What each party ends up with: flow-equivalent, discounted to the start (model.md 1.11)."""

from __future__ import annotations

from sim.model.compiled import routine, rule
from sim.model.deals import party_worth
from sim.model.effects import discount_rate, link_loss, settle_effects
from sim.model.elementary import exp, power
from sim.model.exits import all_links, net_exit_gain, private_gain
from sim.model.state import DAYS_A_YEAR, FULL_DEAL, NOBODY, PARTIAL_DEAL, WITHDRAWAL, Packed, Row


@routine
def pay_off(s: Packed, w: Row) -> None:
    """Set U_i as the leader sees it and as the material payoff without the leader's private gain (1.11)."""
    settle_effects(s, w)
    for i in range(s.parties):
        held = exp(-discount_rate(w, i) * max(0.0, w.end_day) / DAYS_A_YEAR)
        if w.round_factor[i] != 1.0:
            held *= power(w.round_factor[i], _rounds_waited(w))
        felt = terminal_value(s, w, i)
        if w.signed == 1:
            w.worth[i] = felt
        gain = 0.0
        if w.ending == WITHDRAWAL and w.leaver == i:
            gain = private_gain(w, i, w.type[i])
        w.value[i] = (1.0 - held) * w.status_quo_value[i] + held * felt - w.paid[i]
        w.material[i] = w.value[i] - held * gain


@rule
def _rounds_waited(w: Row) -> float:
    # Whoever signs, or leaves the table, does so in a round and does not wait for the next.
    ended_in_a_round = w.signed == 1 or (w.broken == 1 and w.leaver != NOBODY)
    return w.held - 1.0 if ended_in_a_round else float(w.held)


@rule
def terminal_value(s: Packed, w: Row, i: int) -> float:
    """Return terminal_i of 1.11: the flow that i has from the ending on."""
    base = w.status_quo_value[i]
    if w.broken == 1:
        return w.outside[i] if w.leaver == i else w.breakdown_value[i]
    if w.ending == FULL_DEAL:
        return party_worth(s, w, i, w.coalition, 1)
    if w.ending == PARTIAL_DEAL:
        if s.member[w.coalition, i] == 1:
            return party_worth(s, w, i, w.coalition, 0)
        for k in range(s.parties):
            if s.member[w.coalition, k] == 1:
                base -= w.lapse[w.coalition] * link_loss(w, i, k)
    if w.ending == WITHDRAWAL:
        if w.leaver == i:
            return base + net_exit_gain(w, i, w.type[i], all_links(s, w, i))
        base -= link_loss(w, i, w.leaver)
    return base
