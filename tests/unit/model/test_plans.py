"""Plans in continuous time (docs/model.md 1.6, 1.7, 1.12): coming round, sessions called, acts by chance."""

from __future__ import annotations

from math import exp, log

import numpy as np
import pytest

from sim.engine.loop import handle
from sim.engine.loop_plans import make_plans
from sim.model.chance import PLAN, draw
from sim.model.credibility import set_floors
from sim.model.events import COMES_ROUND, PLANNED_ACT, ROUND, THE_CALENDAR, next_event
from sim.model.plans import ACTING, COMING_ROUND, stage_changes, tension
from sim.model.policies import fixed_rates
from sim.model.state import (
    BACKED_DOWN,
    COME_ROUND,
    FULL_DEAL,
    GAVE_NOTICE,
    LAPSED,
    NEVER,
    NO_DECISION,
    NOTICE,
    QUIET,
    RESCINDED,
    THREAT,
    THREATENED,
    Row,
)
from sim.model.threats import act_as_planned, give_notice, threaten
from sim.scenario.packing import PackedScenario
from sim.strategies import war_of_attrition
from sim.strategies.war_of_attrition import concession_rate, holds_out_at_first, last_time, years_until
from tests.builders import Tree, begun, on, packed, party, positions

pytestmark = pytest.mark.usefixtures("interpreted")

YEAR = 365.25
RATES: Tree = {"quiet": "2 a year", "threat": "3 a year", "notice": "5 a year"}


def strategy(north: Tree, south: Tree | None = None) -> Tree:
    """Return the small pact with other strategies; south asks for 0.6 and never gives in unless it is told to."""
    south = south or {"war-of-attrition": {"obstinate": 1}}
    return {
        "parties": {
            "north": {"strategy": north | {"time-dependent": None}},
            "south": {"strategy": south | {"time-dependent": None}, "positions": {"quota": {"opens_with": 0.4}}},
        }
    }


def policy(**given: object) -> Tree:
    """Return a party north with fixed rates: certain notices and exits, no threats, and what is given."""
    both = {"resolute": 1, "bluffer": 1}
    nobody = {"resolute": 0, "bluffer": 0}
    rates = {"threat": nobody, "notice": both, "exit": both, "demand": 1} | given
    resolve = {"prior": 0.5, "exit_gain": {"resolute": 0.1, "bluffer": -0.2}}
    return {"parties": {"north": {"threat": {"fixed-rates": rates}, "resolve": resolve}}}


def stage(*changes: Tree, seed: int = 1) -> tuple[PackedScenario, Row]:
    scene = packed(*changes)
    return scene, begun(scene, seed)[0]


def waiting(w: Row, party: int, index: int, rate: float, what: int = COMING_ROUND) -> float:
    return float(-YEAR * log(draw(w.seed, w.trial, PLAN, party, index, what)) / rate)


def test_the_state_of_the_talks_is_the_highest_stage_of_anybody() -> None:
    _, w = stage()
    scene = packed()
    for stages, highest in (((QUIET, QUIET), QUIET), ((QUIET, THREAT), THREAT), ((NOTICE, THREAT), NOTICE)):
        w.stage[:2] = stages
        assert tension(scene.record, w) == highest


def test_a_party_comes_round_after_an_exponential_time_at_the_rate_of_the_state() -> None:
    scene, w = stage(strategy({"fixed-rates": RATES}), policy())
    assert w.comes_round[0] == pytest.approx(waiting(w, 0, 0, 2.0), rel=1e-12)
    w.day = 10.0
    threaten(scene.record, w, 0)
    make_plans(scene.record, w)
    assert w.comes_round[0] == pytest.approx(10.0 + waiting(w, 0, 1, 3.0), rel=1e-12)
    give_notice(scene.record, w, 0)
    make_plans(scene.record, w)
    assert w.comes_round[0] == pytest.approx(10.0 + waiting(w, 0, 2, 5.0), rel=1e-12)


