"""One trial again with one thing changed: exact where nothing is changed, and only that thing where something is."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from sim.engine.batch import blank_rows, run_on
from sim.model.events import EVERYTHING_WATCHED, EXPIRY
from sim.model.state import ACTS, HOLDS_BACK, LAPSED, RATIFICATION_FAILED, THE_MODEL, TOLD, Rows
from sim.scenario import load
from sim.scenario.packing import PackedScenario, pack
from sim.why import ACT, DECISION, EFFECT, FIGURE, TYPE, Change, Replay, changes, ending_of, from_frame, replay
from tests.builders import Tree, on, packed, played, scenario

MONTREAL = pack(load("montreal").scenario)
THREATS: Tree = {
    "parties": {
        "north": {
            "threat": {"bayes-logit": {"ultimatum": "25 days", "demand": 0.9}},
            "resolve": {"prior": 0.4, "exit_gain": {"resolute": 0.3, "bluffer": -0.2}},
            "strategy": {"time-dependent": {"beta": 0.1}},
        },
        "south": {"strategy": {"time-dependent": None, "hardliner": {}}},
    },
    "pact": {"notice": {"period": "20 days"}, "losses": {"south": {"north": "10%"}, "north": {"south": "5%"}}},
}
TRIP: Tree = {"name": "A trip", "in": "north", "dates": [on(5)], "support": "5%"}


@cache
def trial(number: int) -> tuple[Replay, tuple[Change, ...]]:
    found = replay(MONTREAL, 1, number)
    return found, tuple(changes(found))


def of_kind(kind: str, number: int) -> list[Change]:
    return [one for one in trial(number)[1] if one.kind == kind]


@pytest.mark.parametrize("number", [0, 17, 190])
def test_with_nothing_changed_the_row_is_that_of_a_batch_bit_by_bit_from_every_event_on(number: int) -> None:
    found = trial(number)[0]
    rows = blank_rows(MONTREAL, 1, 0, number + 1)
    run_on(MONTREAL, rows)
    assert found.end.tobytes() == rows[number:].tobytes()
    for event in range(len(found.frames) - 1):
        assert from_frame(found, event).tobytes() == found.end.tobytes()


def test_a_figure_held_at_what_was_drawn_changes_no_bit() -> None:
    end = trial(17)[0].end
    record = np.array([MONTREAL.record], MONTREAL.record.dtype).view(np.recarray)
    count = len(MONTREAL.drawn)
    record["draw_low"][0, :count] = record["draw_high"][0, :count] = end["drawn"][0, :count]
    rows = blank_rows(MONTREAL, 1, 17, 1)
    run_on(replace(MONTREAL, record=record[0]), rows)
    assert rows.tobytes() == end.tobytes()


def test_a_figure_is_changed_alone_and_to_the_nearest_value_that_turns_the_ending() -> None:
    found, _ = trial(190)
    for one in of_kind(FIGURE, 190):
        drawn = next(drawn for drawn in MONTREAL.drawn if drawn.name == one.name)
        moved = np.flatnonzero(one.end["drawn"][0] != found.end["drawn"][0])
        assert moved.tolist() == [drawn.number]
        sample = found.sample["drawn"][:, drawn.number]
        between = abs(float(np.mean(sample < one.after) - np.mean(sample < one.before)))
        assert one.far == pytest.approx(between, abs=1e-3)


def test_another_type_leaves_every_draw_and_what_all_know_at_the_start() -> None:
    found, _ = trial(0)
    (one,) = of_kind(TYPE, 0)
    assert (one.name, one.before, one.after) == ("us", "bluffing", "resolute")
    assert (one.end["drawn"] == found.end["drawn"]).all()
    assert one.end["type"][0, 0] != found.end["type"][0, 0]
    assert one.far == pytest.approx(1.0 - found.frames[1]["prior"][0, 0])


def test_a_vote_voted_down_and_an_extension_refused_end_the_talks_that_day() -> None:
    votes = [one for one in of_kind(DECISION, 0) if one.after == "voted down"]
    lapses = [one for one in of_kind(DECISION, 190) if one.after == "lapse"]
    assert len(votes) == 2
    assert lapses
    for one in votes + lapses:
        assert one.end["ending"][0] == (RATIFICATION_FAILED if one in votes else LAPSED)
        assert one.end["end_day"][0] == one.day


def _from_outside(scene: PackedScenario, frame: Rows, acts: bool) -> Rows:
    """Let the party decide from outside, on the rules' own path for that, at the event that waits."""
    rows = frame.copy()
    who = int(rows["who"][0])
    rows["played"][0, who] = ACTS if acts else HOLDS_BACK
    rows["watched"] = TOLD
    run_on(scene, rows, EVERYTHING_WATCHED)
    rows["played"][0, who] = THE_MODEL
    rows["watched"] = 0
    run_on(scene, rows)
    return rows


