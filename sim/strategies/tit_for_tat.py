"""Answer a concession with one as large: tit for tat (Axelrod 1984; Faratin, Sierra and Jennings 1998)."""

from __future__ import annotations

from sim.model.bargaining import offered_by_others
from sim.model.compiled import rule
from sim.model.state import Packed, Row
from sim.strategies.parameter import Parameter, Style, places

PARAMETERS: tuple[Parameter, ...] = (
    Parameter("proportion", 0.0, 1.0, default=0.0, unit="share"),  # of the answer that is in proportion, not as large
)
STYLES: tuple[Style, ...] = (
    Style("absolute", "proportion", 0.0, "0", lambda proportion: proportion == 0.0),
    Style("relative", "proportion", 1.0, "1", lambda proportion: proportion == 1.0),
)
BECAUSE = "answers what the others gave in the round before"
(PROPORTION,) = places(PARAMETERS)


@rule
def aspiration(s: Packed, w: Row, k: int) -> float:
    """Return A_k less what the others' text gave k more in the round before than in the one before that (1.6).

    Absolute: A_k falls by as much utility of k. Relative: it falls by the factor by which the others' text rose. In
    the first round nobody has given anything yet. What the others take back is not answered: A_k never rises.
    """
    before = offered_by_others(s, w, k, w.snapshot)
    now = offered_by_others(s, w, k, w.table)
    held = w.aspiration[k]
    in_proportion = held * (1.0 - before / now) if now > 0.0 else 0.0
    given = (1.0 - w.tactic[k, PROPORTION]) * (now - before) + w.tactic[k, PROPORTION] * in_proportion
    return held - max(0.0, given)