def test_plans_run_from_the_day_on_which_the_talks_open() -> None:
    _, w = stage(strategy({"fixed-rates": RATES}), {"calendar": {"opened": {"date": on(40)}}})
    assert w.comes_round[0] == pytest.approx(40.0 + waiting(w, 0, 0, 2.0), rel=1e-12)


def test_who_has_come_round_stays_so() -> None:
    scene, w = stage(strategy({"fixed-rates": RATES}), policy())
    w.comes_round[0] = COME_ROUND
    threaten(scene.record, w, 0)
    make_plans(scene.record, w)
    assert w.comes_round[0] == COME_ROUND
    next_event(scene.record, w)
    assert w.event != COMES_ROUND


def test_a_plan_whose_day_went_by_while_a_vote_was_waited_for_is_for_today() -> None:
    scene, w = stage(strategy({"war-of-attrition": {"rate": "300 a year"}}))
    planned = float(w.comes_round[0])
    w.day = planned + 50.0
    w.extensions = 1  # talks were reopened
    make_plans(scene.record, w)
    assert w.comes_round[0] == planned + 50.0


def test_a_session_that_a_party_calls_leaves_the_rounds_of_the_calendar_where_they_are() -> None:
    scene, w = stage(strategy({"fixed-rates": RATES}, {"hardliner": {}}))
    w.comes_round[0] = 9.5
    next_event(scene.record, w)
    held = []
    while w.day < 30.0:
        if w.event == ROUND:
            held.append((float(w.due), int(w.who)))
        handle(scene.record, w)
    assert held == [(9.5, 1), (10.0, THE_CALENDAR), (20.0, THE_CALENDAR)]


def test_a_deal_is_made_on_the_day_on_which_a_party_comes_round_to_what_the_other_holds_out_for() -> None:
    scene, w = stage(strategy({"fixed-rates": RATES}))
    w.comes_round[0] = 3.25
    next_event(scene.record, w)
    while w.ending == 0:
        handle(scene.record, w)
    assert (w.ending, w.end_day) == (FULL_DEAL, 3.25)
    assert w.deal[0] == pytest.approx(0.4, abs=1e-12)


def test_with_chances_per_round_a_party_comes_round_where_the_draw_of_the_round_says_so() -> None:
    scene, w = stage(strategy({"fixed-chances": {"quiet": 0.4}}))
    first = next(n for n in range(10) if draw(w.seed, w.trial, PLAN, 0, n, COMING_ROUND) < 0.4)
    next_event(scene.record, w)
    while w.ending == 0:
        handle(scene.record, w)
    assert w.held == first + 1


def test_the_last_round_before_a_notice_takes_effect_has_a_chance_of_its_own() -> None:
    chances = {"quiet": 0, "threat": 0, "notice": 0, "last": 1}
    scene, w = stage(strategy({"fixed-chances": chances}), policy(), {"pact": {"notice": {"period": "35 days"}}})
    give_notice(scene.record, w, 0)
    next_event(scene.record, w)
    while w.ending == 0:
        handle(scene.record, w)
    assert (w.ending, w.end_day) == (FULL_DEAL, 35.0)


def test_a_policy_with_rates_a_year_acts_after_an_exponential_time_at_the_sum_of_its_rates() -> None:
    threat = {"resolute": 1, "bluffer": 1}
    scene, w = stage(policy(per="year", threat=threat, unannounced_notice=2, early_notice=3, early_backdown=4))
    assert w.acts_on[0] == pytest.approx(waiting(w, 0, 0, 3.0, ACTING), rel=1e-12)
    w.day = 10.0
    threaten(scene.record, w, 0)
    make_plans(scene.record, w)
    assert w.acts_on[0] == pytest.approx(10.0 + waiting(w, 0, 1, 7.0, ACTING), rel=1e-12)