@pytest.mark.parametrize("number", range(6))
def test_a_notice_given_or_not_is_what_it_is_when_somebody_outside_decides_it(number: int) -> None:
    scene = packed(THREATS)
    found = replay(scene, 1, number)
    frames = {float(rows["due"][0]): rows for rows in found.frames if rows["event"][0] == EXPIRY}
    turned = [one for one in changes(found) if one.kind == DECISION and one.after in ("notice", "backing down")]
    for one in turned:
        assert one.day is not None
        assert one.end.tobytes() == _from_outside(scene, frames[one.day], one.after == "notice").tobytes()


def test_how_unlikely_a_decision_was_is_the_chance_that_the_model_gave_to_what_happened() -> None:
    for one in of_kind(DECISION, 190):
        assert 0.0 < one.far < 1.0
    (threat,) = [one for one in of_kind(DECISION, 190) if one.day == 17.0]
    after = next(rows for rows in trial(190)[0].frames if rows["threats"][0, 0] == 1)
    assert threat.before == "threat"
    assert threat.far == pytest.approx(after["chance"][0, 0, after["type"][0, 0]])


def test_an_effect_taken_away_is_the_scenario_without_it() -> None:
    scene, bare = packed(THREATS, {"calendar": {"effects": [TRIP]}}), packed(THREATS)
    for number in range(5):
        (one,) = [one for one in changes(replay(scene, 1, number)) if one.kind == EFFECT]
        without = played(bare, number + 1)[number]
        assert (one.name, one.day, one.far) == ("A trip", 5.0, 1.0)
        for name in ("value", "ending", "end_day", "belief", "text", "threats"):
            assert (one.end[name][0] == without[name]).all(), name


def test_what_did_not_happen_is_not_taken_away() -> None:
    struck = {one.name for one in of_kind(EFFECT, 0)}
    assert "Canadian ministers tour the United States" in struck
    assert "Canada hardens after a notice" not in struck


def test_a_scripted_threat_is_taken_away_for_good() -> None:
    script: Tree = {"parties": {"north": {"threat": {"bayes-logit": None, "scripted": {"threats": [on(15)]}}}}}
    found = replay(packed(THREATS, script), 1, 0)
    (one,) = [one for one in changes(found) if one.kind == ACT]
    assert (one.name, one.day, one.before) == ("north", 15.0, "threat")
    assert (found.end["threats"][0, 0], one.end["threats"][0, 0]) == (1, 0)


def test_what_turns_the_ending_comes_first_and_nearest_first() -> None:
    found, every = trial(190)
    turns = [one.turns for one in every]
    assert turns == sorted(turns, reverse=True)
    fars = [one.far for one in every if one.turns]
    assert fars == sorted(fars)
    assert all((ending_of(MONTREAL, one.end) != ending_of(MONTREAL, found.end)) == one.turns for one in every)


def test_decisions_of_whoever_acts_at_rates_are_left_as_they_are() -> None:
    rates: Tree = {
        "per": "year",
        "threat": {"resolute": 3, "bluffer": 3},
        "notice": {"resolute": 0.5, "bluffer": 0.5},
        "exit": {"resolute": 0.5, "bluffer": 0.5},
    }
    scene = pack(scenario(THREATS, {"parties": {"north": {"threat": {"bayes-logit": None, "fixed-rates": rates}}}}))
    assert {one.kind for number in range(5) for one in changes(replay(scene, 1, number))} <= {TYPE, FIGURE}
