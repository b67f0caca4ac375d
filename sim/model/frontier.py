"""Find the best package for one party that gives others what they ask: a point of the frontier (model.md 1.6).

Two parties: issue by issue, first where the other gains most for what it costs (exact for linear utilities, or for one
issue). More parties: shares of one pie.
"""

from __future__ import annotations

import numpy as np

from sim.model.compiled import routine, rule
from sim.model.elementary import power
from sim.model.state import NEVER, Packed, Row
from sim.model.utility import issue_position, issue_value, utility

_ROUNDING = 1e-12


@routine
def offer(s: Packed, w: Row, p: int, chosen: object) -> float:
    """Put into w.proposal p's best package that is worth w.waiting to those chosen; return its worth to p.

    Where p cannot give them that much, -NEVER. A chance to be chosen counts as that part of a share.
    """
    if s.parties > 2:
        return _split(s, w, p, chosen)
    i = 1 - p
    _take_all(s, w, p, i)
    if chosen[i] > 0.0 and not _give(s, w, p, i, w.waiting[p, i]):  # type: ignore[index]
        return -NEVER
    return utility(s, w, p, w.proposal)


@rule
def cost(w: Row, p: int, i: int) -> float:
    """Return the share of a pie that is worth to i what it has by waiting, when p proposes."""
    waiting = max(0.0, w.waiting[p, i])
    return waiting if w.curvature[i] == 1.0 else power(waiting, 1.0 / w.curvature[i])


@rule
def _split(s: Packed, w: Row, p: int, chosen: object) -> float:
    left = 1.0
    mine = 0
    for j in range(s.issues):
        for i in range(s.parties):
            if s.concerns[i, j] == 1:
                if i == p:
                    mine = j
                else:
                    w.proposal[j] = chosen[i] * cost(w, p, i)  # type: ignore[index]
                    left -= w.proposal[j]
    if left < -_ROUNDING:
        return -NEVER
    w.proposal[mine] = max(0.0, left)
    return utility(s, w, p, w.proposal)


@rule
def _take_all(s: Packed, w: Row, p: int, i: int) -> None:
    # What p wants; what only the other cares about, as the other wants it.
    for j in range(s.issues):
        if w.closed[j] == 1:
            w.proposal[j] = w.agreed[j]
        elif s.concerns[p, j] == 1:
            w.proposal[j] = w.ideal[p, j]
        elif s.slices[s.block[j]] == 1 and s.concerns[i, j] == 1:
            w.proposal[j] = w.ideal[i, j]
        else:
            w.proposal[j] = 0.0 if s.slices[s.block[j]] != 1 else w.status_quo[j]


@rule
def _give(s: Packed, w: Row, p: int, i: int, wanted: float) -> bool:
    # Move issues towards what i wants, those first on which it gains most for what p loses, until i has what it wants.
    given = np.zeros(s.issues)
    short = wanted - utility(s, w, i, w.proposal)
    while short > 0.0:
        best = -1
        most = -1.0
        for j in range(s.issues):
            if s.concerns[p, j] == 1 and w.closed[j] == 0 and given[j] == 0.0 and s.concerned_parties[j] > 1:
                rate = w.slope[i, _column_of(s, i, j)] / w.slope[p, j]
                if rate > most:
                    best = j
                    most = rate
        if best < 0:
            return short <= _ROUNDING
        given[best] = 1.0
        theirs = _column_of(s, i, best)
        here = w.proposal[theirs]
        target = w.ideal[i, theirs]
        now = issue_value(s, w, i, theirs, here)
        gain = issue_value(s, w, i, theirs, target) - now
        if gain > 0.0:
            x = issue_position(s, w, i, theirs, now + short, target, here) if short < gain else target
            w.proposal[theirs] = x
            if theirs != best:
                w.proposal[best] = 1.0 - x
            short = short - gain if short >= gain else 0.0
    return True


@rule
def _column_of(s: Packed, i: int, j: int) -> int:
    # Of the issue of p's column j, the column in which i has its interest: the same, or its own share of the pie.
    first = s.block[j]
    for c in range(first, first + s.slices[first]):
        if s.concerns[i, c] == 1:
            return c
    return j
