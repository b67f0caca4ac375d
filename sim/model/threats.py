"""The threat stage: threaten, be satisfied, back down, give notice, leave or rescind (model.md 1.7)."""

from __future__ import annotations

from sim.model.bargaining import accepts, offered_by_others
from sim.model.beliefs import learn
from sim.model.chance import EXIT as EXIT_DRAW
from sim.model.chance import NOTICE as NOTICE_DRAW
from sim.model.chance import THREAT as THREAT_DRAW
from sim.model.chance import draw
from sim.model.compiled import routine, rule
from sim.model.credibility import set_floors
from sim.model.effects import discount_rate, settle_effects
from sim.model.elementary import exp
from sim.model.exits import calm
from sim.model.policies import NEVER_LEAVES, SCRIPTED, carry_out, chances, planned, unprompted
from sim.model.schedules import set_off
from sim.model.state import (
    ACTS,
    AFTER_BACKDOWN,
    AFTER_NOTICE,
    AFTER_RESCISSION,
    AFTER_THREAT,
    BACKED_DOWN,
    BLUFFER,
    DAYS_A_YEAR,
    GAVE_NOTICE,
    NEVER,
    NO_DECISION,
    NOTICE,
    QUIET,
    RESCINDED,
    RESOLUTE,
    STAYED_QUIET,
    THE_MODEL,
    THREAT,
    THREATENED,
    WAS_SATISFIED,
    WITHDREW,
    Packed,
    Row,
)


@rule
def set_opening_share(s: Packed, w: Row, i: int) -> None:
    """Set p0_i of 1.7: the share of i's ask that the others' interests cover before anybody has moved."""
    w.opening_share[i] = _share(w, i, offered_by_others(s, w, i, w.ideal), w.best[i])


@rule
def weigh_offers(s: Packed, w: Row, i: int) -> bool:
    """Set p_i, the share of i's ask on the others' side of the table; say whether their text satisfies i (1.7).

    It does where it meets i's demand, s_i + dem (M0_i - s_i): an absolute demand, on what the others table.
    """
    offered = offered_by_others(s, w, i, w.table)
    w.offered[i] = _share(w, i, offered, w.most[i])
    demand = w.status_quo_value[i] + w.demand[i] * (w.best[i] - w.status_quo_value[i])
    return accepts(offered, demand)


@rule
def threat_stage(s: Packed, w: Row) -> None:
    """Let every quiet party with a policy threaten or not, all on one view of the table and of beliefs (1.7).

    Chances are worked out for all parties first, and only then acted on, so that the order of seats is no advantage.
    Who has chances of acting without an occasion may use one after that.
    """
    for i in range(s.parties):
        w.decision[i] = NO_DECISION
        if _may_threaten(s, w, i):
            w.decision[i] = WAS_SATISFIED if weigh_offers(s, w, i) else STAYED_QUIET
            if w.decision[i] == STAYED_QUIET:
                w.chance[i, RESOLUTE], w.chance[i, BLUFFER] = chances(s.policy[i], s, w, i, QUIET)
    for i in range(s.parties):
        if w.decision[i] == STAYED_QUIET and _may_threaten(s, w, i):
            if _acts(w, i, THREAT_DRAW, w.held):
                threaten(s, w, i)
            else:
                learn(w, i, 1.0 - w.chance[i, RESOLUTE], 1.0 - w.chance[i, BLUFFER])
    if s.restless == 1:
        for i in range(s.parties):
            is_free = w.decision[i] == STAYED_QUIET or w.decision[i] == NO_DECISION
            if is_free and w.played[i] == THE_MODEL:
                _do(s, w, i, unprompted(s.policy[i], s, w, i))


@routine
def act_as_planned(s: Packed, w: Row, i: int) -> None:
    """Let i do what it planned for today, whatever is on the table (1.7, 1.12)."""
    settle_effects(s, w)
    w.acts_on[i] = NEVER
    _do(s, w, i, planned(s.policy[i], s, w, i))


@routine
def threaten(s: Packed, w: Row, i: int) -> None:
    """Let i threaten to give notice when its ultimatum runs out; reads the chances of the act."""
    learn(w, i, w.chance[i, RESOLUTE], w.chance[i, BLUFFER])
    pay(w, i, w.cost[i, 0])
    w.stage[i] = THREAT
    w.expiry[i] = w.day + w.ultimatum[i]
    w.threats[i] += 1
    w.decision[i] = THREATENED
    set_off(s, w, AFTER_THREAT, i)


@routine
def expire(s: Packed, w: Row, i: int) -> None:
    """Settle i's threat on the day it runs out: satisfied, carried on to notice, or backed down (1.7)."""
    settle_effects(s, w)
    set_floors(s, w)
    if weigh_offers(s, w, i):
        w.decision[i] = WAS_SATISFIED
        w.satisfied[i] += 1
        calm(w, i)
        return
    w.chance[i, RESOLUTE], w.chance[i, BLUFFER] = chances(s.policy[i], s, w, i, THREAT)
    if _acts(w, i, NOTICE_DRAW, w.threats[i]):
        give_notice(s, w, i)
    else:
        learn(w, i, 1.0 - w.chance[i, RESOLUTE], 1.0 - w.chance[i, BLUFFER])
        back_down(s, w, i)


