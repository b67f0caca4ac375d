"""A party played from outside: asked at its own decisions only, undone bit by bit, and looked ahead for."""

from __future__ import annotations

import numpy as np
import pytest

from sim.engine.batch import words_of
from sim.engine.chair import Chair, Decision
from sim.engine.outlook import continued, model_package, piece_values, renew
from sim.model.events import DONE, EFFECTIVE, EXPIRY, ROUND
from sim.model.state import (
    BLUFFER,
    FULL_DEAL,
    HOLDS_BACK,
    LAPSED,
    RESOLUTE,
    THE_MODEL,
    THREATENED,
    WITHDRAWAL,
)
from sim.scenario import load
from sim.scenario.packing import PackedScenario, pack
from tests.builders import Tree, packed, played

MODEL = Decision(by_model=True)
# North may leave; what it wants is far from what South offers, so that its demand is never met.
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


def _over(chair: Chair, *decisions: Decision) -> Chair:
    """Take the decisions, then whatever the model takes, to the end."""
    for decision in decisions:
        chair.decide(decision)
    while chair.event != DONE:
        chair.decide(MODEL)
    return chair


@pytest.mark.parametrize("trial", range(5))
def test_with_the_model_in_the_chair_a_trial_is_that_of_a_batch_bit_by_bit(trial: int) -> None:
    scene = pack(load("montreal").scenario)
    chair = _over(Chair(scene, 1, trial, 0))
    alone = played(scene, trial + 1)[trial : trial + 1]
    for field in ("value", "table", "belief", "threats", "ending", "end_day", "deal"):
        assert (chair.rows[field] == alone[field]).all(), field


def test_what_is_tabled_from_outside_stays_and_can_be_signed() -> None:
    chair = Chair(packed(), 1, 0, 0)
    while chair.event == ROUND:
        chair.decide(Decision(np.full(8, 0.25), 0.25))
    assert chair.rows["ending"][0] == FULL_DEAL
    assert chair.rows["table"][0, 0, 0] == 0.25


def test_who_holds_what_it_held_never_gives_way() -> None:
    chair = Chair(packed({"parties": {"south": {"strategy": {"hardliner": {}, "time-dependent": None}}}}), 1, 0, 0)
    while chair.event == ROUND:
        chair.decide(Decision())
    assert chair.rows["ending"][0] == LAPSED
    assert chair.rows["aspiration"][0, 0] == 1.0


def test_an_aspiration_from_outside_keeps_to_floor_and_no_take_backs() -> None:
    chair = Chair(packed({"parties": {"north": {"status_quo_value": 0.4}}}), 1, 0, 0)
    for wish, held in ((0.9, 0.9), (0.95, 0.9), (0.1, 0.4)):
        chair.decide(Decision(wish=wish, package=np.ones(8)))
        assert chair.frames[-1]["aspiration"][0, 0] == held


def test_decisions_taken_back_leave_the_row_as_it_was_bit_by_bit() -> None:
    scene = packed(THREATS)
    chair = Chair(scene, 1, 0, 0)
    chair.decide(MODEL)
    before, frames = words_of(chair.rows).copy(), len(chair.frames)
    for decision in (Decision(np.zeros(8), 0.3, acts=True), MODEL, Decision()):
        chair.decide(decision)
    assert chair.take_back(3) == 3
    assert words_of(chair.rows).tobytes() == before.tobytes()
    assert (len(chair.frames), len(chair.asked_at)) == (frames, 1)
    assert chair.take_back(5) == 1
    assert chair.take_back(1) == 0


def test_a_threat_is_made_when_and_only_when_the_player_acts() -> None:
    scene = packed(THREATS)
    quiet, loud = Chair(scene, 1, 0, 0), Chair(scene, 1, 0, 0)
    quiet.decide(Decision())
    loud.decide(Decision(acts=True))
    assert (quiet.rows["threats"][0, 0], loud.rows["threats"][0, 0]) == (0, 1)
    assert loud.rows["decision"][0, 0] == THREATENED
    # The others learn from the chances of the policy, as from a leader of the model.
    prior, chance = 0.4, loud.rows["chance"][0, 0]
    resolute, bluffer = prior * chance[RESOLUTE], (1.0 - prior) * chance[BLUFFER]
    assert loud.rows["belief"][0, 0] == pytest.approx(resolute / (resolute + bluffer), abs=1e-12)
    assert quiet.rows["belief"][0, 0] < prior < loud.rows["belief"][0, 0]


def test_the_chair_is_asked_when_its_threat_and_its_notice_run_out() -> None:
    chair = Chair(packed(THREATS), 1, 0, 0)
    chair.decide(Decision(acts=True))
    asked = []
    while chair.event != DONE:
        asked.append(chair.event)
        chair.decide(Decision(acts=chair.event != ROUND))
    assert EXPIRY in asked
    assert EFFECTIVE in asked
    assert chair.rows["ending"][0] == WITHDRAWAL


def test_a_notice_that_is_not_carried_out_is_rescinded() -> None:
    chair = Chair(packed(THREATS), 1, 0, 0)
    chair.decide(Decision(acts=True))
    while chair.event != DONE:
        chair.decide(Decision(acts=chair.event == EXPIRY))
    assert chair.rows["rescissions"][0, 0] == 1


