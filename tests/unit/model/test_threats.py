"""The threat stage (docs/model.md 1.7): signals, costs, dates, and what each policy answers."""

from __future__ import annotations

from math import exp, log1p
from random import Random

import pytest

from sim.model.beliefs import learn
from sim.model.credibility import set_floors
from sim.model.policies import bayes_logit, fixed_rates, never, scripted, semi_separating
from sim.model.state import (
    BACKED_DOWN,
    BLUFFER,
    GAVE_NOTICE,
    NEVER,
    NOTICE,
    QUIET,
    RESCINDED,
    RESOLUTE,
    STAYED_QUIET,
    THREAT,
    THREATENED,
    WAS_SATISFIED,
    WITHDREW,
    Row,
)
from sim.model.threats import (
    expire,
    follow_script,
    give_notice,
    notice_runs_out,
    pay,
    threat_stage,
    threaten,
    weigh_offers,
)
from sim.scenario.packing import PackedScenario
from tests.builders import Tree, begun, merged, on, packed, party, positions

pytestmark = pytest.mark.usefixtures("interpreted")

LOGIT: Tree = {
    "cost": {"threat": 0.01, "notice": 0.06},
    "inertia": {"threat": 0.02, "notice": 0.03},
    "attention": 0.3,
    "power": 0.4,
    "noise": 0.1,
    "optimism": {"threat": 0.5, "notice": 0.6},
    "demand": 0.5,
    "ultimatum": "60 days",
}
PACT: Tree = {
    "pact": {"losses": {"north": {"south": 0.05}, "south": {"north": 0.6}}, "notice": {"period": "180 days"}},
    "parties": {
        "north": {
            "status_quo_value": 0.2,
            "threat": {"bayes-logit": LOGIT},
            "resolve": {"prior": 0.3, "exit_gain": {"resolute": 0.15, "bluffer": -0.2}},
            "audience_costs": {"threat": 0.05, "notice": 0.15},
            "patience": {"discount": 0.1},
        }
    },
}


def rates(threat: object = 0.5, notice: object = 0.5, leave: object = 0.5) -> Tree:
    def pair(chance: object) -> object:
        return chance if isinstance(chance, dict) else {"resolute": chance, "bluffer": chance}

    policy = {"threat": pair(threat), "notice": pair(notice), "exit": pair(leave), "demand": 0.5}
    return {"parties": {"north": {"threat": {"bayes-logit": None, "fixed-rates": policy}}}}


def scripts(**script: object) -> Tree:
    return {"parties": {"north": {"threat": {"bayes-logit": None, "scripted": {"demand": 0.5} | script}}}}


def stage(*changes: Tree, day: float = 40.0) -> tuple[PackedScenario, Row]:
    scene = packed(PACT, *changes)
    w = begun(scene)[0]
    w.day = day
    set_floors(scene.record, w)
    return scene, w


def logistic(z: float) -> float:
    return 1 / (1 + exp(-z))


def discount(days: float, rate: float = 0.1) -> float:
    return exp(-rate * days / 365.25)


def test_the_opening_share_is_what_the_others_interests_cover() -> None:
    change = {"parties": {"south": {"positions": {"quota": {"wants": 0.4, "opens_with": 0.7}}}}}
    assert stage(change)[1].opening_share[0] == pytest.approx((0.4 - 0.2) / 0.8, abs=1e-15)


def test_the_offered_share_is_what_lies_on_the_others_side_of_the_table() -> None:
    scene, w = stage()
    for position, share in ((0.6, 0.4 / 0.8), (0.1, 0.0)):
        w.table[1, 0] = position
        weigh_offers(scene.record, w, 0)
        assert w.offered[0] == pytest.approx(share, abs=1e-15)
    w.closed[0], w.agreed[0], w.most[0] = 1, 0.2, 0.2  # nothing left to ask for
    weigh_offers(scene.record, w, 0)
    assert w.offered[0] == 1.0


def test_a_demand_is_absolute_and_looks_at_what_the_others_table() -> None:
    scene, w = stage()
    w.table[0, 0] = 0.0  # its own concession lowers no demand
    w.table[1, 0] = 0.61
    assert weigh_offers(scene.record, w, 0)  # the demand is 0.2 + 0.5 (1 - 0.2)
    w.table[1, 0] = 0.59
    assert not weigh_offers(scene.record, w, 0)


