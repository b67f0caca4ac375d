"""What offers lead to where all play best replies: subgame perfect equilibrium by value iteration (model.md 1.6).

Each step asks what rejecting is worth: the status quo until the next round, then a breakdown or the next offer. The
proposer buys the consents that it needs at that price, on the frontier (Stahl 1972; Rubinstein 1982; Binmore,
Rubinstein and Wolinsky 1986; Baron and Ferejohn 1989).
"""

from __future__ import annotations

import numpy as np

from sim.model.chance import PARTNER, draw
from sim.model.compiled import routine, rule
from sim.model.effects import discount_rate
from sim.model.elementary import exp
from sim.model.events import round_after
from sim.model.frontier import cost, offer
from sim.model.state import DAYS_A_YEAR, NEVER, RANDOM, Packed, Row
from sim.model.utility import utility

_STEPS = 200_000
_MIXING_STEPS = 20_000  # where partners are drawn, the chances settle slowly
_BEFORE_MIXING = 200
_STILL = 4e-16  # a change of values that is rounding
_NEARLY_STILL = 1e-14  # one that may be rounding: it is, where the next is no smaller
_ALIKE = 1e-12  # consents whose prices differ by less are equally dear
_LONGEST = 1_000  # rounds that a game with an end may have left


@routine
def solve(s: Packed, w: Row, endless: bool) -> None:
    """Set w.equilibrium, w.waiting and w.included, by who proposes, for today's round; once a day is enough.

    Endless: rounds come back forever at the distance of the next one. Else the last round is the last that the calendar
    has up to the deadline, and whoever rejects then keeps the status quo.
    """
    today = 1.0 + w.day if endless else -1.0 - w.day
    if w.solved == today:
        return
    values = np.empty((s.parties, s.parties))
    for p in range(s.parties):
        for i in range(s.parties):
            values[p, i] = w.equilibrium[p, i] if w.solved != 0.0 else 1.0 / s.parties
    w.solved = today
    if endless:
        _iterate(s, w, values)
    else:
        _count_back(s, w, values)
    for p in range(s.parties):
        for i in range(s.parties):
            w.equilibrium[p, i] = values[p, i]


@routine
def bid(s: Packed, w: Row, p: int) -> None:
    """Table p's equilibrium offer: to each party whose consent it buys what waiting is worth to it, the rest to itself.

    Where more are equally dear than are needed, chance picks, each as likely as the equilibrium says: one uniform picks
    all of them, by systematic sampling.
    """
    u = draw(w.seed, w.trial, PARTNER, p, w.held, 0)
    chosen = np.zeros(s.parties)
    passed = u + _ALIKE
    for i in range(s.parties):
        if i != p:
            before = int(passed)
            passed += w.included[p, i]
            chosen[i] = 1.0 if int(passed) > before else 0.0
    offer(s, w, p, chosen)
    for j in range(len(w.proposal)):
        if s.tables[0, p, j] > w.closed[j]:
            w.table[p, j] = w.proposal[j]


@routine
def _iterate(s: Packed, w: Row, values: object) -> None:
    following = round_after(s, w, w.day)
    gap = following - w.day if following < NEVER else w.regular
    mixing = s.quota < s.parties
    ahead = np.empty((s.parties, s.parties))
    before = NEVER
    for step in range(_MIXING_STEPS if mixing else _STEPS):
        ahead[:] = values
        share = 1.0 / (1.0 + max(0, step - _BEFORE_MIXING) / 50.0) if mixing else 1.0
        _step_back(s, w, ahead, values, gap, share)
        change = 0.0
        for p in range(s.parties):
            for i in range(s.parties):
                change = max(change, abs(values[p, i] - ahead[p, i]))  # type: ignore[index]
        if change < _STILL or before <= change < _NEARLY_STILL:
            return
        before = change


@routine
def _count_back(s: Packed, w: Row, values: object) -> None:
    days = np.empty(_LONGEST + 1)
    count = 0
    day = w.day
    while day <= w.deadline and count < _LONGEST:
        days[count] = day
        count += 1
        day = round_after(s, w, day)
    days[count] = NEVER
    ahead = np.empty((s.parties, s.parties))
    for n in range(count - 1, -1, -1):
        ahead[:] = values
        _step_back(s, w, ahead, values, days[n + 1] - days[n], 1.0)


@routine
def _step_back(s: Packed, w: Row, ahead: object, values: object, gap: float, share: float) -> None:
    # One round earlier: whoever proposes buys the cheapest consents, unless it would rather be rejected. `share` is how
    # far values move towards what was found.
    chosen = np.empty(s.parties)
    for p in range(s.parties):
        for i in range(s.parties):
            w.waiting[p, i] = _value_of_waiting(s, w, p, i, ahead, gap)
        _cheapest(s, w, p, chosen)
        kept = offer(s, w, p, chosen)
        for i in range(s.parties):
            w.included[p, i] += share * (chosen[i] - w.included[p, i])
            found = w.waiting[p, i]
            if kept >= w.waiting[p, p]:
                left_out = utility(s, w, i, w.proposal) if s.parties == 2 else 0.0
                found = kept if i == p else chosen[i] * found + (1.0 - chosen[i]) * left_out
            values[p, i] = ahead[p, i] + share * (found - ahead[p, i])  # type: ignore[index]


@rule
def _value_of_waiting(s: Packed, w: Row, p: int, i: int, ahead: object, gap: float) -> float:
    # The status quo until the next round; then the talks break down, or somebody proposes. A responder has its floor
    # and what is outside besides.
    kept = 0.0
    if gap < NEVER:
        kept = w.round_factor[i] * exp(-discount_rate(w, i) * gap / DAYS_A_YEAR)
    then = 0.0
    if s.order == RANDOM:
        for q in range(s.parties):
            then += w.recognition[q] * ahead[q, i]  # type: ignore[index]
    else:
        then = ahead[(p + 1) % s.parties, i]  # type: ignore[index]
    then = w.breakdown * w.breakdown_value[i] + (1.0 - w.breakdown) * then
    waiting = (1.0 - kept) * w.status_quo_value[i] + kept * then
    return waiting if i == p else max(waiting, w.floor[i], w.outside[i])


@rule
def _cheapest(s: Packed, w: Row, p: int, chosen: object) -> None:
    # As many of the others as the quota needs, those that want least; who are equally dear are equally likely.
    needed = s.quota - 1.0
    for i in range(s.parties):
        cheaper = 0.0
        alike = 0.0
        for k in range(s.parties):
            if k != p:
                gap = cost(w, p, k) - cost(w, p, i)
                cheaper += 1.0 if gap < -_ALIKE else 0.0
                alike += 1.0 if abs(gap) <= _ALIKE else 0.0
        chosen[i] = 0.0 if i == p else min(1.0, max(0.0, (needed - cheaper) / alike))  # type: ignore[index]
