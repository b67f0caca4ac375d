"""Votes, deadlines and payoffs (docs/model.md 1.9 to 1.11)."""

from __future__ import annotations

from math import exp

import pytest

from sim.model.chance import EXTEND, draw
from sim.model.credibility import set_floors
from sim.model.deadlines import extend, reach_deadline
from sim.model.normal import normal_cdf
from sim.model.payoffs import pay_off
from sim.model.ratification import call_votes, vote, votes_pending
from sim.model.state import (
    BLUFFER,
    EXTENDED,
    FULL_DEAL,
    LAPSED,
    NEVER,
    NOBODY,
    NOTICE,
    NOTICE_PENDING,
    PARTIAL_DEAL,
    RATIFICATION_FAILED,
    RESOLUTE,
    WITHDRAWAL,
    Row,
)
from sim.scenario.packing import PackedScenario
from tests.builders import Tree, begun, merged, packed, party, positions

pytestmark = pytest.mark.usefixtures("interpreted")

THREE: Tree = {
    "parties": {
        "north": {
            "status_quo_value": 0.4,
            "threat": "bayes-logit",
            "resolve": {"prior": 0.5, "exit_gain": {"resolute": 0.3, "bluffer": -0.2}},
            "support": {"exit": 0.5, "ratification": 0.25},
            "ratification": {"hurdle": 0.05, "noise": 0.1, "caution": 0, "lag": "30 days"},
            "patience": {"discount": 0.2},
        },
        "south": {"status_quo_value": 0.6, "ratification": {"hurdle": -0.1, "noise": 0.1, "lag": "90 days"}},
        "west": merged(party(positions(quota=(0.0, 100))), {"status_quo_value": 0.7}),
    },
    "pact": {
        "members": ["north", "south", "west"],
        "losses": {"north": {"south": 0.05, "west": 0.02}, "south": {"north": 0.3}, "west": {"north": 0.2}},
    },
    "calendar": {
        "side_deals": [{"members": ["north", "south"], "lapse": 0.5}],
        "extensions": {"most": 2, "length": "90 days", "noise": 0.05},
    },
}


def stage(*changes: Tree, day: float = 40.0, seed: int = 1) -> tuple[PackedScenario, Row]:
    scene = packed(THREE, *changes)
    w = begun(scene, seed)[0]
    w.day = day
    return scene, w


def test_everybody_with_a_ratification_block_votes_after_its_lag() -> None:
    scene, w = stage()
    call_votes(scene.record, w)
    assert list(w.vote_day[:3]) == [70.0, 130.0, NEVER]
    assert votes_pending(scene.record, w)


@pytest.mark.parametrize(("joined", "days"), [(0, [70.0, 130.0, NEVER]), (1, [70.0, 130.0, 50.0])])
def test_outsiders_vote_only_if_they_join(joined: int, days: list[float]) -> None:
    scene, w = stage({"parties": {"west": {"ratification": {"lag": "10 days"}}}})
    w.coalition, w.joined = 0, joined
    call_votes(scene.record, w)
    assert list(w.vote_day[:3]) == days


def test_a_deal_passes_with_the_chance_that_it_clears_the_uncertain_line() -> None:
    scene, w = stage()
    w.coalition, w.joined, w.deal[0] = NOBODY, 1, 0.6
    w.effect_level[:] = 0.0
    w.reversion[0] = 0.38
    vote(scene.record, w, 0)
    assert w.chance[0, 0] == pytest.approx(normal_cdf((0.6 - 0.38 - 0.05) / 0.1), abs=1e-15)


def test_a_known_hurdle_is_cleared_or_not() -> None:
    for worth, passes in ((0.44, False), (0.46, True)):
        scene, w = stage()
        w.coalition, w.joined, w.deal[0], w.vote_noise[0], w.reversion[0] = NOBODY, 1, worth, 0.0, 0.4
        assert vote(scene.record, w, 0) == passes


def test_without_hurdle_and_noise_there_is_no_vote() -> None:
    scene, w = stage({"parties": {"north": {"ratification": {"hurdle": 0, "noise": 0}}}})
    call_votes(scene.record, w)
    assert list(w.vote_day[:3]) == [NEVER, 130.0, NEVER]


def test_a_running_notice_puts_the_end_off_to_just_after_its_date() -> None:
    scene, w = stage(day=100.0)
    w.stage[0], w.effective[0] = NOTICE, 220.0
    assert reach_deadline(scene.record, w)
    assert (w.deadline, w.extensions) == (220.5, 0)


def test_a_notice_that_runs_out_today_or_before_puts_nothing_off() -> None:
    scene, w = stage({"calendar": {"extensions": {"most": 0}}}, day=100.0)
    assert not reach_deadline(scene.record, w)


