"""Which event comes next (model.md 1.8, 1.12): the calendar's dates, and the order of events on one day."""

from __future__ import annotations

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

# Who calls a round: the calendar, or party k as 1 + k, which has come round.
THE_CALENDAR = 0

NOTHING_WATCHED = 0
EVERYTHING_WATCHED = (1 << len(EVENT_NAMES)) - 1
# A scenario whose trial lives through more events than this is refused: something in it never stops.
EVENT_BUDGET = 100_000


@rule
def next_event(s: Packed, w: Row) -> None:
    """Set the row's next event, whose it is and when it is due; ties go to the earlier kind, then the earlier seat."""
    w.event = DONE
    w.who = 0
    w.due = w.day
    if w.ending != UNDECIDED:
        return
    w.due = NEVER
    _sooner(w, EFFECT, w.next_effect, w.next_strike)
    if w.signed == 1:
        for k in range(s.parties):
            _sooner(w, VOTE, k, w.vote_day[k])
        _sooner(w, ACCESSION, 0, w.accession_day)
        return
    _sooner(w, TECHNICAL_MEETING, 0, w.next_technical)
    if s.plans == 1:
        for k in range(s.parties):
            if w.comes_round[k] != COME_ROUND:
                _sooner(w, COMES_ROUND, k, w.comes_round[k])
    _sooner(w, ROUND_OPENS, THE_CALENDAR, w.next_round)
    for i in range(s.parties):
        _sooner(w, SCRIPT, i, w.script_day[i])
    if s.plans == 1:
        for i in range(s.parties):
            _sooner(w, PLANNED_ACT, i, w.acts_on[i])
    for i in range(s.parties):
        _sooner(w, EXPIRY, i, w.expiry[i])
    for i in range(s.parties):
        _sooner(w, EFFECTIVE, i, w.effective[i])
    _sooner(w, DEADLINE, 0, w.deadline)
    _sooner(w, HORIZON, 0, max(s.horizon, w.day))


@rule
def plan_meetings(s: Packed, w: Row) -> None:
    """Set the next round and the next technical meeting, today or later, not yet held (1.6, 1.8, 1.12).

    Rounds stand on the scenario's dates, on every deadline and on the day a notice takes effect; they may come back
    regularly; beyond the planned end, and while notice runs, they are held every month as well.
    """
    w.next_round = NEVER
    for n in range(s.rounds):
        _round_on(w, s.round_day[n])
    if s.regular_from != NEVER:
        _regular_round(s, w)
    _round_on(w, w.deadline)
    monthly = w.extensions > 0
    for i in range(s.parties):
        if w.stage[i] == NOTICE:
            monthly = True
            _round_on(w, w.effective[i])
    if monthly:
        _round_on(w, w.monthly_from + w.monthly)
    w.next_technical = NEVER
    for n in range(s.technicals):
        _meeting_on(w, s.technical_day[n])
    if w.days_before_round != NEVER and w.next_round != NEVER:
        _meeting_on(w, w.next_round - w.days_before_round)


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
def _sooner(w: Row, event: int, who: int, day: float) -> None:
    # Asked in the order of kinds and of seats, so that the earlier keeps the day.
    if day < w.due:
        w.event = event
        w.who = who
        w.due = day


@rule
def _regular_round(s: Packed, w: Row) -> None:
    # Counted from the first, so that rounding never adds up; the one after the next, where the next is held already.
    passed = int(max(0.0, (w.day - s.regular_from) / w.regular))
    for n in range(passed, passed + 3):
        day = s.regular_from + n * w.regular
        if day <= s.regular_until:
            _round_on(w, day)


@rule
def _round_on(w: Row, day: float) -> None:
    # At most one round a day: a deadline put off to just behind a notice adds none.
    if w.day <= day < w.next_round and day >= w.held_day + 1.0:
        w.next_round = day


@rule
def _meeting_on(w: Row, day: float) -> None:
    if w.day <= day < w.next_technical and day > w.met_day:
        w.next_technical = day