def test_where_the_demand_is_met_the_threat_ends_without_a_question() -> None:
    gives_way = {"strategy": {"hardliner": None, "time-dependent": {"beta": 1}}}
    modest = {"threat": {"bayes-logit": {"demand": 0.3}}}
    scene = packed(THREATS, {"parties": {"north": modest, "south": gives_way}})
    chair = Chair(scene, 1, 0, 0)
    chair.decide(Decision(acts=True))
    while chair.event != DONE and chair.rows["satisfied"][0, 0] == 0:
        assert chair.event == ROUND
        chair.decide(Decision(wish=1.0))
    assert chair.rows["satisfied"][0, 0] == 1


def test_other_parties_acts_are_no_question() -> None:
    chair = Chair(packed(THREATS), 1, 0, 1)
    while chair.event != DONE:
        assert chair.event == ROUND
        chair.decide(MODEL)


def test_continuations_draw_the_others_types_from_belief_and_keep_the_own() -> None:
    scene = packed(THREATS)
    for seat in (0, 1):
        chair = Chair(scene, 1, 0, seat)
        ends = continued(scene, chair.rows, seat, 4_000)
        found = float((ends["type"][:, 0] == RESOLUTE).mean())
        if seat == 0:
            assert found in (0.0, 1.0)
        else:  # four standard errors
            assert abs(found - chair.rows["belief"][0, 0]) < 4 * (0.4 * 0.6 / 4_000) ** 0.5
        assert (ends["event"] == DONE).all()
        assert (ends["played"] == THE_MODEL).all()
    assert (chair.rows["played"][0] == [THE_MODEL, HOLDS_BACK, THE_MODEL]).all()


def test_odds_are_calibrated_over_trials() -> None:
    # What is drawn anew (types from beliefs, arrivals, all chance ahead) is distributed as it was: on average over
    # games, each of another seed, the share of an ending ahead is its share among trials. Four standard errors.
    scene = pack(load("montreal").scenario)
    shares = np.zeros((250, 9))
    for game in range(len(shares)):
        chair = Chair(scene, 1_000 + game, 0, 1)
        chair.decide(MODEL)
        ahead = continued(scene, chair.rows, 1, 40)["ending"] if chair.event != DONE else chair.rows["ending"]
        shares[game] = np.bincount(ahead, minlength=9) / len(ahead)
    ends = np.bincount(played(scene, 20_000, 6)["ending"], minlength=9) / 20_000
    error = np.sqrt(shares.var(axis=0) / len(shares) + ends * (1.0 - ends) / 20_000)
    assert (np.abs(shares.mean(axis=0) - ends) <= 4 * error + 1e-3).all()


def test_plans_ahead_are_drawn_anew_and_the_player_has_none() -> None:
    rate = 2.0
    comes = {"strategy": {"time-dependent": None, "fixed-rates": {"quiet": rate}}}
    scene = packed({"parties": {"north": comes, "south": comes}})
    chair = Chair(scene, 7, 0, 0)
    while chair.rows["comes_round"][0, 1] <= chair.rows["due"][0]:  # a game in which South has not come round yet
        chair = Chair(scene, int(chair.rows["seed"][0]) + 1, 0, 0)
    assert chair.rows["comes_round"][0, 0] == np.inf
    copies = np.repeat(chair.rows, 3_000).view(np.recarray)
    copies["trial"] = np.arange(3_000)
    copies["played"] = THE_MODEL
    renew(scene.record, copies, 0)
    waits = copies["comes_round"][:, 1] - chair.rows["due"][0]
    assert (waits > 0.0).all()
    mean = 365.25 / rate  # four standard errors, of an exponential waiting time
    assert abs(waits.mean() - mean) < 4 * mean / 3_000**0.5


def test_looking_ahead_leaves_the_row_alone_and_sees_the_same_twice() -> None:
    scene = pack(load("montreal").scenario)
    chair = Chair(scene, 1, 0, 1)
    before = words_of(chair.rows).copy()
    first, second = (continued(scene, chair.rows, 1, 200) for _ in range(2))
    assert words_of(first).tobytes() == words_of(second).tobytes()
    assert words_of(chair.rows).tobytes() == before.tobytes()


def test_random_arrivals_ahead_come_an_exponential_time_after_today() -> None:
    rate = 20.0
    effect = {"name": "Lobby", "in": "south", "poisson": f"{rate:g} a year", "support": 0.01, "half_life": "9 days"}
    scene = packed({"calendar": {"effects": [effect]}})
    chair = Chair(scene, 1, 0, 0)
    chair.decide(MODEL)
    first = _next_strikes(scene, chair, 3_000) - chair.rows["due"][0]
    assert (first > 0.0).all()
    mean = 365.25 / rate  # four standard errors, of an exponential waiting time
    assert abs(first.mean() - mean) < 4 * mean / 3_000**0.5


def test_the_model_s_package_is_worth_what_was_wished_for() -> None:
    scene = packed()
    chair = Chair(scene, 1, 0, 0)
    package = model_package(scene, chair.rows, 0, 0.8)
    assert piece_values(scene, chair.rows, package[:, None])[0].sum() == pytest.approx(0.8)


def test_worths_of_positions_are_those_of_the_rules() -> None:
    scene = packed()
    chair = Chair(scene, 1, 0, 0)
    positions = np.zeros((8, 3))
    positions[0] = (0.0, 0.3, 1.0)
    found = piece_values(scene, chair.rows, positions)[:2].sum(axis=1)
    assert found == pytest.approx(np.array([[0.0, 0.3, 1.0], [1.0, 0.7, 0.0]]))


def _next_strikes(scene: PackedScenario, chair: Chair, count: int) -> np.ndarray:
    copies = np.repeat(chair.rows, count).view(np.recarray)
    copies["trial"] = np.arange(count)
    renew(scene.record, copies, 0)
    return np.array(copies["next_strike"])