def test_belief_moves_by_bayes_rule() -> None:
    _, w = stage()
    learn(w, 0, 0.8, 0.2)
    assert w.belief[0] == pytest.approx(0.3 * 0.8 / (0.3 * 0.8 + 0.7 * 0.2), abs=1e-15)


def test_belief_stays_where_both_types_act_alike_or_neither_can() -> None:
    _, w = stage()
    learn(w, 0, 0.0, 0.0)
    learn(w, 0, 0.4, 0.4)
    assert w.belief[0] == 0.3


def test_costs_are_discounted_to_the_start() -> None:
    _, w = stage(day=365.25)
    pay(w, 0, 0.5)
    assert w.paid[0] == pytest.approx(0.5 * exp(-0.1), abs=1e-15)


@pytest.mark.parametrize("escalated", [QUIET, THREAT])
def test_the_logit_policy_solves_its_two_equations(escalated: int) -> None:
    # south's interests cover 0.1 of north's ask before anybody has moved
    scene, w = stage({"parties": {"south": {"positions": {"quota": {"wants": 0.28}}}}}, day=100.0)
    w.stage[0], w.expiry[0] = escalated, 100.0 if escalated == THREAT else NEVER
    set_floors(scene.record, w)
    w.table[1, 0] = 0.4
    weigh_offers(scene.record, w, 0)
    chances = bayes_logit.chances(scene.record, w, 0, escalated)
    posterior = 0.3 * chances[0] / (0.3 * chances[0] + 0.7 * chances[1])
    cost = (0.05, 0.15)[escalated]
    zeta = {RESOLUTE: 0.15 - 0.05, BLUFFER: -0.2 - 0.05}
    m = [logistic((zeta[theta] + cost) / 0.1) for theta in (RESOLUTE, BLUFFER)]
    ahead = discount(180 + (60 if escalated == QUIET else 0))
    after = discount(180)  # on the planned end, and on the day a threat runs out
    gain = 0.4 * 0.6 * ((posterior * m[0] + (1 - posterior) * m[1]) * ahead - w.credibility[0] * after)
    assert w.prize[0] == pytest.approx(gain, abs=1e-10)
    for theta, chance in enumerate(chances):
        worth = gain - (0.03, 0.09)[escalated] - 0.3 * (0.25 - 0.1)
        if escalated == QUIET:
            worth += 0.5 * (max(zeta[theta], -0.05) - max(zeta[theta], 0))
        else:
            worth += 0.4 * max(zeta[theta], -0.15) + 0.05
        assert chance == pytest.approx(logistic(worth / 0.1), abs=1e-10)
    assert chances[0] > chances[1]


@pytest.mark.parametrize("noise", [1.0, 0.1, 0.01, 0.001])
@pytest.mark.parametrize("scores", [(0.05, -0.05), (-0.116, -0.166), (-0.4, -0.45), (0.3, 0.29)])
def test_the_consistent_belief_solves_its_equation(noise: float, scores: tuple[float, float]) -> None:
    _solves(scores, noise)


@pytest.mark.parametrize("scores", [(0.05, -0.05), (-0.116, -0.166), (0.3, 0.29)])
def test_the_consistent_belief_is_found_where_there_is_next_to_no_noise(scores: tuple[float, float]) -> None:
    _solves(scores, 0.0002)


def _solves(scores: tuple[float, float], noise: float) -> None:
    mu, slope = 0.3, 0.36
    found = bayes_logit.consistent_belief(mu, scores[0], scores[1], slope, noise)

    def surplus(belief: float) -> float:
        resolute, bluffer = (_log_logistic((score + slope * belief) / noise) for score in scores)
        return mu / (mu + (1 - mu) * exp(min(700.0, bluffer - resolute))) - belief

    assert surplus(max(0.0, found - 1e-9)) >= -1e-12
    assert surplus(min(1.0, found + 1e-9)) <= 1e-12


def _log_logistic(z: float) -> float:
    return z - log1p(exp(z)) if z < -30 else -log1p(exp(-z))


