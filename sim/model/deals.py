"""Agreeing: a package for all, a side deal for some, signatures, accession (model.md 1.7, 1.8)."""

from __future__ import annotations

from sim.model.bargaining import accepts
from sim.model.compiled import rule
from sim.model.effects import link_loss
from sim.model.exits import discounting, exit_date
from sim.model.state import EACH, NEVER, NOBODY, QUIET, RESOLUTE, VETOED, Packed, Row
from sim.model.utility import utility


@rule
def find_deal(s: Packed, w: Row) -> bool:
    """Put the first package that every party accepts into w.deal: the text, then each tabled one (1.8)."""
    if s.closing == EACH:
        return False
    for j in range(s.issues):
        w.proposal[j] = w.text[j]
    for author in range(NOBODY, s.parties):
        _propose(s, w, author, NOBODY)
        if _accepted(s, w, NOBODY):
            return True
    return False


@rule
def find_side_deal(s: Packed, w: Row) -> int:
    """Return the first coalition within its dates whose members all accept a package, or NOBODY (1.8)."""
    for c in range(s.coalitions):
        if s.coalition_from[c] <= w.day <= s.coalition_until[c]:
            for j in range(s.issues):
                w.proposal[j] = _text_of(s, w, c, j)
            for author in range(NOBODY, s.parties):
                if author == NOBODY or s.member[c, author] == 1:
                    _propose(s, w, author, c)
                    if _accepted(s, w, c):
                        return c
    return NOBODY


@rule
def party_worth(s: Packed, w: Row, k: int, coalition: int, joined: int) -> float:
    """Return what w.deal is worth to k: u_k, less the chance that links with outsiders lapse (1.8)."""
    worth = utility(s, w, k, w.deal)
    if coalition != NOBODY and joined == 0:
        for i in range(s.parties):
            if s.member[coalition, i] == 0:
                worth -= w.lapse[coalition] * link_loss(w, k, i)
    return float(worth)


@rule
def signs(s: Packed, w: Row, k: int) -> bool:
    """Return whether k's leader signs: at least what a leader of its type expects of leaving (leader's veto, 1.7)."""
    if s.veto[k] == 0:
        return True
    days = exit_date(w, k, w.stage[k], w.day) - w.day
    line = w.status_quo_value[k] + discounting(w, k, days) * max(0.0, w.net_gain[k, w.type[k]])
    return bool(accepts(w.worth[k], line))


@rule
def sign(s: Packed, w: Row, coalition: int) -> bool:
    """Sign w.deal, unless a leader vetoes it, which reveals that leader as resolute; say whether it is signed."""
    for k in range(s.parties):
        if coalition == NOBODY or s.member[coalition, k] == 1:
            w.worth[k] = party_worth(s, w, k, coalition, 0)
            if not signs(s, w, k):
                w.belief[k] = 1.0 if w.type[k] == RESOLUTE else w.belief[k]
                w.decision[k] = VETOED
                return False
    w.signed = 1
    w.coalition = coalition
    w.end_day = w.day
    for k in range(s.parties):  # a deal clears every threat, at no audience cost
        w.stage[k] = QUIET
        w.expiry[k] = NEVER
        w.effective[k] = NEVER
    return True


@rule
def outsider_joins(s: Packed, w: Row, k: int) -> bool:
    """Return whether outsider k joins the side deal: u_k >= s_k - chi_out sum L + pride (1.8)."""
    line = w.status_quo_value[k] + w.pride[w.coalition, k]
    for i in range(s.parties):
        if s.member[w.coalition, i] == 1:
            line -= w.outsider_lapse[w.coalition] * link_loss(w, k, i)
    return bool(accepts(utility(s, w, k, w.deal), line))


@rule
def _propose(s: Packed, w: Row, author: int, coalition: int) -> None:
    # The text, or what a party tabled: where an issue does not concern it, or is not its to sell, it leaves the text.
    for j in range(s.issues):
        own = author != NOBODY and w.closed[j] == 0 and s.concerns[author, j] == 1
        if own and coalition != NOBODY:
            own = s.members_concerned[coalition, j] >= 2
        w.deal[j] = w.table[author, j] if own else w.proposal[j]


@rule
def _text_of(s: Packed, w: Row, coalition: int, j: int) -> float:
    # Two members do not sell what is the outsider's: an issue of fewer than two members stays as it is.
    if w.closed[j] == 1:
        return float(w.agreed[j])
    if s.members_concerned[coalition, j] < 2:
        return float(w.status_quo[j])
    total = 0.0
    weights = 0.0
    for k in range(s.parties):
        if s.member[coalition, k] == 1 and s.concerns[k, j] == 1:
            total += s.chair_weight[k, j] * w.table[k, j]
            weights += s.chair_weight[k, j]
    return total / weights


@rule
def _accepted(s: Packed, w: Row, coalition: int) -> bool:
    for k in range(s.parties):
        member = coalition == NOBODY or s.member[coalition, k] == 1
        if member and not accepts(party_worth(s, w, k, coalition, 0), w.aspiration[k]):
            return False
    return True
