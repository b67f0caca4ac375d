"""Agreeing: a package for all, a side deal for some, signatures, accession (model.md 1.7, 1.8)."""

from __future__ import annotations

from sim.model.bargaining import accepts, set_mean_text, settle_issues
from sim.model.beliefs import learn
from sim.model.compiled import routine, rule
from sim.model.credibility import set_floors
from sim.model.effects import discount_rate, link_loss
from sim.model.exits import calm, discounting, exit_date
from sim.model.state import BLUFFER, EACH, NOBODY, RESOLUTE, VETOED, Packed, Row
from sim.model.utility import straight_value, utility


@rule
def find_deal(s: Packed, w: Row) -> bool:
    """Put the first package that every party accepts into w.deal: the text, then each tabled one (1.8).

    Where issues close one by one, the package is what was closed, once all are, and has to meet every floor.
    """
    if s.closing == EACH:
        return _close_each(s, w)
    for author in range(NOBODY, s.parties):
        if _all_have(s, w, author, NOBODY, w.text, w.aspiration):
            _propose(s, w, author, NOBODY, w.text, w.deal)
            return True
    return False


@routine
def _close_each(s: Packed, w: Row) -> bool:
    _propose(s, w, NOBODY, NOBODY, w.text, w.deal)
    return settle_issues(s, w) and _all_have(s, w, NOBODY, NOBODY, w.deal, w.floor)


@rule
def find_side_deal(s: Packed, w: Row) -> int:
    """Put a package that all members of a coalition accept into w.deal; return the coalition, or NOBODY (1.8)."""
    for c in range(s.coalitions):
        if s.coalition_from[c] <= w.day <= s.coalition_until[c]:
            set_mean_text(s, w, c, w.proposal)
            for author in range(NOBODY, s.parties):
                is_in = author == NOBODY or s.member[c, author] == 1
                if is_in and _all_have(s, w, author, c, w.proposal, w.aspiration):
                    _propose(s, w, author, c, w.proposal, w.deal)
                    return c
    return NOBODY


@rule
def party_worth(s: Packed, w: Row, k: int, coalition: int, joined: int) -> float:
    """Return what w.deal is worth to k: u_k, less the chance that a member's links with outsiders lapse (1.8)."""
    worth = utility(s, w, k, w.deal)
    if coalition != NOBODY and joined == 0 and s.member[coalition, k] == 1:
        worth -= at_risk(s, w, k, coalition)
    return worth


@rule
def at_risk(s: Packed, w: Row, k: int, coalition: int) -> float:
    """Return chi * sum of L_ki over those outside a coalition: what a member of a side deal puts at risk (1.8)."""
    lost = 0.0
    for i in range(s.parties):
        if s.member[coalition, i] == 0:
            lost += w.lapse[coalition] * link_loss(w, k, i)
    return lost


@rule
def vetoes(s: Packed, w: Row, k: int, theta: int) -> bool:
    """Return whether a leader of this type refuses to sign: it expects more of leaving (leader's veto, 1.7)."""
    if s.veto[k] == 0:
        return False
    days = exit_date(w, k, w.stage[k], w.day) - w.day
    line = w.status_quo_value[k] + discounting(discount_rate(w, k), days) * max(0.0, w.net_gain[k, theta])
    return not accepts(w.worth[k], line)


@routine
def sign(s: Packed, w: Row, coalition: int) -> bool:
    """Sign w.deal, unless a leader vetoes it; say whether it is signed. Either way the others learn from it."""
    for k in range(s.parties):
        if coalition == NOBODY or s.member[coalition, k] == 1:
            w.worth[k] = party_worth(s, w, k, coalition, 0)
            resolute = vetoes(s, w, k, RESOLUTE)
            bluffer = vetoes(s, w, k, BLUFFER)
            if resolute if w.type[k] == RESOLUTE else bluffer:
                learn(w, k, 1.0 if resolute else 0.0, 1.0 if bluffer else 0.0)
                w.vetoes[k] += 1
                w.decision[k] = VETOED
                set_floors(s, w)
                return False
            learn(w, k, 0.0 if resolute else 1.0, 0.0 if bluffer else 1.0)
    w.signed = 1
    w.coalition = coalition
    w.signed_day = w.day
    w.end_day = w.day
    for k in range(s.parties):  # a deal clears every threat, at no audience cost
        calm(w, k)
    return True


@routine
def outsider_joins(s: Packed, w: Row, k: int) -> bool:
    """Return whether outsider k joins the side deal: u_k >= s_k - chi_out sum L + pride (1.8)."""
    line = w.status_quo_value[k] + w.pride[w.coalition, k]
    for i in range(s.parties):
        if s.member[w.coalition, i] == 1:
            line -= w.outsider_lapse[w.coalition] * link_loss(w, k, i)
    return accepts(utility(s, w, k, w.deal), line)


@rule
def _is_own(s: Packed, w: Row, author: int, coalition: int, j: int) -> bool:
    # Whether an issue of the author's package is as the author tabled it. It is as in the text where it does not
    # concern the author, is closed, or is not the coalition's to sell.
    return s.tables[coalition + 1, author, j] > w.closed[j]


@rule
def _propose(s: Packed, w: Row, author: int, coalition: int, text: object, deal: object) -> None:
    # Put the author's package down, or the text.
    for j in range(len(w.text)):
        deal[j] = text[j]  # type: ignore[index]
    if author != NOBODY:
        for j in range(len(w.text)):
            if _is_own(s, w, author, coalition, j):
                deal[j] = w.table[author, j]  # type: ignore[index]


@rule
def _all_have(s: Packed, w: Row, author: int, coalition: int, text: object, line: object) -> bool:
    # Whether the author's package, not yet joined by any outsider, is worth its line to every party that it needs. Its
    # author is asked last: the first no is enough, and most packages meet one, so that they are not put down before.
    for n in range(s.parties):
        k = _asked(s, author, n)
        if coalition == NOBODY or s.member[coalition, k] == 1:
            worth = _worth(s, w, k, author, coalition, text)
            if coalition != NOBODY and accepts(worth, line[k]):  # type: ignore[index]
                worth -= at_risk(s, w, k, coalition)  # which only takes away: a no stays one
            if not accepts(worth, line[k]):  # type: ignore[index]
                return False
    return True


@rule
def _asked(s: Packed, author: int, n: int) -> int:
    # Who is asked as the n-th: by seats, the author last.
    if author == NOBODY or n < author:
        return n
    return author if n == s.parties - 1 else n + 1


@rule
def _worth(s: Packed, w: Row, k: int, author: int, coalition: int, text: object) -> float:
    # Utility of the author's package to k.
    if author == NOBODY:
        return utility(s, w, k, text)
    if w.curvature[k] != 1.0:
        return _bent_worth(s, w, k, author, coalition, text)
    worth = 0.0
    for j in range(len(w.text)):
        own, common = w.table[author, j], text[j]  # type: ignore[index]
        worth += straight_value(s, w, k, j, own if _is_own(s, w, author, coalition, j) else common)
    return worth


@routine
def _bent_worth(s: Packed, w: Row, k: int, author: int, coalition: int, text: object) -> float:
    _propose(s, w, author, coalition, text, w.deal)
    return utility(s, w, k, w.deal)
