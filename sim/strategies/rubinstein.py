"""Play the equilibrium of alternating offers: ask for what makes the others as well off as waiting (Rubinstein 1982).

Subgame perfect equilibrium by value iteration (sim.model.equilibrium), for parties that all know the game: stationary,
or counted back from the last round (Stahl 1972); with a chance of breakdown (Binmore, Rubinstein and Wolinsky 1986),
an outside option and a status quo while talking (Binmore, Shaked and Sutton 1989), recognition by chance and a quota
(Baron and Ferejohn 1989).
"""

from __future__ import annotations

from sim.model import equilibrium
from sim.model.compiled import entry, rule
from sim.model.events import ROUND
from sim.model.state import EQUILIBRIUM, OFFERS, THE_MODEL, WAITING, Packed, Row, Rows
from sim.strategies.parameter import Parameter, Shape, Style, places

PARAMETERS: tuple[Parameter, ...] = (
    Parameter("endless", 0.0, 1.0, default=1.0),  # 1: rounds come back for ever; 0: the calendar's last is the last
)
STYLES: tuple[Style, ...] = (
    Style("stationary", "endless", 1.0, "1", lambda endless: endless == 1.0),
    Style("finite", "endless", 0.0, "0", lambda endless: endless == 0.0),
)
BECAUSE = "asks for what makes the others as well off as waiting"
BIDDING = "equilibrium"
(ENDLESS,) = places(PARAMETERS)


def misfit(shape: Shape) -> str:
    """Say what keeps the equilibrium from being worked out: it needs a frontier that is known."""
    if shape.parties > 2 and (shape.issues, shape.pies) != (1, 1):
        return "works out the split of one pie, or a deal of two parties; here are more parties and other issues"
    if shape.parties == 2 and shape.issues > 1 and shape.curved:
        return "works out packages of several issues for curvature 1 only; here a party has another"
    return ""


@entry
def deliberate(s: Packed, rows: Rows, number: int) -> None:
    """Set what each party of this strategy asks for in the round that its row waits for, and table its offer."""
    for n in range(rows.shape[0]):
        w = rows[n]
        if w.event == ROUND and w.watched == WAITING:
            for k in range(s.parties):
                if s.strategy[k] == number:
                    w.wish[k] = asks(s, w, k)
                    if k == w.proposer and s.bidding[k] == EQUILIBRIUM and w.played[k] == THE_MODEL:
                        equilibrium.bid(s, w, k)


@rule
def asks(s: Packed, w: Row, k: int) -> float:
    """Return what k gets in equilibrium when it proposes, what waiting is worth to it when another does.

    Where all table at once, who would propose is anybody's guess: the mean over all proposers.
    """
    equilibrium.solve(s, w, w.tactic[k, ENDLESS] >= 0.5)
    if s.protocol == OFFERS:
        return w.equilibrium[k, k] if k == w.proposer else w.waiting[w.proposer, k]
    total = 0.0
    for p in range(s.parties):
        total += w.equilibrium[p, k]
    return total / s.parties