@routine
def back_down(s: Packed, w: Row, i: int) -> None:
    """Let i drop its threat, at the audience cost a1."""
    pay(w, i, w.audience[i, 0])
    w.backdowns[i] += 1
    w.decision[i] = BACKED_DOWN
    calm(w, i)
    set_off(s, w, AFTER_BACKDOWN, i)


@routine
def give_notice(s: Packed, w: Row, i: int) -> None:
    """Let i give notice of withdrawal, to take effect after the notice period; reads the chances of the act."""
    learn(w, i, w.chance[i, RESOLUTE], w.chance[i, BLUFFER])
    pay(w, i, w.cost[i, 1])
    w.stage[i] = NOTICE
    w.expiry[i] = NEVER
    w.effective[i] = w.day + w.notice_period
    w.notices[i] += 1
    w.first_notice = min(w.first_notice, w.day)
    w.monthly_from = w.day
    w.decision[i] = GAVE_NOTICE
    set_off(s, w, AFTER_NOTICE, i)


@routine
def notice_runs_out(s: Packed, w: Row, i: int) -> bool:
    """Let i leave, with the chance m_theta of its own type, or rescind; say whether it left (1.7)."""
    settle_effects(s, w)
    set_floors(s, w)
    for theta in range(2):
        w.chance[i, theta] = carry_out(s.policy[i], s, w, i, theta, NOTICE)
    if _acts(w, i, EXIT_DRAW, w.notices[i]):
        learn(w, i, w.chance[i, RESOLUTE], w.chance[i, BLUFFER])
        w.decision[i] = WITHDREW
        return True
    learn(w, i, 1.0 - w.chance[i, RESOLUTE], 1.0 - w.chance[i, BLUFFER])
    rescind(s, w, i)
    return False


@routine
def rescind(s: Packed, w: Row, i: int) -> None:
    """Let i take its notice back, at the audience cost a2."""
    pay(w, i, w.audience[i, 1])
    w.rescissions[i] += 1
    w.decision[i] = RESCINDED
    calm(w, i)
    set_off(s, w, AFTER_RESCISSION, i)


@routine
def follow_script(s: Packed, w: Row, i: int) -> None:
    """Do what is scripted for i today; its chances are the likelihoods of the signal, 1 and 1 by default (1.7)."""
    settle_effects(s, w)
    set_floors(s, w)
    w.chance[i, RESOLUTE] = w.signal[i, RESOLUTE]
    w.chance[i, BLUFFER] = w.signal[i, BLUFFER]
    if _is_on(s.script_notice[i], w.day) and w.stage[i] != NOTICE:
        give_notice(s, w, i)
    elif _is_on(s.script_threat[i], w.day) and w.stage[i] == QUIET:
        threaten(s, w, i)
    set_script_day(s, w, i)


@routine
def set_script_day(s: Packed, w: Row, i: int) -> None:
    """Set the next day on which something is scripted for party i."""
    w.script_day[i] = NEVER
    if s.policy[i] != SCRIPTED:
        return
    for n in range(s.script_threat.shape[1]):
        for day in (s.script_threat[i, n], s.script_notice[i, n]):
            if w.day < day < w.script_day[i]:
                w.script_day[i] = day


@rule
def pay(w: Row, i: int, cost: float) -> None:
    """Charge a lump cost to i, discounted to the start (1.11)."""
    w.paid[i] += cost * exp(-discount_rate(w, i) * w.day / DAYS_A_YEAR)


@rule
def _may_threaten(s: Packed, w: Row, i: int) -> bool:
    # A script has its days, and so has whoever acts at rates a year.
    asked = s.policy[i] != NEVER_LEAVES and s.policy[i] != SCRIPTED and s.yearly[i] == 0
    return w.stage[i] == QUIET and asked


@routine
def _do(s: Packed, w: Row, i: int, act: int) -> None:
    # Acts without an occasion are as likely for both types, so that nobody learns from them.
    if act == NO_DECISION:
        return
    w.chance[i, RESOLUTE] = 1.0
    w.chance[i, BLUFFER] = 1.0
    if act == THREATENED:
        threaten(s, w, i)
    elif act == GAVE_NOTICE:
        give_notice(s, w, i)
    elif act == BACKED_DOWN:
        back_down(s, w, i)
    else:
        rescind(s, w, i)


@rule
def _acts(w: Row, i: int, purpose: int, number: int) -> bool:
    # The others learn from the chances of the party's policy, whoever decides.
    if w.played[i] != THE_MODEL:
        return w.played[i] == ACTS
    return draw(w.seed, w.trial, purpose, i, number, 0) < w.chance[i, w.type[i]]


@rule
def _share(w: Row, i: int, worth: float, most: float) -> float:
    ask = most - w.status_quo_value[i]
    if ask <= 0.0:
        return 1.0
    return max(0.0, worth - w.status_quo_value[i]) / ask


@rule
def _is_on(days: object, today: float) -> bool:
    for day in days:  # type: ignore[attr-defined]
        if day == today:
            return True
    return False
