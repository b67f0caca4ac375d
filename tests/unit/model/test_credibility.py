"""Credibility, reservation values, floors (docs/model.md 1.2, 1.4, 1.5), each beside its equation written out."""

from __future__ import annotations

from math import exp

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.model.credibility import credibility, ratification_line, set_floors
from sim.model.effects import settle_effects
from sim.model.exits import all_links, exit_date, goes_through, net_exit_gain
from sim.model.state import BLUFFER, NOTICE, QUIET, RESOLUTE, THREAT, Row
from sim.scenario.packing import PackedScenario
from tests.builders import Tree, begun, merged, on, packed, party, positions

pytestmark = pytest.mark.usefixtures("interpreted")

PACT: Tree = {
    "pact": {
        "members": ["north", "south", "west"],
        "notice": {"period": "180 days"},
        "losses": {
            "north": {"south": 0.05, "west": 0.03},
            "south": {"north": 0.4, "west": 0.1},
            "west": {"north": 0.2},
        },
    },
    "parties": {
        "north": {
            "status_quo_value": 0.6,
            "threat": {"bayes-logit": {"noise": 0.1, "ultimatum": "60 days"}},
            "resolve": {"prior": 0.3, "exit_gain": {"resolute": 0.2, "bluffer": -0.1}},
            "audience_costs": {"threat": 0.04, "notice": 0.12},
            "support": {"exit": 0.5, "ratification": 0.25},
            "patience": {"discount": 0.15},
            "ratification": {"hurdle": 0.02, "noise": 0.08, "caution": 1.5},
        },
        "south": {"status_quo_value": 0.7, "patience": {"discount": 0.1}},
        "west": merged(party(positions(quota=(0.5, 100))), {"status_quo_value": 0.8}),
    },
    "calendar": {"effects": [{"name": "tour", "in": "north", "dates": [on(300)], "support": 0.1}]},
}


def stage(*changes: Tree, support: float = 0.0) -> tuple[PackedScenario, Row]:
    scene = packed(PACT, *changes)
    w = begun(scene)[0]
    w.day = 40.0
    w.effect_level[0] = support
    settle_effects(scene.record, w)
    set_floors(scene.record, w)
    return scene, w


def logistic(z: float) -> float:
    return 1 / (1 + exp(-z))


def discount(rate: float, days: float) -> float:
    return exp(-rate * days / 365.25)


def test_the_net_gain_of_leaving_counts_lost_links_and_support() -> None:
    _, w = stage(support=0.1)
    assert w.net_gain[0, RESOLUTE] == pytest.approx(0.2 - 0.08 - 0.05, abs=1e-15)
    assert w.net_gain[0, BLUFFER] == pytest.approx(-0.1 - 0.08 - 0.05, abs=1e-15)


@pytest.mark.parametrize(("now", "cost"), [(QUIET, 0.0), (THREAT, 0.04), (NOTICE, 0.12)])
def test_the_chance_of_going_through_rises_with_the_audience_cost_of_the_stage(now: int, cost: float) -> None:
    scene, w = stage()
    for theta, zeta in ((RESOLUTE, 0.12), (BLUFFER, -0.18)):
        expected = logistic((zeta + cost) / 0.1)
        assert goes_through(scene.record, w, 0, theta, now) == pytest.approx(expected, abs=1e-14)
    mixed = 0.3 * logistic((0.12 + cost) / 0.1) + 0.7 * logistic((-0.18 + cost) / 0.1)
    assert credibility(scene.record, w, 0, 0.3, now) == pytest.approx(mixed, abs=1e-14)


def test_inertia_works_for_the_exit_where_notice_takes_effect_by_itself() -> None:
    inertia = {"parties": {"north": {"threat": {"bayes-logit": {"inertia": {"notice": 0.05}}}}}}
    scene, w = stage(inertia, {"pact": {"notice": {"effect": "automatic"}}})
    assert goes_through(scene.record, w, 0, RESOLUTE, NOTICE) == pytest.approx(logistic(2.9), abs=1e-14)
    assert goes_through(scene.record, w, 0, RESOLUTE, THREAT) == pytest.approx(logistic(1.6), abs=1e-14)


