"""The default policy without noise: a resolute leader threatens whenever it pays, a bluffer just often enough.

Model.md 1.7: the limit of `bayes-logit` as its noise goes to 0, the semi-separating equilibrium of Fearon (1994, 1997).
"""

from __future__ import annotations

from sim.model.compiled import rule
from sim.model.escalation import bargaining_gain, taste
from sim.model.exits import exit_score
from sim.model.state import BLUFFER, RESOLUTE, Packed, Row


@rule
def chances(s: Packed, w: Row, i: int, stage: int) -> tuple[float, float]:
    """Return p_theta of 1.7 for both types at the one belief that is consistent with them; sets the prize G."""
    m_resolute = carry_out(s, w, i, RESOLUTE, stage + 1)
    m_bluffer = carry_out(s, w, i, BLUFFER, stage + 1)
    if_bluffer, slope = bargaining_gain(s, w, i, stage, m_resolute, m_bluffer)
    resolute = taste(w, i, RESOLUTE, stage) + if_bluffer
    bluffer = taste(w, i, BLUFFER, stage) + if_bluffer
    posterior, p_resolute, p_bluffer = semi_separating(w.belief[i], resolute, bluffer, slope)
    w.prize[i] = if_bluffer + slope * posterior
    return p_resolute, p_bluffer


@rule
def carry_out(s: Packed, w: Row, i: int, theta: int, stage: int) -> float:
    """Return m_i,theta of 1.4 without noise: 1 where leaving is better than staying, else 0."""
    return 1.0 if exit_score(s, w, i, theta, stage) > 0.0 else 0.0


@rule
def semi_separating(mu: float, resolute: float, bluffer: float, slope: float) -> tuple[float, float, float]:
    """Return mu' of (*) in 1.7 without noise, and the chance that each type acts; resolute, bluffer.

    `resolute` and `bluffer` are what the act is worth to each type at mu' = 0, `slope` what belief adds to both.
    Types that gain alike, or are known, act alike or as each likes. Else, in this order: both act, as even the bluffer
    gains at the belief mu; the bluffer mixes, so that the belief mu' leaves it indifferent; only the resolute acts;
    nobody does, and whoever did would be thought resolute.
    """
    if mu <= 0.0 or mu >= 1.0 or resolute <= bluffer:
        return mu, _acts(resolute + slope * mu), _acts(bluffer + slope * mu)
    if bluffer + slope * mu >= 0.0:
        return mu, 1.0, 1.0
    if bluffer + slope > 0.0:
        posterior = -bluffer / slope
        return posterior, 1.0, mu * (1.0 - posterior) / ((1.0 - mu) * posterior)
    return 1.0, _acts(resolute + slope), 0.0


@rule
def _acts(worth: float) -> float:
    return 1.0 if worth > 0.0 else 0.0