SEMI: Tree = {
    "parties": {
        "north": {
            "threat": {
                "bayes-logit": None,
                "semi-separating": {name: value for name, value in LOGIT.items() if name != "noise"},
            }
        }
    }
}
QUIETER: Tree = {"parties": {"north": {"threat": {"bayes-logit": {"noise": 0.0005}}}}}


def at_expiry(*changes: Tree, escalated: int) -> tuple[PackedScenario, Row]:
    scene, w = stage(*changes, day=100.0)
    w.stage[0], w.expiry[0] = escalated, 100.0 if escalated == THREAT else NEVER
    set_floors(scene.record, w)
    weigh_offers(scene.record, w, 0)
    return scene, w


@pytest.mark.parametrize("escalated", [QUIET, THREAT])
@pytest.mark.parametrize("cost", [0.01, 0.04, 0.2])
def test_the_policy_without_noise_is_what_the_logit_policy_comes_to(escalated: int, cost: float) -> None:
    costs = {"cost": {"threat": cost, "notice": 0.3 - cost}}
    scene, w = at_expiry(SEMI, {"parties": {"north": {"threat": {"semi-separating": costs}}}}, escalated=escalated)
    noisy, v = at_expiry(QUIETER, {"parties": {"north": {"threat": {"bayes-logit": costs}}}}, escalated=escalated)
    assert w.credibility[0] == pytest.approx(v.credibility[0], abs=1e-12)
    found = semi_separating.chances(scene.record, w, 0, escalated)
    limit = bayes_logit.chances(noisy.record, v, 0, escalated)
    assert found == pytest.approx(limit, abs=5e-3)
    assert w.prize[0] == pytest.approx(v.prize[0], abs=2e-3)


def test_a_bluffer_threatens_just_often_enough_to_be_indifferent() -> None:
    scene, w = at_expiry(SEMI, escalated=QUIET)
    resolute, bluffer = semi_separating.chances(scene.record, w, 0, QUIET)
    posterior = 0.3 / (0.3 + 0.7 * bluffer)
    assert (resolute, 0.0 < bluffer < 1.0) == (1.0, True)
    gain = 0.4 * 0.6 * (posterior * discount(240) - 0.3 * discount(180))
    assert gain == pytest.approx(0.01 + 0.02 + 0.5 * 0.05, abs=1e-15)  # c1, iota1, and the audience cost that it risks
    assert w.prize[0] == pytest.approx(gain, abs=1e-15)


@pytest.mark.parametrize(
    ("mu", "resolute", "bluffer", "slope", "expected"),
    [
        (0.3, 0.1, -0.02, 0.1, (0.3, 1.0, 1.0)),  # even the bluffer gains at the belief that is there
        (0.2, 0.1, -0.04, 0.1, (0.4, 1.0, 0.375)),  # the bluffer mixes
        (0.2, 0.1, -0.2, 0.1, (1.0, 1.0, 0.0)),  # only the resolute gains
        (0.2, -0.15, -0.2, 0.1, (1.0, 0.0, 0.0)),  # nobody does
        (0.2, -0.04, -0.04, 0.1, (0.2, 0.0, 0.0)),  # types that gain alike cannot be told apart
        (1.0, 0.05, -0.2, 0.1, (1.0, 1.0, 0.0)),
        (0.0, 0.05, -0.2, 0.1, (0.0, 1.0, 0.0)),
    ],
)
def test_without_noise_there_is_mixing_only_where_it_can_be(
    mu: float, resolute: float, bluffer: float, slope: float, expected: tuple[float, float, float]
) -> None:
    assert semi_separating.semi_separating(mu, resolute, bluffer, slope) == pytest.approx(expected, abs=1e-15)