@pytest.mark.parametrize(
    ("stage_", "rates", "decision"),
    [
        (QUIET, {"threat": {"resolute": 1, "bluffer": 1}}, THREATENED),
        (QUIET, {"unannounced_notice": 1}, GAVE_NOTICE),
        (THREAT, {"early_notice": 1}, GAVE_NOTICE),
        (THREAT, {"early_backdown": 1}, BACKED_DOWN),
        (NOTICE, {"early_rescission": 1}, RESCINDED),
    ],
)
def test_what_a_party_does_on_the_day_it_planned_depends_on_its_stage(stage_: int, rates: Tree, decision: int) -> None:
    scene, w = stage(policy(per="year", **rates))
    w.day = 20.0
    if stage_ != QUIET:
        threaten(scene.record, w, 0)
    if stage_ == NOTICE:
        give_notice(scene.record, w, 0)
    belief, w.day = float(w.belief[0]), 25.0
    act_as_planned(scene.record, w, 0)
    assert w.decision[0] == decision
    assert w.belief[0] == belief  # both types would have done so
    assert w.acts_on[0] == NEVER


def test_a_party_without_a_plan_never_acts_by_itself() -> None:
    scene, w = stage(policy(unannounced_notice=0.5))
    assert w.acts_on[0] == NEVER
    next_event(scene.record, w)
    assert w.event != PLANNED_ACT


def test_acts_by_chance_per_round_share_one_uniform() -> None:
    scene, w = stage(policy(early_notice=0.3, early_backdown=0.3))
    threaten(scene.record, w, 0)
    for held in range(20):
        w.held = held
        u = draw(w.seed, w.trial, PLAN, 0, held, ACTING)
        wanted = GAVE_NOTICE if u < 0.3 else BACKED_DOWN if u < 0.6 else NO_DECISION
        assert fixed_rates.unprompted(scene.record, w, 0) == wanted


def test_nobody_acts_by_chance_in_the_round_of_the_day_that_decides_anyway() -> None:
    scene, w = stage(policy(early_notice=1, early_rescission=1))
    threaten(scene.record, w, 0)
    w.day = float(w.expiry[0])
    assert fixed_rates.unprompted(scene.record, w, 0) == NO_DECISION
    give_notice(scene.record, w, 0)
    assert fixed_rates.unprompted(scene.record, w, 0) == RESCINDED
    w.day = float(w.effective[0])
    assert fixed_rates.unprompted(scene.record, w, 0) == NO_DECISION


def test_credibility_counts_acts_that_may_still_come() -> None:
    some = {"threat": {"resolute": 0.5, "bluffer": 0.5}, "notice": {"resolute": 0.4, "bluffer": 0.4}}
    scene, w = stage(policy(**some, unannounced_notice=0.2))
    set_floors(scene.record, w)
    assert w.credibility[0] == pytest.approx(0.4 * 0.5 + 0.2 * (1 - 0.4 * 0.5), rel=1e-12)
    scene, w = stage(policy(per="year", notice={"resolute": 0.4, "bluffer": 0.4}, unannounced_notice=2))
    set_floors(scene.record, w)
    assert w.credibility[0] == pytest.approx(1 - exp(-2 * 100 / YEAR), rel=1e-12)


def test_an_attrition_rate_keeps_the_other_indifferent() -> None:
    # South asks for 0.6 and would get 0.2 of what north asks for; it has nothing, and discounts by 10% a year.
    attrition: Tree = {"war-of-attrition": {}}
    opens = {"parties": {"north": {"positions": {"quota": {"opens_with": 0.8}}}}}
    scene, w = stage(strategy(attrition, attrition), opens)
    assert concession_rate(scene.record, w, 0) == pytest.approx(0.1 * 0.2 / (0.6 - 0.2), rel=1e-12)
    scene, w = stage(strategy({"war-of-attrition": {"rate": "2 a year"}}, attrition), opens)
    assert concession_rate(scene.record, w, 0) == 2.0


