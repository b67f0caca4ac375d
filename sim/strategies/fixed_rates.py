"""Come round at constant rates a year, whatever is on the table: the null model in continuous time."""

from __future__ import annotations

from sim.model.compiled import rule
from sim.model.plans import COMING_ROUND, day_at_rate, has_come_round, tension
from sim.model.state import Packed, Row
from sim.strategies.parameter import Parameter, Style, places

PARAMETERS: tuple[Parameter, ...] = (
    Parameter("quiet", 0.0, 366.0, default=1.0, unit="rate"),
    Parameter("threat", 0.0, 366.0, default=1.0, unit="rate"),  # while a threat by anybody is out
    Parameter("notice", 0.0, 366.0, default=1.0, unit="rate"),  # while a notice by anybody runs
)
STYLES: tuple[Style, ...] = ()
BECAUSE = "comes round by chance, whatever is on the table"
QUIET, THREAT, NOTICE = places(PARAMETERS)  # in the order of the stages of escalation


@rule
def aspiration(s: Packed, w: Row, k: int) -> float:
    """Return M_k, all that k can still have, until it comes round; the floor F_k from then on (model.md 1.6)."""
    return w.floor[k] if has_come_round(w, k) else w.most[k]


@rule
def plan(s: Packed, w: Row, k: int) -> float:
    """Return the day on which k comes round, at the rate of the present state of the talks."""
    return day_at_rate(s, w, k, w.tactic[k, tension(s, w)], COMING_ROUND)
