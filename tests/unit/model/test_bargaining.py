"""The table (docs/model.md 1.6, 1.8): time pressure, bids, the chair's text, technical talks, closing."""

from __future__ import annotations

import pytest

from sim.model.bargaining import (
    accepts,
    chair_text,
    close_issues,
    hold_aspiration,
    meet_technically,
    offered_by_others,
    others_mean,
    planned_end,
    settle_issues,
    table_offers,
    time_elapsed,
    write_text,
)
from sim.model.elementary import log
from sim.model.state import NOBODY, NOTICE, Row
from sim.model.utility import utility
from sim.scenario.packing import PackedScenario
from sim.strategies.time_dependent import aspiration
from tests.builders import Tree, begun, issue, on, packed, party, positions

pytestmark = pytest.mark.usefixtures("interpreted")

TWO: Tree = {
    "issues": {"quota": issue(), "tariff": issue()},
    "parties": {
        "north": {"positions": positions(quota=(1.0, 70), tariff=(1.0, 30))},
        "south": {"positions": positions(quota=(0.0, 30), tariff=(0.0, 70))},
    },
}
WEST: Tree = {
    "parties": {"west": party(positions(quota=(0.5, 100)))},
    "pact": {"members": ["north", "south", "west"]},
}
RESOLVE: Tree = {"resolve": {"prior": 0.5, "exit_gain": {"resolute": 0.1, "bluffer": -0.2}}}


def stage(*changes: Tree) -> tuple[PackedScenario, Row]:
    scene = packed(*changes)
    return scene, begun(scene)[0]


def bid(scene: PackedScenario, w: Row, north: float, south: float) -> list[list[float]]:
    """Let both table what their aspirations allow; return the positions of the two."""
    w.aspiration[0], w.aspiration[1] = north, south
    table_offers(scene.record, w, NOBODY)
    n = int(scene.record.issues)
    return [list(w.table[k, :n]) for k in range(2)]


def test_extensions_count_as_far_as_parties_count_on_them() -> None:
    scene, w = stage({"calendar": {"extensions": {"most": 3, "counted_on": 0.3, "length": "90 days"}}})
    assert planned_end(scene.record, w) == pytest.approx(100 + 0.3 * 3 * 90, abs=1e-12)
    w.extensions, w.deadline = 2, 280.0
    assert planned_end(scene.record, w) == pytest.approx(280 + 0.3 * 90, abs=1e-12)
    w.extensions = 5  # one after a reopening
    assert planned_end(scene.record, w) == 280.0


def test_the_earliest_notice_is_a_hard_deadline() -> None:
    scene, w = stage({"calendar": {"extensions": {"most": 3, "counted_on": 1}}})
    w.stage[:2] = NOTICE
    w.effective[0], w.effective[1] = 150.0, 130.0
    assert planned_end(scene.record, w) == 130.0


def test_time_elapsed_counts_from_the_opening_and_stops_at_1() -> None:
    scene, w = stage({"calendar": {"opened": {"date": "2017-09-23"}}})  # a hundred days before the start
    w.day = 50.0
    assert time_elapsed(scene.record, w) == 0.75
    w.day = 140.0
    assert time_elapsed(scene.record, w) == 1.0
    w.deadline = -200.0
    assert time_elapsed(scene.record, w) == 1.0


@pytest.mark.parametrize("beta", [0.2, 1.0, 5.0])
def test_an_aspiration_runs_from_the_most_to_the_floor_as_time_runs_out(beta: float) -> None:
    strategy = {"time-dependent": {"beta": beta, "opening_concession": 0.1}}
    scene, w = stage({"parties": {"north": {"strategy": strategy}}})
    w.floor[0], w.most[0] = 0.3, 0.9
    for elapsed in (0.0, 0.4, 1.0):
        w.elapsed, w.log_elapsed = elapsed, log(elapsed)
        expected = 0.3 + 0.6 * (1 - 0.1 - 0.9 * elapsed ** (1 / beta))
        assert aspiration(scene.record, w, 0) == pytest.approx(expected, abs=1e-14)


