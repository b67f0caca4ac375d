"""Deals, side deals, signatures, accession (docs/model.md 1.7, 1.8)."""

from __future__ import annotations

from math import exp

import pytest

from sim.model.bargaining import write_text
from sim.model.credibility import set_floors
from sim.model.deals import find_deal, find_side_deal, outsider_joins, party_worth, sign, vetoes
from sim.model.state import BLUFFER, NEVER, NOBODY, NOTICE, QUIET, RESOLUTE, THREAT, VETOED, Row
from sim.scenario.packing import PackedScenario
from tests.builders import Tree, begun, issue, merged, on, packed, party, positions

pytestmark = pytest.mark.usefixtures("interpreted")

THREE: Tree = {
    "issues": {"quota": issue(status_quo=0.1), "tariff": issue(status_quo=0.2), "dairy": issue(status_quo=0.3)},
    "parties": {
        "north": {"positions": positions(quota=(1.0, 50), tariff=(1.0, 30), dairy=(1.0, 20))},
        "south": {"positions": positions(quota=(0.0, 60), tariff=(0.0, 40))},
        "west": party(positions(quota=(0.0, 40), tariff=(0.0, 20), dairy=(0.0, 40))),
    },
    "pact": {
        "members": ["north", "south", "west"],
        "losses": {
            "north": {"south": 0.1, "west": 0.2},
            "south": {"north": 0.3, "west": 0.4},
            "west": {"north": 0.25, "south": 0.15},
        },
    },
    "calendar": {
        "side_deals": [
            {
                "members": ["north", "south"],
                "from": on(20),
                "until": on(60),
                "lapse": 0.5,
                "outsider_lapse": 0.6,
                "pride": {"west": 0.1},
            }
        ]
    },
}


def stage(*changes: Tree, day: float = 40.0) -> tuple[PackedScenario, Row]:
    scene = packed(THREE, *changes)
    w = begun(scene)[0]
    w.day = day
    return scene, w


def put(scene: PackedScenario, w: Row, *tables: tuple[float, float, float]) -> None:
    for k, table in enumerate(tables):
        w.table[k, :3] = table
    write_text(scene.record, w)


def test_the_chairs_text_is_tried_first_then_each_package_in_the_order_of_seats() -> None:
    scene, w = stage()
    put(scene, w, (0.8, 0.4, 0.6), (0.2, 0.4, 0), (0.2, 0.4, 0.2))
    w.aspiration[:3] = 0.0
    assert find_deal(scene.record, w)
    assert list(w.deal[:3]) == pytest.approx([0.4, 0.4, 0.4])
    w.aspiration[0] = 0.6  # more than the text holds for north, no more than its own package
    assert find_deal(scene.record, w)
    assert list(w.deal[:3]) == pytest.approx([0.8, 0.4, 0.6])
    w.aspiration[:3] = (0.2, 0.7, 0)
    assert find_deal(scene.record, w)
    assert list(w.deal[:3]) == pytest.approx([0.2, 0.4, 0.4])  # south leaves dairy to the text


def test_no_package_is_a_deal_unless_every_party_accepts_it() -> None:
    scene, w = stage()
    put(scene, w, (1, 1, 1), (0, 0, 0), (0, 0, 0))
    w.aspiration[:3] = (0.5, 0.5, 0.5)
    assert not find_deal(scene.record, w)


def test_acceptance_has_its_slack_and_no_more() -> None:
    scene, w = stage()
    put(scene, w, (0.5, 0.5, 0.5), (0.5, 0.5, 0), (0.5, 0.5, 0.5))
    w.aspiration[:3] = 0.5 + 0.9e-9
    assert find_deal(scene.record, w)
    w.aspiration[:3] = 0.5 + 1.1e-9
    assert not find_deal(scene.record, w)


def test_curvature_does_not_trip_over_an_issue_that_does_not_concern_the_party() -> None:
    scene, w = stage({"parties": {"south": {"curvature": 0.5}}})
    put(scene, w, (0.5, 0.5, 0.5), (0.5, 0.5, 0), (0.5, 0.5, 0.5))
    w.aspiration[:3] = 0.5
    assert find_deal(scene.record, w)


def test_under_issue_by_issue_closing_a_deal_has_to_meet_every_floor() -> None:
    scene, w = stage({"table": {"closing": "each"}})
    put(scene, w, (0.5, 0.5, 0.5), (0.5, 0.5, 0), (0.5, 0.5, 0.5))
    w.aspiration[:3] = 0.4
    w.floor[:3] = (0.3, 0.6, 0.3)
    assert not find_deal(scene.record, w)
    w.floor[1] = 0.4
    assert find_deal(scene.record, w)
    assert list(w.deal[:3]) == [0.5, 0.5, 0.5]


def test_a_side_deal_leaves_what_is_the_outsiders_at_the_status_quo() -> None:
    scene, w = stage()
    put(scene, w, (0.6, 0.6, 1.0), (0.2, 0.4, 0), (0, 0, 0))
    w.aspiration[:2] = 0.0
    assert find_side_deal(scene.record, w) == 0
    assert list(w.deal[:3]) == pytest.approx([0.4, 0.5, 0.3])


