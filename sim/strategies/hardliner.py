"""Never give way: the obstinate type of bargaining theory (Schelling 1960; Abreu and Gul 2000)."""

from __future__ import annotations

from sim.model.compiled import rule
from sim.model.state import Packed, Row
from sim.strategies.parameter import Parameter, Style

PARAMETERS: tuple[Parameter, ...] = ()
STYLES: tuple[Style, ...] = ()
BECAUSE = "gives nothing that it is not held to"


@rule
def aspiration(s: Packed, w: Row, k: int) -> float:
    """Return M_k: all that k can still have, on every day."""
    return w.most[k]
