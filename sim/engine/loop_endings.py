"""What follows from a signature, and how a trial ends (model.md 1.8 to 1.10, 4)."""

from __future__ import annotations

from sim.model.compiled import routine, rule
from sim.model.deadlines import extend
from sim.model.deals import outsider_joins, sign
from sim.model.effects import settle_effects
from sim.model.payoffs import pay_off
from sim.model.ratification import call_votes, vote, votes_pending
from sim.model.state import (
    AFTER_A_NOTICE,
    AFTER_A_THREAT,
    DIRECT,
    EXTENDED,
    FULL_DEAL,
    LAPSED,
    NEVER,
    NOBODY,
    NOTICE,
    NOTICE_PENDING,
    PARTIAL_DEAL,
    RATIFICATION_FAILED,
    REOPEN,
    VIA_SIDE_DEAL,
    Packed,
    Row,
)


@rule
def finish(s: Packed, w: Row, ending: int) -> None:
    """End the trial in this way, and pay off."""
    w.ending = ending
    pay_off(s, w)


@rule
def break_down(s: Packed, w: Row) -> None:
    """End the talks after an offer that was rejected, as chance or whoever leaves the table has it (1.6)."""
    w.broken = 1
    w.end_day = w.day
    finish(s, w, LAPSED)


@rule
def stop_at_horizon(s: Packed, w: Row) -> None:
    """Stop on the scenario's last day, as things stand (4)."""
    w.end_day = s.horizon
    ending = EXTENDED
    for i in range(s.parties):
        if w.stage[i] == NOTICE:
            ending = NOTICE_PENDING
    finish(s, w, ending)


@routine
def sign_deal(s: Packed, w: Row, coalition: int) -> None:
    """Let those who agree sign w.deal, all or a coalition, unless a leader vetoes it; then come votes and outsiders."""
    if not sign(s, w, coalition):
        return
    w.path = DIRECT
    for i in range(s.parties):
        if w.threats[i] > 0 and w.path == DIRECT:
            w.path = AFTER_A_THREAT
        if w.notices[i] > 0:
            w.path = AFTER_A_NOTICE
    if coalition == NOBODY:
        w.joined = 1
        _ratify(s, w)
    else:
        w.path = VIA_SIDE_DEAL
        w.accession_day = w.day + w.accession[coalition]


@routine
def open_to_outsiders(s: Packed, w: Row) -> None:
    """Let the outsiders of a side deal join it or stay out, and call the votes (1.8)."""
    settle_effects(s, w)
    w.accession_day = NEVER
    w.joined = 1
    for k in range(s.parties):
        if s.member[w.coalition, k] == 0 and not outsider_joins(s, w, k):
            w.joined = 0
    if w.joined == 1:
        w.end_day = w.day
    _ratify(s, w)


@routine
def hold_vote(s: Packed, w: Row) -> None:
    """Hold the vote of w.who, and conclude, reopen or end the talks by it (1.9)."""
    k = w.who
    if vote(s, w, k):
        if not votes_pending(s, w):
            _conclude(s, w)
        return
    if w.coalition != NOBODY and s.member[w.coalition, k] == 0:  # an outsider that fails to ratify stays outside
        w.joined = 0
        w.end_day = w.signed_day
        if not votes_pending(s, w):
            _conclude(s, w)
        return
    for i in range(s.parties):
        w.vote_day[i] = NEVER
    if s.on_failure[k] == REOPEN:
        w.vote_noise[k] = 0.0  # the hurdle is known now
        w.signed = 0
        w.coalition = NOBODY
        w.joined = 0
        w.end_day = s.horizon
        extend(s, w)
    else:
        w.end_day = w.day
        finish(s, w, RATIFICATION_FAILED)


@rule
def _ratify(s: Packed, w: Row) -> None:
    call_votes(s, w)
    if not votes_pending(s, w):
        _conclude(s, w)


@rule
def _conclude(s: Packed, w: Row) -> None:
    finish(s, w, FULL_DEAL if w.joined == 1 else PARTIAL_DEAL)
