"""What a plan rests on: the state of the talks, and waiting times in continuous time (model.md 1.12)."""

from __future__ import annotations

from sim.model.chance import PLAN, draw, exponential
from sim.model.compiled import rule
from sim.model.state import COME_ROUND, DAYS_A_YEAR, NEVER, QUIET, Packed, Row

# What a draw at purpose PLAN decides: when a party comes round, when it acts by itself, and which of its acts it is.
COMING_ROUND, ACTING, CHOOSING = range(3)


@rule
def no_plan(s: Packed, w: Row, i: int) -> float:
    """Return NEVER: the plan of whoever makes none."""
    return NEVER


@rule
def stage_changes(s: Packed, w: Row) -> int:
    """Count the acts that have changed a stage of escalation so far, and the extensions: each makes plans anew."""
    count = w.extensions
    for i in range(s.parties):
        count += w.threats[i] + w.satisfied[i] + w.backdowns[i] + w.notices[i] + w.rescissions[i]
    return count


@rule
def tension(s: Packed, w: Row) -> int:
    """Return the highest stage of escalation of any party: what all can see of the state of the talks."""
    highest = QUIET
    for i in range(s.parties):
        highest = max(highest, w.stage[i])
    return highest


@rule
def has_come_round(w: Row, k: int) -> bool:
    """Return whether party k has come round; it stays so."""
    return w.comes_round[k] == COME_ROUND


@rule
def first_day(s: Packed, w: Row) -> float:
    """Return the day from which a plan made today runs: today, or when the talks open."""
    return max(w.day, s.opened)


@rule
def day_at_rate(s: Packed, w: Row, i: int, rate: float, what: int) -> float:
    """Return the day on which what comes at a rate a year comes to i, from today on; NEVER at a rate of 0.

    Its address counts the changes of stage, so that a plan made anew is a new draw. An exponential waiting time has no
    memory: drawing it anew changes nothing but the rate from now on.
    """
    if rate <= 0.0:
        return NEVER
    u = draw(w.seed, w.trial, PLAN, i, stage_changes(s, w), what)
    return first_day(s, w) + DAYS_A_YEAR * exponential(u) / rate