def test_whoever_has_nothing_to_win_is_no_rival_in_a_war_of_attrition() -> None:
    attrition: Tree = {"war-of-attrition": {}}
    opens = {"parties": {"north": {"positions": {"quota": {"opens_with": 0.8}}}}}
    third: Tree = {
        "issues": {"other": {"label": "x", "scale": {0: "a", 1: "b"}, "status_quo": 0.5, "track": "political"}},
        "parties": {"west": party(positions(other=(0.5, 100)))},
        "pact": {"members": ["north", "south", "west"]},
    }
    for changes in ((opens,), (opens, third)):
        scene, w = stage(strategy(attrition, attrition), *changes)
        assert concession_rate(scene.record, w, 0) == pytest.approx(0.05, rel=1e-12)


def test_the_obstinate_never_give_in_and_the_others_at_once_if_only_one_side_may_be_obstinate() -> None:
    scene, w = stage(strategy({"war-of-attrition": {"rate": 1}}, {"war-of-attrition": {"rate": 1, "obstinate": 0.5}}))
    assert holds_out_at_first(scene.record, w, 0) == 0.0
    assert w.comes_round[0] == 0.0
    scene, w = stage(strategy({"war-of-attrition": {"rate": 1, "obstinate": 1}}))
    assert w.comes_round[0] == NEVER


def test_nobody_gives_in_after_the_last_time() -> None:
    some: Tree = {"war-of-attrition": {"rate": 1, "obstinate": 0.4}}
    scene = packed(strategy(some, {"war-of-attrition": {"rate": 2, "obstinate": 0.3}}))
    days = np.array([begun(scene, seed)[0].comes_round[:2] for seed in range(60)])
    last = last_time(scene.record, begun(scene)[0], 0)
    assert last == pytest.approx(-log(0.3) / 2, rel=1e-12)
    assert days[days < NEVER].max() <= last * YEAR


@pytest.mark.parametrize("given", [{"rate": 2}, {"audience_cost": 3}, {"private_value": 0.5}])
def test_the_time_of_giving_in_is_the_inverse_of_the_chance_to_hold_out(given: Tree) -> None:
    scene, w = stage(strategy({"war-of-attrition": given}))
    for chance in (0.9, 0.5, 0.01):
        years = years_until(scene.record, w, 0, chance)
        assert war_of_attrition.still_holds_out(scene.record, w, 0, years) == pytest.approx(chance, rel=1e-12)


def test_a_war_of_attrition_keeps_its_day_when_plans_are_made_anew() -> None:
    scene, w = stage(strategy({"war-of-attrition": {"rate": 1}}), policy())
    planned = float(w.comes_round[0])
    threaten(scene.record, w, 0)
    make_plans(scene.record, w)
    assert w.comes_round[0] == planned


def test_every_change_of_a_stage_and_every_extension_makes_plans_anew() -> None:
    scene, w = stage()
    for field in ("threats", "satisfied", "backdowns", "notices", "rescissions"):
        w[field][1] += 1
    w.extensions += 1
    assert stage_changes(scene.record, w) == 6


@pytest.mark.parametrize(("line", "day"), [(-0.2, 40.0), (-0.25, 60.0)])
def test_a_party_breaks_off_when_support_has_fallen_to_its_line(line: float, day: float) -> None:
    # Three falls of 0.1: the second meets a line at 0.2, the third goes beyond one at 0.25.
    falls = {"name": "fall", "in": "north", "dates": [on(20), on(40), on(60)], "support": -0.1}
    calendar = {"calendar": {"effects": [falls]}}
    home = {"parties": {"north": {"support": {"breaks_off": line}}}}
    scene, w = stage(strategy({"hardliner": {}}, {"hardliner": {}}), home, calendar)
    next_event(scene.record, w)
    while w.ending == 0:
        handle(scene.record, w)
    assert (w.ending, w.end_day) == (LAPSED, day)