def test_next_to_no_noise_leads_to_the_same_belief_whatever_the_numbers() -> None:
    random = Random(2018)
    seen = set()
    for _ in range(2000):
        mu, slope = random.uniform(0.05, 0.9), random.choice([random.uniform(0.3, 0.6), random.uniform(0.0, 0.1)])
        bluffer = random.uniform(-0.13, 0.05)
        resolute = bluffer + random.uniform(0.02, 0.1)
        posterior, *chances = semi_separating.semi_separating(mu, resolute, bluffer, slope)
        mixes = 0.0 < chances[1] < 1.0
        near = min(abs(bluffer + slope * mu), abs(bluffer + slope), abs(resolute + slope)) < 0.005
        # Noise moves the belief by itself times the log odds of the bluffer's chance, over the slope.
        if near or (mixes and (slope < 0.3 or not 0.05 < chances[1] < 0.95)):
            continue
        seen.add((chances[0], mixes, chances[1] == 1.0))
        assert bayes_logit.consistent_belief(mu, resolute, bluffer, slope, 0.0002) == pytest.approx(posterior, abs=2e-3)
    assert len(seen) == 4


def test_without_noise_a_leader_leaves_if_it_gains_by_it() -> None:
    scene, w = stage(SEMI)
    leaves = [
        [semi_separating.carry_out(scene.record, w, 0, theta, e) for e in (QUIET, THREAT, NOTICE)]
        for theta in (RESOLUTE, BLUFFER)
    ]
    assert leaves == [[1.0, 1.0, 1.0], [0.0, 0.0, 0.0]]  # zeta is 0.1 and -0.25, backing down costs 0.05 and 0.15


def test_without_noise_the_audience_can_tie_a_leaders_hands() -> None:
    scene, w = stage(SEMI, {"parties": {"north": {"resolve": {"exit_gain": {"resolute": -0.05}}}}})
    assert [semi_separating.carry_out(scene.record, w, 0, RESOLUTE, e) for e in (QUIET, THREAT, NOTICE)] == [0, 0, 1]


@pytest.mark.parametrize("certain", [0.0, 1.0])
def test_a_certain_belief_learns_nothing(certain: float) -> None:
    assert bayes_logit.consistent_belief(certain, 0.1, -0.1, 0.3, 0.05) == certain


def test_being_offered_more_makes_a_threat_less_likely() -> None:
    scene, w = stage()
    found = []
    for position in (0.1, 0.5):
        w.table[1, 0] = position
        weigh_offers(scene.record, w, 0)
        found.append(bayes_logit.chances(scene.record, w, 0, QUIET))
    assert found[1][0] < found[0][0]
    assert found[1][1] < found[0][1]


def test_fixed_rates_are_what_the_file_says_and_multiply_ahead() -> None:
    scene, w = stage(rates({"resolute": 0.7, "bluffer": 0.4}, 0.5, {"resolute": 0.9, "bluffer": 0.1}))
    assert fixed_rates.chances(scene.record, w, 0, QUIET) == (0.7, 0.4)
    assert fixed_rates.chances(scene.record, w, 0, THREAT) == (0.5, 0.5)
    ahead = [fixed_rates.carry_out(scene.record, w, 0, BLUFFER, e) for e in (QUIET, THREAT, NOTICE)]
    assert ahead == pytest.approx([0.4 * 0.5 * 0.1, 0.5 * 0.1, 0.1], abs=1e-16)


def test_nothing_comes_of_never_and_nothing_between_the_days_of_a_script() -> None:
    scene, w = stage()
    for policy in (never, scripted):
        assert policy.chances(scene.record, w, 0, QUIET) == (0.0, 0.0)
    assert never.carry_out(scene.record, w, 0, RESOLUTE, NOTICE) == 0.0
    assert scripted.carry_out(scene.record, w, 0, RESOLUTE, NOTICE) == pytest.approx(logistic(2.5), abs=1e-14)


def test_a_threat_costs_informs_and_sets_its_date() -> None:
    scene, w = stage()
    w.chance[0] = (0.6, 0.3)
    threaten(scene.record, w, 0)
    assert (w.stage[0], w.threats[0], w.decision[0]) == (THREAT, 1, THREATENED)
    assert w.expiry[0] == 100.0
    assert w.paid[0] == pytest.approx(0.01 * discount(40), abs=1e-15)
    assert w.belief[0] == pytest.approx(0.18 / (0.18 + 0.21), abs=1e-15)


