"""Run rows through their events: the one compiled loop that every mode of play calls (model.md 1.8, 1.12)."""

from __future__ import annotations

from sim.engine.loop_plans import make_plans
from sim.model.bargaining import (
    close_issues,
    hold_aspiration,
    meet_technically,
    set_time_elapsed,
    table_offers,
    write_text,
)
from sim.model.beginning import begin
from sim.model.compiled import entry, routine, rule
from sim.model.credibility import set_floors
from sim.model.deadlines import extend, has_lost_support, reach_deadline
from sim.model.deals import find_deal, find_side_deal, outsider_joins, sign
from sim.model.effects import settle_effects
from sim.model.events import (
    ACCESSION,
    BEGINNING,
    COMES_ROUND,
    DEADLINE,
    DONE,
    EFFECT,
    EFFECTIVE,
    EVENT_BUDGET,
    EXPIRY,
    PLANNED_ACT,
    ROUND,
    ROUND_OPENS,
    SCRIPT,
    TECHNICAL_MEETING,
    THE_CALENDAR,
    VOTE,
    next_event,
    plan_meetings,
)
from sim.model.offers import breaks_down, is_accepted, make_offer, recognise, who_leaves
from sim.model.payoffs import pay_off
from sim.model.plans import stage_changes
from sim.model.ratification import call_votes, vote, votes_pending
from sim.model.schedules import strike
from sim.model.state import (
    AFTER_A_NOTICE,
    AFTER_A_THREAT,
    BREAKS_OFF,
    COME_ROUND,
    DIRECT,
    EXTENDED,
    FULL_DEAL,
    LAPSED,
    NEVER,
    NOBODY,
    NOTICE,
    NOTICE_PENDING,
    OFFERS,
    PARTIAL_DEAL,
    RATIFICATION_FAILED,
    REOPEN,
    RUNAWAY,
    TOLD,
    UNDECIDED,
    VIA_SIDE_DEAL,
    WAITING,
    WITHDRAWAL,
    Packed,
    Row,
    Rows,
)
from sim.model.threats import act_as_planned, expire, follow_script, notice_runs_out, threat_stage
from sim.strategies import aspiration


@entry
def advance(s: Packed, rows: Rows, words: object, watched: int, until: float) -> int:
    """Run each row until its next event is watched, lies after day `until`, or the trial is done.

    `words` is the same memory as `rows`, seen as one vector of numbers a row. `watched` is a mask: bit e is set where
    somebody watches events of kind e. A row waits before a watched event until its `watched` is set to TOLD. Returns
    how many rows are not done.
    """
    open_rows = 0
    for n in range(rows.shape[0]):
        w = rows[n]
        while w.event != DONE and w.due <= until:
            if w.watched != TOLD and (watched >> w.event) & 1 == 1:
                w.watched = WAITING
                break
            w.watched = 0
            handle(s, w, words[n])  # type: ignore[index]
        if w.event != DONE:
            open_rows += 1
    return open_rows


@rule
def handle(s: Packed, w: Row, words: object) -> None:
    """Let one event happen and set the next."""
    event = w.event
    w.day = w.due
    w.handled += 1
    if event in (ROUND_OPENS, COMES_ROUND):
        if _come_together(s, w, event):
            return
    elif event == EFFECT:
        strike(s, w, w.who)
    else:
        changes = stage_changes(s, w) if s.plans == 1 else 0
        _happen(s, w, words, event)
        if w.ending == UNDECIDED and w.signed == 0:
            plan_meetings(s, w)
            if s.plans == 1 and (event == BEGINNING or stage_changes(s, w) != changes):
                make_plans(s, w)
    if s.lines == 1 and w.ending == UNDECIDED and w.signed == 0 and has_lost_support(s, w):
        w.end_day = w.day
        _finish(s, w, LAPSED)
    if w.handled >= EVENT_BUDGET:
        _finish(s, w, RUNAWAY)
    next_event(s, w)


@rule
def open_round(s: Packed, w: Row) -> None:
    """Set floors, greatest utilities and what each strategy aspires to, before anything is tabled (1.8, step 2)."""
    settle_effects(s, w)
    set_floors(s, w)
    set_time_elapsed(s, w)
    if s.protocol == OFFERS:
        recognise(s, w)
    for k in range(s.parties):
        w.wish[k] = aspiration(s.strategy[k], s, w, k)


