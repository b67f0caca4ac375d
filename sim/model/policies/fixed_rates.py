"""The null model: constant chances, per round or per year, of threatening, giving notice and leaving (Markov chain)."""

from __future__ import annotations

from sim.model.chance import PLAN, draw
from sim.model.compiled import rule
from sim.model.elementary import exp
from sim.model.plans import ACTING, CHOOSING, day_at_rate, stage_changes
from sim.model.state import (
    BACKED_DOWN,
    DAYS_A_YEAR,
    EARLY_BACKDOWN,
    EARLY_NOTICE,
    EARLY_RESCISSION,
    GAVE_NOTICE,
    NEVER,
    NO_DECISION,
    NOTICE,
    QUIET,
    RESCINDED,
    THREAT,
    THREATENED,
    UNANNOUNCED_NOTICE,
    Packed,
    Row,
)


@rule
def chances(s: Packed, w: Row, i: int, stage: int) -> tuple[float, float]:
    """Return the chance of a threat in a round, or of notice when a threat runs out; resolute, bluffer."""
    return w.rate[i, stage, 0], w.rate[i, stage, 1]


@rule
def carry_out(s: Packed, w: Row, i: int, theta: int, stage: int) -> float:
    """Return the chance of leaving in the end: the product of the chances still ahead.

    A rate a year counts as the chance that the act comes before the planned end, or before the threat runs out.
    """
    leaves = w.rate[i, NOTICE, theta]
    if stage == NOTICE:
        return leaves
    running = w.expiry[i] - w.day if w.stage[i] == THREAT else w.ultimatum[i]
    early = _ahead(s, w, i, s.unprompted[i, EARLY_NOTICE], running)
    notice = w.rate[i, THREAT, theta] + early * (1.0 - w.rate[i, THREAT, theta])
    if stage == THREAT:
        return leaves * notice
    days = max(0.0, w.deadline - w.day)
    threat = _ahead(s, w, i, w.rate[i, QUIET, theta], days)
    unannounced = _ahead(s, w, i, s.unprompted[i, UNANNOUNCED_NOTICE], days)
    return leaves * notice * threat + leaves * unannounced * (1.0 - notice * threat)


@rule
def plan(s: Packed, w: Row, i: int) -> float:
    """Return the day on which i acts at its rates a year; NEVER where it has chances per round."""
    if s.yearly[i] == 0:
        return NEVER
    first, second = _rates(s, w, i)
    return day_at_rate(s, w, i, first + second, ACTING)


@rule
def planned(s: Packed, w: Row, i: int) -> int:
    """Return what i does on the day that it planned: one of the acts open to it, in proportion to their rates."""
    first, second = _rates(s, w, i)
    u = draw(w.seed, w.trial, PLAN, i, stage_changes(s, w), CHOOSING)
    return _act(w, i, u * (first + second), first, second)


@rule
def unprompted(s: Packed, w: Row, i: int) -> int:
    """Return what i does by itself in this round, with its chances per round; what a date decides today is left to it.

    One uniform, cut into the chances of the acts open to it.
    """
    if s.yearly[i] == 1 or w.expiry[i] <= w.day or w.effective[i] <= w.day:
        return NO_DECISION
    first, second = _rates(s, w, i)
    return _act(w, i, draw(w.seed, w.trial, PLAN, i, w.held, ACTING), first, second)


@rule
def _rates(s: Packed, w: Row, i: int) -> tuple[float, float]:
    # Of the two acts open to i in its stage. Per round, threats are made in the threat stage.
    if w.stage[i] == QUIET:
        threat = w.rate[i, QUIET, w.type[i]] if s.yearly[i] == 1 else 0.0
        return threat, s.unprompted[i, UNANNOUNCED_NOTICE]
    if w.stage[i] == THREAT:
        return s.unprompted[i, EARLY_NOTICE], s.unprompted[i, EARLY_BACKDOWN]
    return s.unprompted[i, EARLY_RESCISSION], 0.0


@rule
def _act(w: Row, i: int, u: float, first: float, second: float) -> int:
    if u < first:
        if w.stage[i] == QUIET:
            return THREATENED
        return GAVE_NOTICE if w.stage[i] == THREAT else RESCINDED
    if u < first + second:
        return GAVE_NOTICE if w.stage[i] == QUIET else BACKED_DOWN
    return NO_DECISION


@rule
def _ahead(s: Packed, w: Row, i: int, rate: float, days: float) -> float:
    if s.yearly[i] == 0 or rate == 0.0:
        return rate
    return 1.0 - exp(-rate * days / DAYS_A_YEAR)
