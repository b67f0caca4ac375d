"""Hold out for one's demand and give in at a random time: the war of attrition (Maynard Smith 1974).

The time is that of an equilibrium: everybody is as well off to give in now as a little later (Hendricks, Weiss and
Wilson 1988). The prize of private worth is after Bishop, Cannings and Maynard Smith (1978), the growing cost of backing
down after Fearon (1994), the party that may be obstinate after Abreu and Gul (2000).
"""

from __future__ import annotations

from sim.model.bargaining import offered_by_others
from sim.model.chance import PLAN, draw
from sim.model.compiled import rule
from sim.model.elementary import exp, log, power
from sim.model.plans import COMING_ROUND, first_day, has_come_round, stage_changes
from sim.model.state import DAYS_A_YEAR, NEVER, Packed, Row
from sim.model.utility import utility
from sim.strategies.parameter import Parameter, Style, places

PARAMETERS: tuple[Parameter, ...] = (
    Parameter("rate", 0.0, 366.0, default=0.0, unit="rate"),  # of giving in; 0: what keeps the others indifferent
    Parameter("obstinate", 0.0, 1.0, default=0.0, unit="share"),  # chance that it never gives in
    Parameter("audience_cost", 0.0, 366.0, default=0.0, unit="rate"),  # a year, as a share of the prize
    Parameter("private_value", 0.0, 100.0, default=0.0),  # mean years for which the prize is worth holding out
)
STYLES: tuple[Style, ...] = ()
ALTERNATIVES = ("rate", "audience_cost", "private_value")
BECAUSE = "gives in, at a random time"
RATE, OBSTINATE, AUDIENCE_COST, PRIVATE_VALUE = places(PARAMETERS)


@rule
def aspiration(s: Packed, w: Row, k: int) -> float:
    """Return what k's demand is worth to it, until it gives in; then what the others table (model.md 1.6).

    The demand is where it stands on the table: what it opened with, or where technical talks have led it.
    """
    if has_come_round(w, k):
        return offered_by_others(s, w, k, w.table)
    return utility(s, w, k, w.stand[k])


@rule
def plan(s: Packed, w: Row, k: int) -> float:
    """Return the day on which k gives in: one draw, made at the beginning and kept.

    An obstinate k never does. Of the rest, some give in at once and the others at a time of the equilibrium.
    """
    if stage_changes(s, w) > 0:
        return w.comes_round[k]
    u = draw(w.seed, w.trial, PLAN, k, 0, COMING_ROUND)
    if u < w.tactic[k, OBSTINATE]:
        return NEVER
    stays = holds_out_at_first(s, w, k)
    if u >= stays:
        return first_day(s, w)
    return first_day(s, w) + DAYS_A_YEAR * years_until(s, w, k, u / stays)


@rule
def concession_rate(s: Packed, w: Row, i: int) -> float:
    """Return h_i a year: as the file gives it, or else the mean over the others of what keeps each indifferent.

    j is indifferent between giving in and waiting where h_i (v_j - l_j) = r_j (l_j - s_j): v_j is what its own demand
    is worth to it, l_j what the others ask for, s_j what it has today. Who has no prize v_j - l_j to win is no rival.
    """
    if w.tactic[i, RATE] > 0.0:
        return w.tactic[i, RATE]
    total = 0.0
    rivals = 0
    for j in range(s.parties):
        given_in = offered_by_others(s, w, j, w.opening)
        prize = utility(s, w, j, w.opening[j]) - given_in
        if j != i and prize > 0.0:
            total += w.discount[j] * max(0.0, given_in - w.status_quo_value[j]) / prize
            rivals += 1
    return total / max(1, rivals)


@rule
def still_holds_out(s: Packed, w: Row, i: int, years: float) -> float:
    """Return the chance that i has not given in by then, if it may: exp(-h t), 1 / (1 + a t) or exp(-sqrt(2 t / m))."""
    if w.tactic[i, PRIVATE_VALUE] > 0.0:
        return exp(-power(2.0 * years / w.tactic[i, PRIVATE_VALUE], 0.5))
    if w.tactic[i, AUDIENCE_COST] > 0.0:
        return 1.0 / (1.0 + w.tactic[i, AUDIENCE_COST] * years)
    return exp(-concession_rate(s, w, i) * years)


@rule
def years_until(s: Packed, w: Row, i: int, share: float) -> float:
    """Return the years after which i still holds out with a chance of `share`: the inverse of still_holds_out."""
    if share <= 0.0:
        return NEVER
    if w.tactic[i, PRIVATE_VALUE] > 0.0:  # T(v) = v^2 / (2 m) at the value v = -m log(share)
        return 0.5 * w.tactic[i, PRIVATE_VALUE] * log(share) * log(share)
    if w.tactic[i, AUDIENCE_COST] > 0.0:
        return (1.0 / share - 1.0) / w.tactic[i, AUDIENCE_COST]
    rate = concession_rate(s, w, i)
    if rate <= 0.0:
        return NEVER
    return -log(share) / rate


@rule
def reputation_time(s: Packed, w: Row, i: int) -> float:
    """Return T_i in years: when i, had it held out so far, would be known to be obstinate."""
    return years_until(s, w, i, w.tactic[i, OBSTINATE])


@rule
def last_time(s: Packed, w: Row, i: int) -> float:
    """Return T_0 in years, the least of all T_i: nobody gives in after it."""
    least = NEVER
    for j in range(s.parties):
        if s.strategy[j] == s.strategy[i]:
            least = min(least, reputation_time(s, w, j))
    return least


@rule
def holds_out_at_first(s: Packed, w: Row, i: int) -> float:
    """Return C_i, the chance that i does not give in at once: all have to be known as obstinate at the same time, T_0.

    C_i = z_i / S_i(T_0): 1 for whoever builds up its reputation fastest, less for the others.
    """
    last = last_time(s, w, i)
    if last == NEVER or reputation_time(s, w, i) <= last:
        return 1.0
    return w.tactic[i, OBSTINATE] / still_holds_out(s, w, i, last)