def test_silence_is_a_signal_too() -> None:
    scene, w = stage(rates({"resolute": 0.5, "bluffer": 0}))
    w.type[0] = BLUFFER
    threat_stage(scene.record, w)
    assert w.decision[0] == STAYED_QUIET
    assert w.belief[0] == pytest.approx(0.15 / (0.15 + 0.7), abs=1e-15)


def test_no_threat_is_made_while_the_demand_is_met() -> None:
    scene, w = stage(rates(1))
    w.table[1, 0] = 0.9
    threat_stage(scene.record, w)
    assert (w.stage[0], w.decision[0], w.belief[0]) == (QUIET, WAS_SATISFIED, 0.3)
    w.table[1, 0] = 0.1
    threat_stage(scene.record, w)
    assert (w.stage[0], w.decision[0]) == (THREAT, THREATENED)


@pytest.mark.parametrize("out", [THREAT, NOTICE])
def test_a_party_with_a_threat_or_a_notice_out_makes_no_other(out: int) -> None:
    scene, w = stage(rates(1))
    w.stage[0] = out
    threat_stage(scene.record, w)
    assert (w.stage[0], w.threats[0], w.belief[0]) == (out, 0, 0.3)


def test_threats_are_decided_on_one_view_of_the_table() -> None:
    answer = {"name": "answer", "in": "south", "on": "threat", "exit_gain": -5}
    twins = merged(
        {"parties": {"south": {"resolve": {"prior": 0.3, "exit_gain": {"resolute": 0.5, "bluffer": 0.4}}}}},
        {"parties": {"south": {"threat": {"bayes-logit": LOGIT | {"demand": 1, "inertia": {"threat": -2}}}}}},
        {"parties": {"north": {"threat": {"bayes-logit": {"demand": 1, "inertia": {"threat": -2}}}}}},
    )
    scene, w = stage(twins, {"calendar": {"effects": [answer]}})
    threat_stage(scene.record, w)
    assert list(w.stage[:2]) == [THREAT, THREAT]  # north's threat, made first, changes nothing for south today


def threatening(*changes: Tree) -> tuple[PackedScenario, Row]:
    scene, w = stage(*changes)
    w.stage[0], w.expiry[0], w.threats[0] = THREAT, 40.0, 1
    return scene, w


def test_a_satisfied_party_drops_its_threat_at_no_cost() -> None:
    scene, w = threatening(rates(notice=1))
    w.table[1, 0] = 0.9
    expire(scene.record, w, 0)
    assert (w.stage[0], w.decision[0], w.satisfied[0]) == (QUIET, WAS_SATISFIED, 1)
    assert (w.paid[0], w.belief[0], w.expiry[0]) == (0.0, 0.3, NEVER)


def test_a_threat_carried_on_becomes_notice() -> None:
    scene, w = threatening(rates(notice={"resolute": 1, "bluffer": 1}))
    expire(scene.record, w, 0)
    assert (w.stage[0], w.decision[0], w.notices[0]) == (NOTICE, GAVE_NOTICE, 1)
    assert (w.effective[0], w.expiry[0], w.first_notice) == (220.0, NEVER, 40.0)


def test_backing_down_costs_and_lowers_the_belief() -> None:
    scene, w = threatening(rates(notice={"resolute": 1, "bluffer": 0}))
    w.type[0] = BLUFFER
    expire(scene.record, w, 0)
    assert (w.stage[0], w.decision[0], w.backdowns[0]) == (QUIET, BACKED_DOWN, 1)
    assert w.paid[0] == pytest.approx(0.05 * discount(40), abs=1e-15)
    assert w.belief[0] == 0.0


def test_notice_costs_its_own_price() -> None:
    scene, w = threatening()
    w.chance[0] = (0.5, 0.5)
    give_notice(scene.record, w, 0)
    assert w.paid[0] == pytest.approx(0.06 * discount(40), abs=1e-15)


def given_notice(*changes: Tree) -> tuple[PackedScenario, Row]:
    scene, w = stage(*changes)
    w.stage[0], w.effective[0], w.notices[0] = NOTICE, 40.0, 1
    return scene, w


def test_at_the_effective_date_a_party_leaves_with_the_chance_of_its_type() -> None:
    scene, w = given_notice()
    left = notice_runs_out(scene.record, w, 0)
    m = [logistic((zeta + 0.15) / 0.1) for zeta in (0.1, -0.25)]
    assert list(w.chance[0]) == pytest.approx(m, abs=1e-14)
    assert left == (w.decision[0] == WITHDREW)


