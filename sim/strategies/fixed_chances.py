"""Come round with a constant chance in each round, whatever is on the table: the null model (Markov chain)."""

from __future__ import annotations

from sim.model.chance import PLAN, draw
from sim.model.compiled import rule
from sim.model.plans import COMING_ROUND, has_come_round, tension
from sim.model.state import COME_ROUND, Packed, Row
from sim.strategies.parameter import Parameter, Style, places

PARAMETERS: tuple[Parameter, ...] = (
    Parameter("quiet", 0.0, 1.0, default=0.1, unit="share"),
    Parameter("threat", 0.0, 1.0, default=0.1, unit="share"),  # while a threat by anybody is out
    Parameter("notice", 0.0, 1.0, default=0.1, unit="share"),  # while a notice by anybody runs
    Parameter("last", 0.0, 1.0, default=0.1, unit="share"),  # in the round of the day on which a notice takes effect
)
STYLES: tuple[Style, ...] = ()
BECAUSE = "comes round by chance, whatever is on the table"
QUIET, THREAT, NOTICE, LAST = places(PARAMETERS)  # the first three in the order of the stages of escalation


@rule
def aspiration(s: Packed, w: Row, k: int) -> float:
    """Return M_k, all that k can still have, until the round in which it comes round; the floor F_k from then on (1.6).

    Whether it comes round in this round is drawn at the number of the round. Sets that it has.
    """
    if not has_come_round(w, k):
        if draw(w.seed, w.trial, PLAN, k, w.held, COMING_ROUND) >= w.tactic[k, _state(s, w)]:
            return w.most[k]
        w.comes_round[k] = COME_ROUND
    return w.floor[k]


@rule
def _state(s: Packed, w: Row) -> int:
    for i in range(s.parties):
        if w.effective[i] == w.day:
            return LAST
    return tension(s, w)
