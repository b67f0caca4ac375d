"""Which event comes next (model.md 1.8, 1.12): the calendar's dates, and the order of events on one day."""

from __future__ import annotations

from typing import TypeAlias

from sim.model.compiled import rule
from sim.model.state import COME_ROUND, NEVER, NOTICE, UNDECIDED, Packed, Row

# In the order in which events of one day are handled. A round opens (floors and aspirations are set) and is then held.
# A party comes round before the round of the day, and acts as it planned where it would as it is scripted.
(
    BEGINNING,
    EFFECT,
    TECHNICAL_MEETING,
    COMES_ROUND,
    ROUND_OPENS,
    ROUND,
    SCRIPT,
    PLANNED_ACT,
    EXPIRY,
    EFFECTIVE,
    VOTE,
    ACCESSION,
    DEADLINE,
    HORIZON,
    DONE,
) = range(15)

EVENT_NAMES = (
    "beginning", "effect", "technical", "comes round", "round opens", "round", "script", "planned act", "expiry",
    "effective", "vote", "accession", "deadline", "horizon", "done",
)  # fmt: skip

# In the place of the next event: the row has been used, and becomes a blank one before its first event.
USED = -1

# An event, whose it is, and when it is due.
_Next: TypeAlias = tuple[int, int, float]

# Who calls a round: the calendar, or party k as 1 + k, which has come round.
THE_CALENDAR = 0

NOTHING_WATCHED = 0
EVERYTHING_WATCHED = (1 << len(EVENT_NAMES)) - 1
# A scenario whose trial lives through more events than this is refused: something in it never stops.
EVENT_BUDGET = 100_000


@rule
def next_event(s: Packed, w: Row) -> None:
    """Set the row's next event, whose it is and when it is due; ties go to the earlier kind, then the earlier seat."""
    first = DONE, 0, w.day
    if w.ending == UNDECIDED:
        first = _sooner((DONE, 0, NEVER), EFFECT, w.next_effect, w.next_strike)
        first = _first_to_decide(w, first) if w.signed == 1 else _first_to_talk(s, w, first)
    w.event, w.who, w.due = first


@rule
def _first_to_decide(w: Row, first: _Next) -> _Next:
    # Once a deal is signed: votes, and outsiders who may join.
    for k in range(len(w.vote_day)):
        first = _sooner(first, VOTE, k, w.vote_day[k])
    return _sooner(first, ACCESSION, 0, w.accession_day)


@rule
def _first_to_talk(s: Packed, w: Row, first: _Next) -> _Next:
    seats = range(len(w.expiry))
    first = _sooner(first, TECHNICAL_MEETING, 0, w.next_technical)
    if s.plans == 1:
        for k in seats:
            if w.comes_round[k] != COME_ROUND:
                first = _sooner(first, COMES_ROUND, k, w.comes_round[k])
    first = _sooner(first, ROUND_OPENS, THE_CALENDAR, w.next_round)
    for i in seats:
        first = _sooner(first, SCRIPT, i, w.script_day[i])
    if s.plans == 1:
        for i in seats:
            first = _sooner(first, PLANNED_ACT, i, w.acts_on[i])
    for i in seats:
        first = _sooner(first, EXPIRY, i, w.expiry[i])
    for i in seats:
        first = _sooner(first, EFFECTIVE, i, w.effective[i])
    first = _sooner(first, DEADLINE, 0, w.deadline)
    return _sooner(first, HORIZON, 0, max(s.horizon, w.day))


@rule
def plan_meetings(s: Packed, w: Row) -> None:
    """Set the next round and the next technical meeting, today or later, not yet held (1.6, 1.8, 1.12).

    Rounds stand on the scenario's dates, on every deadline and on the day a notice takes effect; they may come back
    regularly; beyond the planned end, and while notice runs, they are held every month as well.
    """
    soonest = NEVER
    for n in range(s.rounds):
        soonest = _round_on(w, s.round_day[n], soonest)
    if s.regular_from != NEVER:
        soonest = _regular_round(s, w, soonest)
    soonest = _round_on(w, w.deadline, soonest)
    monthly = w.extensions > 0
    for i in range(len(w.stage)):
        if w.stage[i] == NOTICE:
            monthly = True
            soonest = _round_on(w, w.effective[i], soonest)
    if monthly:
        soonest = _round_on(w, w.monthly_from + w.monthly, soonest)
    w.next_round = soonest
    meeting = NEVER
    for n in range(s.technicals):
        meeting = _meeting_on(w, s.technical_day[n], meeting)
    if w.days_before_round != NEVER and soonest != NEVER:
        meeting = _meeting_on(w, soonest - w.days_before_round, meeting)
    w.next_technical = meeting


@rule
def round_after(s: Packed, w: Row, day: float) -> float:
    """Return the day of the calendar's first round after `day`: a date of its own, a regular one, or the deadline."""
    following = w.deadline if w.deadline > day else NEVER
    for n in range(s.rounds):
        if day < s.round_day[n] < following:
            following = s.round_day[n]
    if s.regular_from != NEVER:
        passed = int(max(0.0, (day - s.regular_from) / w.regular))
        for n in range(passed, passed + 3):
            regular = s.regular_from + n * w.regular
            if day < regular < following and regular <= s.regular_until:
                following = regular
    return following


@rule
def _sooner(first: _Next, event: int, who: int, day: float) -> _Next:
    # Asked in the order of kinds and of seats, so that the earlier keeps the day.
    return (event, who, day) if day < first[2] else first


@rule
def _regular_round(s: Packed, w: Row, soonest: float) -> float:
    # Counted from the first, so that rounding never adds up; the one after the next, where the next is held already.
    passed = int(max(0.0, (w.day - s.regular_from) / w.regular))
    for n in range(passed, passed + 3):
        day = s.regular_from + n * w.regular
        if day <= s.regular_until:
            soonest = _round_on(w, day, soonest)
    return soonest


@rule
def _round_on(w: Row, day: float, soonest: float) -> float:
    # At most one round a day: a deadline put off to just behind a notice adds none.
    return min(soonest, day) if (w.day <= day) & (w.held_day + 1.0 <= day) else soonest


@rule
def _meeting_on(w: Row, day: float, soonest: float) -> float:
    return min(soonest, day) if (w.day <= day) & (w.met_day < day) else soonest