def test_the_date_of_an_exit_comes_nearer_with_each_stage() -> None:
    _, w = stage()
    w.expiry[0], w.effective[0] = 70.0, 190.0
    assert [exit_date(w, 0, e, 40.0) for e in (QUIET, THREAT, NOTICE)] == [280.0, 250.0, 190.0]
    assert exit_date(w, 0, QUIET, 130.0) == 310.0  # past the planned end


def test_others_lose_what_an_exit_would_cost_them_times_its_credibility_and_discounted() -> None:
    _, w = stage()
    c = w.credibility[0]
    assert c == pytest.approx(0.3 * logistic(1.2) + 0.7 * logistic(-1.8), abs=1e-14)
    assert w.reservation[0] == 0.6  # its own exit is a choice
    assert w.reservation[1] == pytest.approx(0.7 - c * discount(0.1, 240) * 0.4, abs=1e-14)
    assert w.reservation[2] == pytest.approx(0.8 - c * discount(0.1, 240) * 0.2, abs=1e-14)
    assert w.reversion[1] == w.reservation[1]


def test_the_ratifier_fears_its_own_leaders_exit_too() -> None:
    scene, w = stage(support=0.1)
    c = w.credibility[0]
    reversion = 0.6 - c * discount(0.15, 240) * 0.08
    assert w.reversion[0] == pytest.approx(reversion, abs=1e-14)
    edge = reversion + 0.02 - 0.25 * 0.1
    assert ratification_line(scene.record, w, 0) == pytest.approx(edge, abs=1e-14)
    assert w.floor[0] == pytest.approx(max(0.6, edge + 1.5 * 0.08), abs=1e-14)


def test_a_floor_is_never_below_the_reservation_value() -> None:
    _, w = stage({"parties": {"north": {"ratification": {"hurdle": -0.5}}}})
    assert w.floor[0] == w.reservation[0] == 0.6


def test_a_hurdle_that_an_effect_raises_raises_the_floor() -> None:
    scene, w = stage()
    before = w.floor[0]
    w.more_hurdle[0] = 0.1
    set_floors(scene.record, w)
    assert w.floor[0] == pytest.approx(before + 0.1, abs=1e-14)


def test_nobody_expects_an_exit_from_a_party_that_never_threatens() -> None:
    _, w = stage({"parties": {"north": {"threat": "never"}}})
    assert w.credibility[0] == 0.0
    assert list(w.reservation[:3]) == [0.6, 0.7, 0.8]


def test_notice_lowers_what_disagreement_is_worth_to_the_others_and_at_home() -> None:
    scene, w = stage()
    before = list(w.reservation[:3]), float(w.reversion[0])
    w.stage[0], w.effective[0] = NOTICE, 220.0
    set_floors(scene.record, w)
    assert w.reservation[0] == before[0][0]
    assert w.reservation[1] < before[0][1]
    assert w.reservation[2] < before[0][2]
    assert w.reversion[0] < before[1]


@given(
    low=st.floats(-0.5, 0.5), more=st.floats(0, 1), belief=st.floats(0, 1), now=st.sampled_from([QUIET, THREAT, NOTICE])
)
def test_more_support_never_raises_credibility(low: float, more: float, belief: float, now: int) -> None:
    scene, w = stage()
    found = []
    for support in (low, low + more):
        w.support[0] = support
        for theta in (RESOLUTE, BLUFFER):
            w.net_gain[0, theta] = net_exit_gain(w, 0, theta, all_links(scene.record, w, 0))
        found.append(credibility(scene.record, w, 0, belief, now))
    assert found[1] <= found[0]
    assert all(0 <= c <= 1 for c in found)


@given(belief=st.floats(0, 1), more=st.floats(0, 1), now=st.sampled_from([QUIET, THREAT, NOTICE]))
def test_a_higher_belief_never_lowers_credibility(belief: float, more: float, now: int) -> None:
    scene, w = stage()
    high = belief + (1 - belief) * more
    assert credibility(scene.record, w, 0, high, now) >= credibility(scene.record, w, 0, belief, now) - 1e-15
