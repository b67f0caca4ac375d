"""Which event comes next (docs/model.md 1.8, 1.12): order on one day, rounds, meetings."""

from __future__ import annotations

import pytest

from sim.model.events import (
    ACCESSION,
    DEADLINE,
    DONE,
    EFFECT,
    EFFECTIVE,
    EVENT_NAMES,
    EVERYTHING_WATCHED,
    EXPIRY,
    HORIZON,
    ROUND_OPENS,
    SCRIPT,
    TECHNICAL_MEETING,
    VOTE,
    next_event,
    plan_meetings,
)
from sim.model.state import LAPSED, NEVER, NOTICE, Row
from sim.scenario.packing import PackedScenario
from tests.builders import Tree, begun, on, packed

pytestmark = pytest.mark.usefixtures("interpreted")

PUSH: Tree = {"calendar": {"effects": [{"name": "push", "in": "north", "dates": [on(300)], "support": 0.1}]}}


def stage(*changes: Tree, day: float = 0.0) -> tuple[PackedScenario, Row]:
    scene = packed(PUSH, *changes)
    w = begun(scene)[0]
    w.day = day
    return scene, w


def test_events_of_one_day_come_in_their_order_and_by_seat() -> None:
    scene, w = stage()
    scene.record.horizon = 50.0
    fields: list[tuple[str, int | None]] = [("next_strike", None), ("next_technical", None), ("next_round", None)]
    fields += [("script_day", 1), ("expiry", 0), ("expiry", 1), ("effective", 0), ("deadline", None)]
    for name, place in fields:
        if place is None:
            w[name] = 50.0
        else:
            w[name][place] = 50.0
    found = []
    for name, place in fields:
        next_event(scene.record, w)
        found.append((w.event, w.who, w.due))
        if place is None:
            w[name] = NEVER
        else:
            w[name][place] = NEVER
    next_event(scene.record, w)
    found.append((w.event, w.who, w.due))
    kinds = [EFFECT, TECHNICAL_MEETING, ROUND_OPENS, SCRIPT, EXPIRY, EXPIRY, EFFECTIVE, DEADLINE, HORIZON]
    assert found == [(kind, who, 50.0) for kind, who in zip(kinds, (0, 0, 0, 1, 0, 1, 0, 0, 0), strict=True)]


def test_the_earliest_day_comes_first_whatever_the_kind() -> None:
    scene, w = stage()
    w.deadline, w.next_round = 9.0, 10.0
    next_event(scene.record, w)
    assert (w.event, w.due) == (DEADLINE, 9.0)


def test_after_a_signature_only_effects_votes_and_accession_are_left() -> None:
    scene, w = stage()
    w.signed, w.next_round, w.deadline = 1, 1.0, 2.0
    w.next_strike, w.vote_day[1], w.accession_day = 5.0, 4.0, 3.0
    found = []
    for name in ("accession_day", "vote_day", "next_strike"):
        next_event(scene.record, w)
        found.append((w.event, w.due))
        w[name] = NEVER
    assert found == [(ACCESSION, 3.0), (VOTE, 4.0), (EFFECT, 5.0)]


def test_a_finished_trial_has_no_more_events() -> None:
    scene, w = stage()
    w.ending = LAPSED
    next_event(scene.record, w)
    assert w.event == DONE


def test_the_horizon_is_never_in_the_past() -> None:
    scene, w = stage(day=400.0)
    w.deadline, w.next_round, w.next_strike = 500.0, 450.0, NEVER
    next_event(scene.record, w)
    assert w.event == HORIZON
    assert w.due >= 400.0


def test_every_event_has_a_name_and_a_bit() -> None:
    assert len(EVENT_NAMES) == len(set(EVENT_NAMES)) == DONE + 1
    assert 2 ** len(EVENT_NAMES) - 1 == EVERYTHING_WATCHED


def round_days(scene: PackedScenario, w: Row, count: int) -> list[float]:
    days = []
    for _ in range(count):
        plan_meetings(scene.record, w)
        days.append(float(w.next_round))
        w.day = w.held_day = w.monthly_from = w.next_round
    return days


SPARSE: Tree = {"calendar": {"rounds": [{"to": on(0)}, {"to": on(60)}, {"to": on(150)}]}}


def test_rounds_stand_on_their_dates_and_on_the_deadline() -> None:
    scene, w = stage(SPARSE)
    assert round_days(scene, w, 5) == [0.0, 60.0, 100.0, 150.0, NEVER]


def test_regular_rounds_come_back_until_their_last_day() -> None:
    regular = {"period": "22.5 days", "from": on(10), "until": on(80)}
    scene, w = stage({"calendar": {"rounds": None, "regular": regular}})
    assert round_days(scene, w, 6) == [10.0, 32.5, 55.0, 77.5, 100.0, NEVER]


def test_rounds_that_come_back_daily_are_held_daily() -> None:
    scene, w = stage({"calendar": {"rounds": None, "regular": {"period": "1 day"}}})
    assert round_days(scene, w, 4) == [0.0, 1.0, 2.0, 3.0]


def test_in_an_extension_rounds_are_held_every_month() -> None:
    scene, w = stage(SPARSE, day=100.0)
    w.held_day = 100.0
    w.deadline, w.extensions, w.monthly_from = 190.0, 1, 100.0
    assert round_days(scene, w, 4) == [130.0, 150.0, 180.0, 190.0]


def test_while_a_notice_runs_rounds_are_held_every_month_and_on_its_date() -> None:
    scene, w = stage({"calendar": {"rounds": [{"to": on(60)}], "monthly": {"every": "20 days"}}}, day=5.0)
    w.stage[0], w.effective[0], w.monthly_from = NOTICE, 67.0, 5.0
    assert round_days(scene, w, 4) == [25.0, 45.0, 60.0, 67.0]


def test_technical_meetings_stand_on_their_dates_and_before_rounds() -> None:
    technical = {"technical": {"dates": [on(7), on(80)], "days_before_round": "3 days"}}
    scene, w = stage({"calendar": technical})
    days = []
    for _ in range(3):
        plan_meetings(scene.record, w)
        days.append(float(w.next_technical))
        w.day = w.met_day = w.next_technical
        if w.day == 7.0:
            w.day = w.held_day = 10.0
    assert days == [7.0, 17.0, 80.0]


@pytest.mark.parametrize("technical", [{"dates": [on(20)]}, {"days_before_round": "0 days"}])
def test_officials_and_ministers_may_meet_on_one_day(technical: Tree) -> None:
    scene, w = stage({"calendar": {"technical": technical}}, day=20.0)
    w.held_day = 10.0
    plan_meetings(scene.record, w)
    assert (w.next_technical, w.next_round) == (20.0, 20.0)
    w.met_day = 20.0
    plan_meetings(scene.record, w)
    assert w.next_round == 20.0