def test_an_exit_and_a_rescission_are_signals() -> None:
    for theta, left, belief in ((RESOLUTE, True, 1.0), (BLUFFER, False, 0.0)):
        scene, w = given_notice(rates(leave={"resolute": 1, "bluffer": 0}))
        w.type[0] = theta
        assert notice_runs_out(scene.record, w, 0) == left
        assert w.belief[0] == belief


def test_rescinding_costs_the_audience_cost_of_notice_and_calms() -> None:
    scene, w = given_notice(rates(leave=0))
    assert not notice_runs_out(scene.record, w, 0)
    assert (w.stage[0], w.decision[0], w.rescissions[0], w.effective[0]) == (QUIET, RESCINDED, 1, NEVER)
    assert w.paid[0] == pytest.approx(0.15 * discount(40), abs=1e-15)


def test_the_audience_cost_of_notice_may_be_a_multiple() -> None:
    costs = {"parties": {"north": {"audience_costs": {"threat": 0.05, "notice": None, "notice_multiple": 3}}}}
    assert stage(costs)[1].audience[0, 1] == pytest.approx(0.15, abs=1e-16)


@pytest.mark.parametrize(
    ("act", "event"), [("threat", "threat"), ("notice", "notice"), ("back", "backdown"), ("rescind", "rescind")]
)
def test_every_act_sets_off_its_effects(act: str, event: str) -> None:
    push = {"calendar": {"effects": [{"name": "answer", "by": "north", "in": "south", "on": event, "hurdle": 0.1}]}}
    scene, w = stage(push, rates(1, 0, 0))
    if act == "threat":
        threat_stage(scene.record, w)
    elif act == "notice":
        give_notice(scene.record, w, 0)
    elif act == "back":
        w.stage[0], w.expiry[0] = THREAT, 40.0
        expire(scene.record, w, 0)
    else:
        w.stage[0], w.effective[0] = NOTICE, 40.0
        notice_runs_out(scene.record, w, 0)
    assert w.strikes[0] == 1


def test_a_script_acts_on_its_days_and_says_nothing_by_default() -> None:
    scene, w = stage(scripts(threats=[on(40)], notices=[on(70)]), day=40.0)
    follow_script(scene.record, w, 0)
    assert (w.stage[0], w.script_day[0], w.belief[0]) == (THREAT, 70.0, 0.3)
    w.day = 70.0
    follow_script(scene.record, w, 0)
    assert (w.stage[0], w.effective[0], w.script_day[0], w.belief[0]) == (NOTICE, 250.0, NEVER, 0.3)


def test_the_signals_of_a_script_are_its_likelihoods() -> None:
    scene, w = stage(scripts(threats=[on(40)], signals={"resolute": 0.9, "bluffer": 0.3}), day=40.0)
    follow_script(scene.record, w, 0)
    assert w.belief[0] == pytest.approx(0.27 / (0.27 + 0.21), abs=1e-15)


def test_a_scripted_threat_that_nothing_follows_is_backed_down_from() -> None:
    scene, w = stage(scripts(threats=[on(40)]), day=40.0)
    follow_script(scene.record, w, 0)
    w.day = w.expiry[0]
    expire(scene.record, w, 0)
    assert (w.stage[0], w.decision[0], w.belief[0]) == (QUIET, BACKED_DOWN, 0.3)


def test_deficits_raise_the_gain_of_the_resolute_only_and_surpluses_lower_nothing() -> None:
    belief = {"weight": 0.5, "gdp": "1000 bn", "deficits": {"south": "60 bn", "west": "-80 bn"}}
    change = {
        "parties": {"north": {"resolve": {"deficit_belief": belief}}, "west": party(positions(quota=(0, 100)))},
        "pact": {"members": ["north", "south", "west"], "stakes": 0.1},
    }
    gains = stage(change)[1].exit_gain[0]
    assert list(gains) == pytest.approx([0.15 + 0.5 * 0.06 / 0.1, -0.2], abs=1e-15)
