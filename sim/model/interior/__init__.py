"""Maximise a Nash product over packages by an interior-point method that holds kinks as linear constraints.

    maximise    sum over k of  share_k log(u_k - reservation_k)     subject to     u_k >= floor_k,  0 <= x_c <= 1
    where       u_k = fixed_k + sum over c of  weight_kc (1 - d_kc / reach_kc)^curvature_k,     d_kc >= |x_c - ideal_kc|

and the columns of a pie sum to at most 1. Every constraint has a slack and a price. Their product goes to zero on the
way, but for the surplus u_k - reservation_k, where it is share_k: then the end of the way is the Nash solution. So
floors, kinks and bounds are met to the last digits, and not to the width of some smoothing. (Primal-dual methods:
Wright 1997, Primal-Dual Interior-Point Methods; Nocedal and Wright 2006, Numerical Optimization, chapter 19.)
"""

from __future__ import annotations

from sim.model.compiled import routine
from sim.model.interior.bargain import FLOOR, START, SURPLUS, Bargain, hold, missed, set_out
from sim.model.interior.newton import take_step

_MOST_STEPS = 100
_END = 1e-20  # product of slack and price; where a floor or kink is met at no price, utilities are off by its root


@routine
def highest_lift(b: Bargain, enough: float) -> float:
    """Return the most utility that all parties can have above their floors; from `enough` on any that they can."""
    set_out(b, 1.0)
    least = b.party[0].worth - b.party[0].floor
    for k in range(1, len(b.party)):
        least = min(least, b.party[k].worth - b.party[k].floor)
    b.state[0].lift = least - START
    for k in range(len(b.party)):
        hold(b, FLOOR, k, 0, b.party[k].worth - b.party[k].floor - b.state[0].lift)
    for _ in range(_MOST_STEPS):
        if b.state[0].lift >= enough or _is_end(b):
            break
        take_step(b)
    return b.state[0].lift


@routine
def find_nash_point(b: Bargain) -> bool:
    """Move x to the package of the greatest Nash product; say whether it is exact to the last digits.

    It need not be where the floors leave nearly nothing to choose (`highest_lift` below a hundred-thousandth).
    """
    set_out(b, 0.0)
    for k in range(len(b.party)):
        party = b.party[k]
        hold(b, FLOOR, k, 0, max(party.worth - party.floor, START))
        if party.share > 0.0:
            surplus = b.limit[SURPLUS, k, 0]
            surplus.slack = max(party.worth - party.reservation, START)
            surplus.price = party.share / surplus.slack
            surplus.aim = party.share
    for _ in range(_MOST_STEPS):
        if _is_end(b):
            break
        take_step(b)
    for c in range(len(b.column)):
        b.column[c].x = min(max(b.column[c].x, 0.0), 1.0)
    return _is_end(b)


@routine
def _is_end(b: Bargain) -> bool:
    for k in range(len(b.party)):
        for kind in (FLOOR, SURPLUS):
            if b.limit[kind, k, 0].price > 0.0 and missed(b, kind, k) != 0.0:
                return False
    for kind in range(SURPLUS):
        for k in range(b.limit.shape[1]):
            for c in range(b.limit.shape[2]):
                if b.limit[kind, k, c].slack * b.limit[kind, k, c].price > _END:
                    return False
    return True
