"""Leaving the pact: what it is worth, when it would take effect, how far off that lies (model.md 1.2, 1.4)."""

from __future__ import annotations

from sim.model.compiled import rule
from sim.model.effects import link_loss
from sim.model.elementary import exp, logistic
from sim.model.state import AUTOMATIC_EFFECT, DAYS_A_YEAR, NEVER, NOTICE, QUIET, THREAT, Packed, Row


@rule
def net_exit_gain(w: Row, i: int, theta: int, links: float) -> float:
    """Return zeta_i,theta(t) of 1.2: what leaving is worth to a leader of this type, net of lost links and support.

    `links` is what i loses if all its links lapse.
    """
    return private_gain(w, i, theta) - links


@rule
def private_gain(w: Row, i: int, theta: int) -> float:
    """Return g_i,theta - kappa_i H_i of 1.2: what leaving is worth to the leader, lost links apart."""
    return w.exit_gain[i, theta] + w.more_gain[i] - w.support_exit[i] * w.support[i]


@rule
def all_links(s: Packed, w: Row, i: int) -> float:
    """Return sum over k of L_ik: what i loses a year if all its links lapse (1.2)."""
    lost = 0.0
    for k in range(len(w.loss)):
        if k != i:
            lost += link_loss(w, i, k)
    return lost


@rule
def calm(w: Row, i: int) -> None:
    """End whatever threat or notice of party i is outstanding (1.7)."""
    w.stage[i] = QUIET
    w.expiry[i] = NEVER
    w.effective[i] = NEVER


@rule
def exit_date(w: Row, i: int, stage: int, today: float) -> float:
    """Return T_i(t) of 1.4: the day on which i's exit would take effect, from each stage."""
    if stage == NOTICE:
        return w.effective[i]
    if stage == THREAT:
        return w.expiry[i] + w.notice_period
    return max(w.deadline, today) + w.notice_period


@rule
def discounting(rate: float, days: float) -> float:
    """Return exp(-r_k days/365.25), at a rate r_k a year."""
    return exp(-rate * max(0.0, days) / DAYS_A_YEAR)


@rule
def goes_through(s: Packed, w: Row, i: int, theta: int, stage: int) -> float:
    """Return m_i,theta(e) = Logistic((zeta + a(e)) / lam) of 1.4: the chance that this type leaves in the end."""
    return logistic(exit_score(s, w, i, theta, stage) / w.noise[i])


@rule
def exit_score(s: Packed, w: Row, i: int, theta: int, stage: int) -> float:
    """Return zeta + a(e) of 1.4: how much better it is for this type to leave than to stay, seen from a stage.

    Where notice takes effect by itself, whoever wants to stay has to act, so inertia works for the exit (1.7).
    """
    score = w.net_gain[i, theta]
    if stage > QUIET:
        score += w.audience[i, stage - 1]
    if stage == NOTICE and s.notice_effect == AUTOMATIC_EFFECT:
        score += w.inertia[i, 1]
    return score
