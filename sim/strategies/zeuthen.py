"""Give way a step whenever one risks least by it: the principle of Zeuthen (1930) and Harsanyi (1956)."""

from __future__ import annotations

from sim.model.bargaining import offered_by, offered_by_others, others_mean
from sim.model.compiled import rule
from sim.model.state import Packed, Row
from sim.model.utility import issue_value
from sim.strategies.parameter import Parameter, Style, places

PARAMETERS: tuple[Parameter, ...] = (
    # The most that is given on each issue in one round, as a share of its scale.
    Parameter("step", 0.0, 1.0, default=0.05, unit="share", above=True, least=1e-4),
)
STYLES: tuple[Style, ...] = ()
BECAUSE = "has the most to lose if talks break down"
(STEP,) = places(PARAMETERS)

_SLACK = 1e-9  # risks so close count as equal, whatever rounding did to them


@rule
def aspiration(s: Packed, w: Row, k: int) -> float:
    """Return the worth of k's offer after one more step, if nobody risks less than k; else A_k as it was (1.6).

    A step goes towards the mean of the others' positions, on every open issue by `step` at most. Where several risk
    the least, each of them gives way. With more than two parties this is the monotonic concession of Endriss (2006):
    a party looks at the worst of the others' offers.

    The principle takes utilities and floors as known to all, so that this strategy, alone on the shelf, works with the
    others' utilities of what is tabled and with their floors. Their types stay hidden.
    """
    mine = _risk(s, w, k)
    for i in range(s.parties):
        if i != k and _can_give(s, w, i) and _risk(s, w, i) < mine - _SLACK:
            return w.aspiration[k]
    return min(w.aspiration[k], _after_one_step(s, w, k))


@rule
def _risk(s: Packed, w: Row, k: int) -> float:
    # The chance of a breakdown at which k would as soon take the worst offer of the others as insist on its own.
    own = offered_by(s, w, k, k)
    worst = own
    for i in range(s.parties):
        if i != k:
            worst = min(worst, offered_by(s, w, i, k))
    if own - w.floor[k] <= _SLACK:
        return 1.0
    return min(1.0, (own - worst) / (own - w.floor[k]))


@rule
def _can_give(s: Packed, w: Row, i: int) -> bool:
    # A bid goes to the others' mean and no further: who stands there waits for them.
    return offered_by(s, w, i, i) - offered_by_others(s, w, i, w.table) > _SLACK


@rule
def _after_one_step(s: Packed, w: Row, k: int) -> float:
    total = 0.0
    for j in range(len(w.text)):
        x = w.table[k, j]
        if w.closed[j] == 0:
            way = others_mean(s, w, k, j, w.table) - x
            x += min(w.tactic[k, STEP], max(-w.tactic[k, STEP], way))
        else:
            x = w.agreed[j]
        total += issue_value(s, w, k, j, x)
    return total