@pytest.mark.parametrize(
    ("before", "wish", "floor", "after"),
    [
        (0.8, 0.7, 0.5, 0.7),
        (0.8, 0.9, 0.5, 0.8),  # no take-backs
        (0.6, 0.5, 0.7, 0.7),  # the floor rose: a threat was defused
        (0.6, 0.3, 0.4, 0.4),  # never below the floor
    ],
)
def test_an_aspiration_rises_only_where_the_floor_rose(before: float, wish: float, floor: float, after: float) -> None:
    scene, w = stage()
    w.aspiration[0], w.wish[0], w.floor[0] = before, wish, floor
    hold_aspiration(scene.record, w, 0)
    assert w.aspiration[0] == after


def test_bids_look_at_the_table_as_it_stood() -> None:
    scene, w = stage()
    assert bid(scene, w, 0.4, 0.3) == [[pytest.approx(0.4)], [pytest.approx(0.7)]]
    # had south seen north's new 0.4, it could not have gone beyond it
    assert w.snapshot[0, 0] == 1.0
    assert w.snapshot[1, 0] == 0.0


def test_nobody_offers_more_than_was_asked() -> None:
    scene, w = stage()
    bid(scene, w, 0.8, 0.3)  # south now asks for 0.7 on its own scale: position 0.7
    assert bid(scene, w, 0.1, 0.3)[0] == [pytest.approx(0.7)]


def test_log_rolling_gives_first_where_the_others_care_most_and_it_cares_least() -> None:
    scene, w = stage(TWO)
    assert bid(scene, w, 0.85, 0.7) == [[1.0, pytest.approx(0.5)], [1.0, 0.0]]
    scene, w = stage(TWO)
    assert bid(scene, w, 0.65, 0.4) == [
        [pytest.approx(1 - 0.05 / 0.7), 0.0],
        [1.0, pytest.approx(0.3 / 0.7)],
    ]


def test_even_bidding_goes_the_same_part_of_the_way_on_every_issue() -> None:
    even = {"strategy": {"time-dependent": {"bidding": "even"}}}
    scene, w = stage(TWO, {"parties": {"north": even, "south": even}})
    offers = bid(scene, w, 0.8, 0.6)
    assert offers == [[pytest.approx(0.8), pytest.approx(0.8)], [pytest.approx(0.4), pytest.approx(0.4)]]
    assert utility(scene.record, w, 0, w.table[0]) >= 0.8


def test_even_bidding_stops_at_the_others_mean() -> None:
    even = {"strategy": {"time-dependent": {"bidding": "even"}}}
    scene, w = stage(TWO, {"parties": {"north": even}})
    w.table[1, :2] = 0.6
    assert bid(scene, w, 0.1, 1.0)[0] == [pytest.approx(0.6), pytest.approx(0.6)]


def test_a_curved_utility_is_lowered_to_the_aspiration_and_no_further() -> None:
    scene, w = stage({"parties": {"north": {"curvature": 0.5}}})
    bid(scene, w, 0.6, 1.0)
    assert utility(scene.record, w, 0, w.table[0]) == pytest.approx(0.6, abs=1e-12)
    assert w.table[0, 0] == pytest.approx(0.36, abs=1e-12)


def test_an_opening_concession_binds_the_position_and_not_the_interest() -> None:
    scene, w = stage({"parties": {"north": {"positions": {"quota": {"opens_with": 0.7}}}}})
    assert w.table[0, 0] == 0.7
    assert w.best[0] == 1.0
    assert bid(scene, w, 0.9, 1.0)[0] == [0.7]  # it stands there though it hopes for more
    assert bid(scene, w, 0.6, 1.0)[0] == [pytest.approx(0.6)]


def test_closed_issues_are_tabled_as_agreed_and_not_bid_on() -> None:
    scene, w = stage(TWO)
    w.closed[1], w.agreed[1], w.stand[:2, 1] = 1, 0.5, 0.5
    assert bid(scene, w, 0.5, 0.5) == [[pytest.approx(1 - 0.35 / 0.7), 0.5], [pytest.approx(0.15 / 0.3), 0.5]]


