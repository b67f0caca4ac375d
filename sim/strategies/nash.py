"""Hold out for one's part of the Nash solution (Nash 1950, 1953; Harsanyi 1956): no more, and no less.

The strategy of a party that takes the solution of cooperative theory for what will come of the talks, as an arbitrator
would propose it, and not of one that has found it by bargaining.
"""

from __future__ import annotations

from sim.model.compiled import entry
from sim.model.events import ROUND
from sim.model.nash import solve
from sim.model.state import WAITING, Packed, Rows
from sim.model.utility import utility
from sim.strategies.parameter import Parameter, Style

PARAMETERS: tuple[Parameter, ...] = ()
STYLES: tuple[Style, ...] = ()
BECAUSE = "asks for no more than its part of the Nash solution"


@entry
def deliberate(s: Packed, rows: Rows, number: int) -> None:
    """Set A_k = u_k(x^N), x^N the Nash package of today's floors; M_k where there is none (model.md 1.6)."""
    for n in range(rows.shape[0]):
        w = rows[n]
        if w.event == ROUND and w.watched == WAITING:
            solve(s, w)
            for k in range(s.parties):
                if s.strategy[k] == number:
                    w.wish[k] = utility(s, w, k, w.nash) if w.has_nash == 1 else w.most[k]
