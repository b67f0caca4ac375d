"""Call the rules on copies of rows, for what a row does not hold: it is compiled once and kept on disk."""

from __future__ import annotations

from sim.model.bargaining import accepts, planned_end
from sim.model.chance import PARAMETER, draw
from sim.model.compiled import entry
from sim.model.credibility import ratification_line, set_floors
from sim.model.effects import settle_effects
from sim.model.state import Packed, Rows
from sim.model.utility import issue_value, utility

# What is measured of each party: u_k of the text and of the deal, the edge of its win-set, 1 where it accepts the text.
TEXT, DEAL, LINE, ACCEPTS = range(4)
MEASURES = 4


@entry
def measure(s: Packed, rows: Rows, worths: object, pieces: object, ends: object) -> None:
    """Bring each row's effects, credibility and floors to its day, in place, and measure it: hand over copies.

    Fills `worths` (rows, parties, MEASURES) with utilities, `pieces` (rows, parties, issues) with what each party's
    own tabled position is worth to it, and `ends` (rows) with the day on which parties count as the end, T_plan.
    """
    for n in range(rows.shape[0]):
        w = rows[n]
        for k in range(s.parties):  # before the floors are set anew: a vote is measured against the day of signature
            worths[n, k, LINE] = ratification_line(s, w, k)  # type: ignore[index]
        settle_effects(s, w)
        set_floors(s, w)
        ends[n] = planned_end(s, w)  # type: ignore[index]
        for k in range(s.parties):
            worths[n, k, TEXT] = utility(s, w, k, w.text)  # type: ignore[index]
            worths[n, k, DEAL] = utility(s, w, k, w.deal)  # type: ignore[index]
            accepted = accepts(utility(s, w, k, w.text), w.aspiration[k])
            worths[n, k, ACCEPTS] = 1.0 if accepted else 0.0  # type: ignore[index]
            for place in range(s.concerned[k]):
                j = s.concern[k, place]
                pieces[n, k, j] = issue_value(s, w, k, j, w.table[k, j])  # type: ignore[index]


@entry
def ranks(s: Packed, rows: Rows, found: object) -> None:
    """Fill `found` (draws) with the uniform behind each draw of the first row: the share of trials that draw less."""
    w = rows[0]
    for v in range(s.drawn):
        found[v] = draw(w.seed, w.trial, PARAMETER, 0, s.draw_address[v], 0)  # type: ignore[index]
