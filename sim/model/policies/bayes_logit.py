"""The default policy: a logit choice between escalating and not, whose signal the others read by Bayes' rule.

Model.md 1.7, built from Fearon (1994, 1997) on audience costs and McKelvey and Palfrey (1998) on agent quantal
response equilibrium. It is myopic: it compares one act with one silence, not whole plans.
"""

from __future__ import annotations

import math

from sim.model.compiled import rule
from sim.model.effects import link_loss
from sim.model.elementary import exp, logistic
from sim.model.exits import discounting, exit_date, goes_through
from sim.model.state import BLUFFER, QUIET, RESOLUTE, THREAT, Packed, Row

_BISECTIONS = 34
_STEEPEST = 700.0  # exp of more overflows; a chance beyond is 0 or 1 anyway
_SMALLEST = 1e-300
_LARGEST = 1e300


@rule
def chances(s: Packed, w: Row, i: int, stage: int) -> tuple[float, float]:
    """Return p_theta of 1.7 for both types at the one belief that is consistent with them; sets the prize G."""
    mu = w.belief[i]
    if_bluffer, slope = bargaining_gain(s, w, i, stage)
    resolute = _taste(w, i, RESOLUTE, stage) + if_bluffer
    bluffer = _taste(w, i, BLUFFER, stage) + if_bluffer
    posterior = consistent_belief(mu, resolute, bluffer, slope, w.noise[i])
    w.prize[i] = if_bluffer + slope * posterior
    return (
        logistic((resolute + slope * posterior) / w.noise[i]),
        logistic((bluffer + slope * posterior) / w.noise[i]),
    )


@rule
def carry_out(s: Packed, w: Row, i: int, theta: int, stage: int) -> float:
    """Return m_i,theta of 1.4."""
    return goes_through(s, w, i, theta, stage)


@rule
def bargaining_gain(s: Packed, w: Row, i: int, stage: int) -> tuple[float, float]:
    """Return G of 1.7 as a line in the belief mu': its value at mu' = 0 and its slope.

    G = pi sum over k of L_ki (C'(mu') D'_ki - C D_ki): i's share of the fall in the others' reservation values.
    """
    after = exit_date(w, i, stage, w.day) - w.day
    ahead = w.ultimatum[i] + w.notice_period if stage == QUIET else w.notice_period
    new = 0.0
    old = 0.0
    for k in range(s.parties):
        if k != i:
            new += link_loss(w, k, i) * discounting(w, k, ahead)
            old += link_loss(w, k, i) * discounting(w, k, after)
    m_resolute = goes_through(s, w, i, RESOLUTE, stage + 1)
    m_bluffer = goes_through(s, w, i, BLUFFER, stage + 1)
    at_zero = w.power[i] * (new * m_bluffer - old * w.credibility[i])
    return at_zero, w.power[i] * new * (m_resolute - m_bluffer)


@rule
def consistent_belief(mu: float, resolute: float, bluffer: float, slope: float, noise: float) -> float:
    """Return mu' of (*) in 1.7, by bisection: the right side falls in mu' and crosses the diagonal once.

    `resolute` and `bluffer` are what the act is worth to each type at mu' = 0, `slope` what belief adds to both.
    Both types' odds share the factor exp(-slope mu'/noise), so that a step costs one square root.
    """
    if mu <= 0.0 or mu >= 1.0:
        return mu
    odds_resolute = exp(_within(-resolute / noise))
    odds_bluffer = exp(_within(-bluffer / noise))
    steepness = slope / noise
    root = 0.0  # the highest belief known to lie below mu', built bit by bit
    at_root = 1.0  # exp(-steepness root)
    half = 1.0
    factor = exp(_within(-steepness))  # exp(-steepness half)
    for _ in range(_BISECTIONS):
        half *= 0.5
        # A square root is quicker than an exponential; where that one was out of range, it is taken afresh.
        factor = math.sqrt(factor) if _SMALLEST < factor < _LARGEST else exp(_within(-steepness * half))
        common = at_root * factor
        likelihood = mu * (1.0 + odds_bluffer * common)
        rest = (1.0 - mu) * (1.0 + odds_resolute * common)
        if likelihood > (root + half) * (likelihood + rest):
            root += half
            at_root = common
    return root + 0.5 * half


@rule
def _taste(w: Row, i: int, theta: int, stage: int) -> float:
    # What the act costs and brings apart from the bargaining gain: sunk cost, inertia, what is already on offer,
    # and what is left if talks are not settled in time.
    zeta = w.net_gain[i, theta]
    unsettled = 1.0 - w.optimism[i, stage]
    taste = -w.cost[i, stage] - w.inertia[i, stage] - w.attention[i] * (w.offered[i] - w.opening_share[i])
    if stage == THREAT:  # the alternative is to back down, at the audience cost a1
        return taste + unsettled * max(zeta, -w.audience[i, 1]) + w.audience[i, 0]
    return taste + unsettled * (max(zeta, -w.audience[i, 0]) - max(zeta, 0.0))


@rule
def _within(x: float) -> float:
    return min(max(x, -_STEEPEST), _STEEPEST)