@rule
def hold_round(s: Packed, w: Row) -> None:
    """Hold a round: tabling, technical closing, deal for all, side deals, threat stage (1.8, steps 3 to 7).

    A session that a party has called leaves the rounds of the calendar where they are.
    """
    w.held += 1
    if w.who == THE_CALENDAR:
        w.held_day = w.day
        w.monthly_from = w.day
    if s.protocol == OFFERS:
        _hear_offer(s, w)
    else:
        _table_all(s, w)
    if w.signed == 0 and w.broken == 0:
        threat_stage(s, w)


@rule
def _table_all(s: Packed, w: Row) -> None:
    for k in range(s.parties):
        hold_aspiration(s, w, k)
    table_offers(s, w, NOBODY)
    write_text(s, w)
    close_issues(s, w)
    if find_deal(s, w):
        _sign(s, w, NOBODY)
    if w.signed == 0:
        coalition = find_side_deal(s, w)
        if coalition != NOBODY:
            _sign(s, w, coalition)


@routine
def _hear_offer(s: Packed, w: Row) -> None:
    make_offer(s, w)
    if is_accepted(s, w):
        _sign(s, w, NOBODY)
    if w.signed == 0:
        w.leaver = who_leaves(s, w)
        if w.leaver != NOBODY:
            _break_down(s, w)


@rule
def _break_down(s: Packed, w: Row) -> None:
    w.broken = 1
    w.end_day = w.day
    _finish(s, w, LAPSED)


@rule
def _come_together(s: Packed, w: Row, event: int) -> bool:
    # On the day of a round, or at once where a party has come round: w.who says who has called it. Whether it is held.
    if event == COMES_ROUND:
        w.comes_round[w.who] = COME_ROUND
        w.who += 1 + THE_CALENDAR
    else:
        w.who = THE_CALENDAR
    if s.protocol == OFFERS and breaks_down(s, w):
        _break_down(s, w)
        return False
    open_round(s, w)
    w.event = ROUND
    return True


@rule
def _happen(s: Packed, w: Row, words: object, event: int) -> None:
    if event == ROUND and _is_broken_off(s, w):
        _break_off(s, w)
    elif event == ROUND:
        hold_round(s, w)
    elif event == TECHNICAL_MEETING:
        w.met_day = w.day
        meet_technically(s, w)
    elif event == EXPIRY:
        expire(s, w, w.who)
    elif event == EFFECTIVE:
        if notice_runs_out(s, w, w.who):
            w.leaver = w.who
            w.end_day = w.day
            _finish(s, w, WITHDRAWAL)
    elif event == SCRIPT:
        follow_script(s, w, w.who)
    elif event == PLANNED_ACT:
        act_as_planned(s, w, w.who)
    elif event == VOTE:
        _hold_vote(s, w)
    elif event == ACCESSION:
        _open_to_outsiders(s, w)
    elif event == DEADLINE:
        if not reach_deadline(s, w):
            w.end_day = w.day
            _finish(s, w, LAPSED)
    elif event == BEGINNING:
        begin(s, w, words)
    else:
        _stop_at_horizon(s, w)


@rule
def _is_broken_off(s: Packed, w: Row) -> bool:
    for k in range(s.parties):
        if w.wish[k] == BREAKS_OFF:
            return True
    return False


@rule
def _break_off(s: Packed, w: Row) -> None:
    # Whoever comes to a round with an aspiration that nothing can meet walks out of it, and the talks lapse (1.10).
    w.held += 1
    w.held_day = w.day
    _break_down(s, w)


@routine
def _sign(s: Packed, w: Row, coalition: int) -> None:
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
def _open_to_outsiders(s: Packed, w: Row) -> None:
    settle_effects(s, w)
    w.accession_day = NEVER
    w.joined = 1
    for k in range(s.parties):
        if s.member[w.coalition, k] == 0 and not outsider_joins(s, w, k):
            w.joined = 0
    if w.joined == 1:
        w.end_day = w.day
    _ratify(s, w)


@rule
def _ratify(s: Packed, w: Row) -> None:
    call_votes(s, w)
    if not votes_pending(s, w):
        _conclude(s, w)


@routine
def _hold_vote(s: Packed, w: Row) -> None:
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
        _finish(s, w, RATIFICATION_FAILED)


@rule
def _conclude(s: Packed, w: Row) -> None:
    _finish(s, w, FULL_DEAL if w.joined == 1 else PARTIAL_DEAL)


@rule
def _stop_at_horizon(s: Packed, w: Row) -> None:
    w.end_day = s.horizon
    ending = EXTENDED
    for i in range(s.parties):
        if w.stage[i] == NOTICE:
            ending = NOTICE_PENDING
    _finish(s, w, ending)


@rule
def _finish(s: Packed, w: Row, ending: int) -> None:
    w.ending = ending
    pay_off(s, w)
