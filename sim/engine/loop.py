"""Run rows through their events: the one compiled loop that every mode of play calls (model.md 1.8, 1.12)."""

from __future__ import annotations

from sim.engine.loop_endings import break_down, finish, hold_vote, open_to_outsiders, sign_deal, stop_at_horizon
from sim.engine.loop_plans import make_plans
from sim.model.bargaining import (
    close_issues,
    hold_aspiration,
    meet_technically,
    set_time_elapsed,
    table_offers,
    write_text,
)
from sim.model.beginning import begin, draw_parameters
from sim.model.compiled import entry, routine, rule
from sim.model.credibility import set_floors
from sim.model.deadlines import has_lost_support, reach_deadline
from sim.model.deals import find_deal, find_side_deal
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
    USED,
    VOTE,
    next_event,
    plan_meetings,
)
from sim.model.offers import breaks_down, is_accepted, make_offer, recognise, who_leaves
from sim.model.plans import stage_changes
from sim.model.schedules import strike
from sim.model.state import (
    BREAKS_OFF,
    COME_ROUND,
    LAPSED,
    NOBODY,
    OFFERS,
    RUNAWAY,
    TOLD,
    UNDECIDED,
    WAITING,
    WITHDRAWAL,
    Packed,
    Row,
    Rows,
)
from sim.model.threats import act_as_planned, expire, follow_script, notice_runs_out, threat_stage
from sim.strategies import aspiration


@entry
def advance(s: Packed, blank: object, rows: Rows, words: object, watched: int, until: float) -> int:
    """Run each row until its next event is watched, lies after day `until`, or the trial is done.

    `words` is the same memory as `rows`, seen as one vector of numbers a row; `blank` is such a vector, of a row before
    its first event. A row whose next event is USED becomes one first, here, so that it lies in the cache when it is
    played. `watched` is a mask: bit e is set where somebody watches events of kind e. A row waits before a watched
    event until its `watched` is set to TOLD. Returns how many rows are not done.
    """
    open_rows = 0
    for n in range(rows.shape[0]):
        w = rows[n]
        if w.event == USED:
            seed, trial = w.seed, w.trial
            words[n, :] = blank  # type: ignore[index]
            w.seed, w.trial = seed, trial
        while w.event != DONE and w.due <= until:
            if w.watched != TOLD and (watched >> w.event) & 1 == 1:
                w.watched = WAITING
                break
            w.watched = 0
            if w.event == BEGINNING:
                draw_parameters(s, words[n], w.seed, w.trial)  # type: ignore[index]
            handle(s, w)
        if w.event != DONE:
            open_rows += 1
    return open_rows


@rule
def handle(s: Packed, w: Row) -> None:
    """Let one event happen and set the next; parameters are drawn before the first."""
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
        _happen(s, w, event)
        if w.ending == UNDECIDED and w.signed == 0:
            plan_meetings(s, w)
            if s.plans == 1 and (event == BEGINNING or stage_changes(s, w) != changes):
                make_plans(s, w)
    if s.lines == 1 and w.ending == UNDECIDED and w.signed == 0 and has_lost_support(s, w):
        w.end_day = w.day
        finish(s, w, LAPSED)
    if w.handled >= EVENT_BUDGET:
        finish(s, w, RUNAWAY)
    next_event(s, w)


@rule
def open_round(s: Packed, w: Row) -> None:
    """Set floors, greatest utilities and what each strategy aspires to, before anything is tabled (1.8, step 2)."""
    set_time_elapsed(s, w)
    settle_effects(s, w)
    set_floors(s, w)
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
    for k in range(len(w.aspiration)):
        hold_aspiration(s, w, k)
    table_offers(s, w, NOBODY)
    write_text(s, w)
    close_issues(s, w)
    if find_deal(s, w):
        sign_deal(s, w, NOBODY)
    if w.signed == 0:
        coalition = find_side_deal(s, w)
        if coalition != NOBODY:
            sign_deal(s, w, coalition)


@routine
def _hear_offer(s: Packed, w: Row) -> None:
    make_offer(s, w)
    if is_accepted(s, w):
        sign_deal(s, w, NOBODY)
    if w.signed == 0:
        w.leaver = who_leaves(s, w)
        if w.leaver != NOBODY:
            break_down(s, w)


@rule
def _come_together(s: Packed, w: Row, event: int) -> bool:
    # On the day of a round, or at once where a party has come round: w.who says who has called it. Whether it is held.
    if event == COMES_ROUND:
        w.comes_round[w.who] = COME_ROUND
        w.who += 1 + THE_CALENDAR
    else:
        w.who = THE_CALENDAR
    if s.protocol == OFFERS and breaks_down(s, w):
        break_down(s, w)
        return False
    open_round(s, w)
    w.event = ROUND
    return True


@rule
def _happen(s: Packed, w: Row, event: int) -> None:
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
            finish(s, w, WITHDRAWAL)
    elif event == SCRIPT:
        follow_script(s, w, w.who)
    elif event == PLANNED_ACT:
        act_as_planned(s, w, w.who)
    elif event == VOTE:
        hold_vote(s, w)
    elif event == ACCESSION:
        open_to_outsiders(s, w)
    elif event == DEADLINE:
        if not reach_deadline(s, w):
            w.end_day = w.day
            finish(s, w, LAPSED)
    elif event == BEGINNING:
        begin(s, w)
    else:
        stop_at_horizon(s, w)


@rule
def _is_broken_off(s: Packed, w: Row) -> bool:
    for k in range(len(w.wish)):
        if w.wish[k] == BREAKS_OFF:
            return True
    return False


@rule
def _break_off(s: Packed, w: Row) -> None:
    # Whoever comes to a round with an aspiration that nothing can meet walks out of it, and the talks lapse (1.10).
    w.held += 1
    w.held_day = w.day
    break_down(s, w)