def test_an_extension_counts_from_the_end_and_is_counted() -> None:
    scene, w = stage({"calendar": {"extensions": {"consent": "automatic"}}}, day=100.0)
    for number, deadline in ((1, 190.0), (2, 280.0)):
        assert reach_deadline(scene.record, w)
        assert (w.deadline, w.extensions, w.monthly_from) == (deadline, number, w.day)
        w.day = w.deadline
    assert not reach_deadline(scene.record, w)  # at most two


@pytest.mark.parametrize(("chance", "agreed"), [(1, True), (0, False)])
def test_an_extension_may_have_a_plain_chance(chance: float, agreed: bool) -> None:
    scene, w = stage({"calendar": {"extensions": {"consent": {"chance": chance}}}}, day=100.0)
    assert reach_deadline(scene.record, w) == agreed


@pytest.mark.parametrize("seed", range(12))
def test_each_party_consents_by_what_the_text_and_hope_hold_over_its_floor(seed: int) -> None:
    patience = {name: {"patience": {"hope": 0.05}} for name in ("north", "south", "west")}
    scene, w = stage({"parties": patience}, day=100.0, seed=seed)
    set_floors(scene.record, w)
    w.table[:3, 0] = 0.4  # worth 0.4 to north and 0.6 to the others
    expected = all(
        draw(seed, 0, EXTEND, k, 0, 0) < 1 / (1 + exp(-(worth - w.floor[k] + 0.05) / 0.05))
        for k, worth in enumerate((0.4, 0.6, 0.6))
    )
    assert reach_deadline(scene.record, w) == expected


def test_a_refusal_of_one_is_enough() -> None:
    stubborn = {"parties": {"west": {"patience": {"hope": -2}}}}
    assert not any(reach_deadline(scene.record, w) for scene, w in (stage(stubborn, seed=n) for n in range(5)))


def test_an_extension_sets_off_its_effects() -> None:
    push = {"name": "weary", "in": "south", "on": "extend", "hurdle": 0.1}
    scene, w = stage({"calendar": {"effects": [push]}})
    extend(scene.record, w)
    assert w.strikes[0] == 1


def payoffs(ending: int, *, leaver: int = NOBODY, theta: int = RESOLUTE, paid: float = 0.0) -> Row:
    scene, w = stage(day=365.25)
    w.ending, w.end_day, w.leaver, w.type[0], w.paid[0] = ending, 365.25, leaver, theta, paid
    w.deal[0], w.coalition, w.joined = 0.5, 0 if ending == PARTIAL_DEAL else NOBODY, int(ending == FULL_DEAL)
    pay_off(scene.record, w)
    return w


def flow(rate: float, status_quo: float, terminal: float) -> float:
    return (1 - exp(-rate)) * status_quo + exp(-rate) * terminal


@pytest.mark.parametrize("ending", [LAPSED, EXTENDED, NOTICE_PENDING, RATIFICATION_FAILED])
def test_where_the_pact_stays_in_force_everybody_keeps_the_status_quo(ending: int) -> None:
    assert list(payoffs(ending).value[:3]) == pytest.approx([0.4, 0.6, 0.7], abs=1e-15)


def test_a_deal_pays_from_its_day_on() -> None:
    w = payoffs(FULL_DEAL)
    expected = [flow(0.2, 0.4, 0.5), flow(0.1, 0.6, 0.5), flow(0.1, 0.7, 0.5)]
    assert list(w.value[:3]) == pytest.approx(expected, abs=1e-15)
    assert list(w.material[:3]) == list(w.value[:3])


def test_a_side_deal_pays_its_members_less_the_risk_and_the_outsider_loses_links() -> None:
    w = payoffs(PARTIAL_DEAL)
    expected = [flow(0.2, 0.4, 0.5 - 0.5 * 0.02), flow(0.1, 0.6, 0.5), flow(0.1, 0.7, 0.7 - 0.5 * 0.2)]
    assert list(w.value[:3]) == pytest.approx(expected, abs=1e-15)


@pytest.mark.parametrize(("theta", "gain"), [(RESOLUTE, 0.3), (BLUFFER, -0.2)])
def test_a_withdrawal_pays_the_leaver_its_gain_and_costs_the_others_their_link(theta: int, gain: float) -> None:
    w = payoffs(WITHDRAWAL, leaver=0, theta=theta)
    expected = [flow(0.2, 0.4, 0.4 + gain - 0.07), flow(0.1, 0.6, 0.3), flow(0.1, 0.7, 0.5)]
    assert list(w.value[:3]) == pytest.approx(expected, abs=1e-15)
    assert w.material[0] == pytest.approx(flow(0.2, 0.4, 0.4 - 0.07), abs=1e-15)
    assert list(w.material[1:3]) == list(w.value[1:3])


def test_lump_costs_come_off() -> None:
    assert payoffs(LAPSED, paid=0.05).value[0] == pytest.approx(0.35, abs=1e-15)