def test_the_mean_of_the_others_is_over_those_concerned() -> None:
    scene, w = stage(TWO, WEST)
    w.table[:3, 0] = (1.0, 0.2, 0.6)
    assert others_mean(scene.record, w, 0, 0, w.table) == pytest.approx(0.4)
    assert others_mean(scene.record, w, 0, 1, w.table) == 0.0
    w.closed[1], w.agreed[1] = 1, 0.8
    expected = 0.7 * 0.4 + 0.3 * 0.8
    assert offered_by_others(scene.record, w, 0, w.table) == pytest.approx(expected, abs=1e-14)


def test_nobody_else_concerned_leaves_the_status_quo() -> None:
    scene, w = stage(TWO, {"parties": {"south": {"positions": {"tariff": None, "quota": {"weight": 100}}}}})
    assert others_mean(scene.record, w, 0, 1, w.table) == 0.5


@pytest.mark.parametrize(
    ("chair", "weights"),
    [("equal", (1, 1, 1)), ("salience", (0.7, 0.3, 1.0)), ("power", (0.7 * 0.6, 0.3 / 3, 1.0 / 3))],
)
def test_the_chairs_text_weighs_positions(chair: str, weights: tuple[float, float, float]) -> None:
    strong = {"parties": {"north": {"threat": {"bayes-logit": {"power": 0.6}}} | RESOLVE}}
    scene, w = stage(TWO, WEST, strong, {"table": {"chair": chair}})
    w.table[:3, 0] = (1.0, 0.2, 0.6)
    write_text(scene.record, w)
    expected = (weights[0] * 1.0 + weights[1] * 0.2 + weights[2] * 0.6) / sum(weights)
    assert w.text[0] == pytest.approx(expected, abs=1e-14)


def test_the_text_of_a_closed_issue_is_what_was_agreed() -> None:
    scene, w = stage()
    w.closed[0], w.agreed[0] = 1, 0.123
    assert chair_text(scene.record, w, NOBODY, 0) == 0.123


TECHNICAL: Tree = {
    "issues": {"tariff": issue("technical")},
    "calendar": {"technical": {"dates": [on(5)], "step": 0.25, "tolerance": 0.1}},
}


def test_a_technical_meeting_moves_technical_positions_only_and_for_good() -> None:
    scene, w = stage(TWO, TECHNICAL)
    meet_technically(scene.record, w)
    assert list(w.table[0, :2]) == [1.0, 0.875]
    assert list(w.table[1, :2]) == [0.0, 0.125]
    assert bid(scene, w, 1.0, 1.0) == [[1.0, 0.875], [0.0, 0.125]]


def test_a_technical_issue_closes_when_all_concerned_are_near_the_text() -> None:
    scene, w = stage(TWO, TECHNICAL)
    w.table[0, :2] = 0.6
    w.table[1, :2] = 0.39
    write_text(scene.record, w)
    close_issues(scene.record, w)
    assert list(w.closed[:2]) == [0, 0]
    w.table[1, :2] = 0.4
    write_text(scene.record, w)
    close_issues(scene.record, w)
    assert list(w.closed[:2]) == [0, 1]  # within 0.1 of 0.5; political issues never close by nearness
    assert w.agreed[1] == 0.5


def test_issue_by_issue_an_issue_closes_when_it_alone_gives_everyone_a_fair_share() -> None:
    scene, w = stage(TWO, {"table": {"closing": "each"}})
    w.aspiration[:2] = 0.6
    w.text[:2] = (0.6, 0.5)
    assert not settle_issues(scene.record, w)
    assert list(w.closed[:2]) == [0, 0]  # 0.6 leaves south 0.4 of its share, 0.5 is too little for both
    w.aspiration[:2] = 0.4
    assert settle_issues(scene.record, w)
    assert list(w.agreed[:2]) == [0.6, 0.5]


def test_a_package_is_never_settled_issue_by_issue() -> None:
    scene, w = stage(TWO)
    w.aspiration[:2] = 0.0
    assert not settle_issues(scene.record, w)
    assert w.closed.sum() == 0


def test_acceptance_has_a_slack_of_a_billionth() -> None:
    assert accepts(0.5 - 0.9e-9, 0.5)
    assert not accepts(0.5 - 1.1e-9, 0.5)
