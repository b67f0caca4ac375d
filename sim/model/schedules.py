"""When an effect strikes, and what is left of it: dates, Poisson arrivals, acts of parties, half-lives (1.2, 1.12)."""

from __future__ import annotations

from sim.model.chance import SHOCK, draw, exponential
from sim.model.compiled import routine, rule
from sim.model.elementary import exp2
from sim.model.state import DAYS_A_YEAR, NEVER, NOBODY, ON_DATES, ON_EVENT, POISSON, Packed, Row


@rule
def set_due(s: Packed, w: Row, e: int) -> None:
    """Set when effect e strikes next, after the strikes it has had: its next date, or its next arrival (1.12)."""
    w.effect_due[e] = NEVER
    if s.schedule[e] == ON_DATES and w.strikes[e] < s.dates[e]:
        w.effect_due[e] = s.effect_day[s.first_date[e] + w.strikes[e]]
    if s.schedule[e] == POISSON:
        w.effect_due[e] = _next_arrival(s, w, e)


@rule
def strike(s: Packed, w: Row, e: int) -> None:
    """Add delta_e to the level of effect e today, and set when it strikes next (1.2)."""
    add_level(s, w, e)
    w.strikes[e] += 1
    set_due(s, w, e)
    find_next_strike(s, w)


@rule
def find_next_strike(s: Packed, w: Row) -> None:
    """Set which effect strikes next, and when; of several on one day, the first in the scenario file (1.12)."""
    first = 0
    day = NEVER
    for e in range(s.effects):
        if w.effect_due[e] < day:
            first = e
            day = w.effect_due[e]
    w.next_effect = first
    w.next_strike = day


@routine
def set_off(s: Packed, w: Row, what: int, who: int) -> None:
    """Strike every effect that is set off by this act of this party (`on:`, 1.12)."""
    for e in range(s.effects):
        if s.schedule[e] == ON_EVENT and s.trigger[e] == what and _by(s, e, who):
            add_level(s, w, e)
            w.strikes[e] += 1


@rule
def add_level(s: Packed, w: Row, e: int) -> None:
    """Let the level of effect e decay to today and add its size once more."""
    w.effect_level[e] = level_today(w, e) + w.effect_size[e]
    w.effect_since[e] = w.day
    w.settled_day = NEVER


@rule
def level_today(w: Row, e: int) -> float:
    """Return the level of effect e: sum over past strikes of delta 2^(-(t - t_e)/h) (1.2)."""
    if w.effect_level[e] == 0.0:
        return w.effect_level[e]
    return w.effect_level[e] * share_left(w, w.effect_since[e], w.half_life[e])


@rule
def share_left(w: Row, since: float, half_life: float) -> float:
    """Return 2^(-(t - t_e)/h_e): what is left today of what was there on a day (1.2)."""
    return 1.0 if half_life == NEVER else exp2((since - w.day) / half_life)


@rule
def _next_arrival(s: Packed, w: Row, e: int) -> float:
    # Exponential gaps, each with its own address, so that another effect never shifts them.
    if w.effect_rate[e] <= 0.0:
        return NEVER
    gap = exponential(draw(w.seed, w.trial, SHOCK, 0, s.effect_address[e], w.strikes[e]))
    return w.day + DAYS_A_YEAR * gap / w.effect_rate[e]


@rule
def _by(s: Packed, e: int, who: int) -> bool:
    # What all do together (an extension) is anybody's act.
    return s.effect_by[e] == NOBODY or who == NOBODY or s.effect_by[e] == who
