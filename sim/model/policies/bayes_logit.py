"""The default policy: a logit choice between escalating and not, whose signal the others read by Bayes' rule.

Model.md 1.7, built from Fearon (1994, 1997) on audience costs and McKelvey and Palfrey (1998) on agent quantal
response equilibrium. It is myopic: it compares one act with one silence, not whole plans.
"""

from __future__ import annotations

from sim.model.compiled import rule
from sim.model.elementary import exp, logistic
from sim.model.escalation import bargaining_gain, taste
from sim.model.exits import goes_through
from sim.model.state import BLUFFER, RESOLUTE, Packed, Row

_STEPS = 100
_LAST_STEP = 1e-7
_STEEPEST = 700.0  # exp of more overflows; a chance beyond is 0 or 1 anyway


@rule
def chances(s: Packed, w: Row, i: int, stage: int) -> tuple[float, float]:
    """Return p_theta of 1.7 for both types at the one belief that is consistent with them; sets the prize G."""
    mu = w.belief[i]
    m_resolute = goes_through(s, w, i, RESOLUTE, stage + 1)
    m_bluffer = goes_through(s, w, i, BLUFFER, stage + 1)
    if_bluffer, slope = bargaining_gain(s, w, i, stage, m_resolute, m_bluffer)
    resolute = taste(w, i, RESOLUTE, stage) + if_bluffer
    bluffer = taste(w, i, BLUFFER, stage) + if_bluffer
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
def consistent_belief(mu: float, resolute: float, bluffer: float, slope: float, noise: float) -> float:
    """Return mu' of (*) in 1.7: the right side falls in mu' and crosses the diagonal once.

    `resolute` and `bluffer` are what the act is worth to each type at mu' = 0, `slope` what belief adds to both.
    Newton's steps, within a bracket that is halved where they would leave it or do not halve the gap: usually three
    or four, never more than about a hundred. A step below 1e-7 is the last, as what it leaves is about its square.
    """
    if mu <= 0.0 or mu >= 1.0:
        return mu
    low = 0.0
    high = 1.0
    belief = mu
    before = 1.0
    for _ in range(_STEPS):
        gap, fall = _gap(belief, mu, resolute / noise, bluffer / noise, slope / noise)
        step = -gap / fall
        if abs(step) < _LAST_STEP:
            return min(max(belief + step, 0.0), 1.0)
        if gap > 0.0:
            low = belief
        else:
            high = belief
        goes_astray = abs(gap) > 0.5 * before or not low < belief + step < high
        belief = 0.5 * (low + high) if goes_astray else belief + step
        before = abs(gap)
    return belief


@rule
def _gap(belief: float, mu: float, resolute: float, bluffer: float, slope: float) -> tuple[float, float]:
    # How far Bayes' rule carries mu beyond a belief mu', and the derivative of that; worths in units of noise.
    odds_resolute = exp(_within(-(resolute + slope * belief)))
    odds_bluffer = exp(_within(-(bluffer + slope * belief)))
    likelihood = mu * (1.0 + odds_bluffer)
    posterior = likelihood / (likelihood + (1.0 - mu) * (1.0 + odds_resolute))
    chance_gap = odds_resolute / (1.0 + odds_resolute) - odds_bluffer / (1.0 + odds_bluffer)
    return posterior - belief, posterior * (1.0 - posterior) * chance_gap * slope - 1.0


@rule
def _within(x: float) -> float:
    return min(max(x, -_STEEPEST), _STEEPEST)