def test_a_package_of_a_member_does_not_sell_the_outsiders_issue_either() -> None:
    scene, w = stage()
    put(scene, w, (0.6, 0.6, 1.0), (0.2, 0.4, 0), (0, 0, 0))
    lost = 0.5 * 0.2
    w.aspiration[:2] = (0.5 * 0.6 + 0.3 * 0.6 + 0.2 * 0.3 - lost, 0.0)
    assert find_side_deal(scene.record, w) == 0
    assert list(w.deal[:3]) == pytest.approx([0.6, 0.6, 0.3])
    w.aspiration[0] += 1e-6
    assert find_side_deal(scene.record, w) == NOBODY


def test_a_side_deal_takes_the_closed_value_of_a_closed_issue() -> None:
    scene, w = stage()
    w.closed[2], w.agreed[2] = 1, 0.9
    put(scene, w, (0.6, 0.6, 1.0), (0.2, 0.4, 0), (0, 0, 0))
    w.aspiration[:2] = 0.0
    assert find_side_deal(scene.record, w) == 0
    assert w.deal[2] == 0.9


@pytest.mark.parametrize(("day", "found"), [(19.0, NOBODY), (20.0, 0), (60.0, 0), (61.0, NOBODY)])
def test_a_side_deal_is_struck_within_its_dates_only(day: float, found: int) -> None:
    scene, w = stage(day=day)
    w.aspiration[:2] = -1.0
    put(scene, w, (0.6, 0.6, 1.0), (0.2, 0.4, 0), (0, 0, 0))
    assert find_side_deal(scene.record, w) == found


def test_members_put_their_links_with_outsiders_at_risk_until_these_join() -> None:
    scene, w = stage()
    w.deal[:3] = 0.5
    assert party_worth(scene.record, w, 0, 0, 0) == pytest.approx(0.5 - 0.5 * 0.2, abs=1e-15)
    assert party_worth(scene.record, w, 1, 0, 0) == pytest.approx(0.5 - 0.5 * 0.4, abs=1e-15)
    assert party_worth(scene.record, w, 0, 0, 1) == pytest.approx(0.5, abs=1e-15)
    assert party_worth(scene.record, w, 0, NOBODY, 0) == pytest.approx(0.5, abs=1e-15)
    assert party_worth(scene.record, w, 2, 0, 0) == pytest.approx(0.5, abs=1e-15)


def test_an_outsider_joins_where_the_deal_beats_staying_out_pride_included() -> None:
    scene, w = stage()
    w.coalition = 0
    w.status_quo_value[2] = 0.5
    line = 0.5 - 0.6 * (0.25 + 0.15) + 0.1
    for worth, joins in ((line + 1e-6, True), (line - 1e-6, False)):
        w.deal[:3] = 1 - worth
        assert outsider_joins(scene.record, w, 2) == joins


VETO: Tree = {
    "parties": {
        "north": {
            "status_quo_value": 0.4,
            "ratification": {"leader_veto": True, "hurdle": 0, "noise": 0},
            "threat": {"bayes-logit": {"noise": 0.1}},
            "resolve": {"prior": 0.3, "exit_gain": {"resolute": 0.5, "bluffer": 0.1}},
        }
    },
    "pact": {"notice": {"period": "180 days"}},
}


@pytest.mark.parametrize(
    ("worth", "resolute", "bluffer", "belief"),
    [(0.7, False, False, 0.3), (0.5, True, False, 1.0), (0.3, True, True, 0.3)],
)
def test_a_veto_and_a_signature_tell_what_they_tell_about_the_type(
    worth: float, resolute: bool, bluffer: bool, belief: float
) -> None:
    # zeta is 0.5 - 0.3 and 0.1 - 0.3: lines at 0.4 + 0.2 D and at 0.4
    line = 0.4 + exp(-0.1 * (60 + 180) / 365.25) * 0.2
    assert 0.5 < line < 0.7
    for theta, refuses in ((RESOLUTE, resolute), (BLUFFER, bluffer)):
        scene, w = stage(VETO)
        set_floors(scene.record, w)
        w.deal[:3] = worth
        w.type[0] = theta
        signed = sign(scene.record, w, NOBODY)
        assert vetoes(scene.record, w, 0, theta) == refuses
        assert signed != refuses
        assert (w.decision[0] == VETOED) == refuses
        expected = belief if refuses else {1.0: 0.0, 0.3: 0.3}[belief]
        assert w.belief[0] == pytest.approx(expected, abs=1e-15)


def test_without_a_veto_the_leader_signs_what_was_agreed() -> None:
    scene, w = stage(merged(VETO, {"parties": {"north": {"ratification": {"leader_veto": False}}}}))
    set_floors(scene.record, w)
    w.type[0] = RESOLUTE
    assert not vetoes(scene.record, w, 0, RESOLUTE)
    assert sign(scene.record, w, NOBODY)


def test_a_deal_clears_every_threat_at_no_cost() -> None:
    scene, w = stage()
    w.stage[:3] = (THREAT, NOTICE, QUIET)
    w.expiry[0], w.effective[1] = 90.0, 200.0
    assert sign(scene.record, w, NOBODY)
    assert list(w.stage[:3]) == [QUIET] * 3
    assert w.expiry[0] == w.effective[1] == NEVER
    assert (w.paid.sum(), w.end_day, w.signed) == (0.0, 40.0, 1)
