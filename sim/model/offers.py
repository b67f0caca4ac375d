"""The protocol of offers: one party proposes, the others answer in the order of seats (model.md 1.6).

Alternating offers after Stahl (1972) and Rubinstein (1982); a proposer by chance and a quota after Baron and Ferejohn
(1989); breakdown after a rejection after Binmore, Rubinstein and Wolinsky (1986); a responder who may leave the table
after Shaked and Sutton (1984).
"""

from __future__ import annotations

from sim.model.bargaining import accepts, chair_text, table_offers
from sim.model.chance import BREAK, PROPOSE, draw
from sim.model.compiled import routine
from sim.model.state import NOBODY, RANDOM, Packed, Row
from sim.model.utility import utility


@routine
def breaks_down(s: Packed, w: Row) -> bool:
    """Return whether talks break down before this round: a chance after each offer that was rejected."""
    if w.held == 0 or w.breakdown == 0.0:
        return False
    return draw(w.seed, w.trial, BREAK, NOBODY, w.held, 0) < w.breakdown


@routine
def recognise(s: Packed, w: Row) -> None:
    """Set whose turn it is to propose: by seats, or by chance with each party's recognition."""
    if s.order != RANDOM:
        w.proposer = w.held % s.parties
        return
    left = draw(w.seed, w.trial, PROPOSE, NOBODY, w.held, 0)
    w.proposer = 0
    while w.proposer < s.parties - 1 and left >= w.recognition[w.proposer]:
        left -= w.recognition[w.proposer]
        w.proposer += 1


@routine
def make_offer(s: Packed, w: Row) -> None:
    """Let the proposer table its package, and make it the text, with everybody's aspiration as it wishes (1.6).

    There is no rule against take-backs here: who proposes may ask for more than it would have accepted before. Nobody
    accepts less than its floor, nor than what it has outside.
    """
    for k in range(s.parties):
        w.aspiration[k] = max(w.wish[k], w.floor[k], w.outside[k])
    table_offers(s, w, w.proposer)
    for j in range(len(w.text)):
        own = s.tables[0, w.proposer, j] > w.closed[j]
        w.text[j] = w.table[w.proposer, j] if own else chair_text(s, w, NOBODY, j)
        w.deal[j] = w.text[j]


@routine
def is_accepted(s: Packed, w: Row) -> bool:
    """Return whether as many parties accept the offer as have to, the proposer among them."""
    agreed = 1
    for k in range(s.parties):
        if k != w.proposer and accepts(utility(s, w, k, w.deal), w.aspiration[k]):
            agreed += 1
    return agreed >= s.quota


@routine
def who_leaves(s: Packed, w: Row) -> int:
    """Return the first party that rejects the offer and leaves the table: it would take no less outside; or NOBODY."""
    for n in range(1, s.parties):
        k = (w.proposer + n) % s.parties
        if w.aspiration[k] <= w.outside[k] and not accepts(utility(s, w, k, w.deal), w.aspiration[k]):
            return k
    return NOBODY
