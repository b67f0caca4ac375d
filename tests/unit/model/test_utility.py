"""Utilities of packages (docs/model.md 1.1, 1.2): values by hand, curvature, the inverse, what is closed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.model.state import Row
from sim.model.utility import greatest_utility, issue_position, issue_value, prepare_utilities, utility
from sim.scenario.packing import PackedScenario
from tests.builders import Tree, begun, issue, packed, positions

pytestmark = pytest.mark.usefixtures("interpreted")

TWO_ISSUES: Tree = {
    "issues": {"quota": issue(status_quo=0.25), "tariff": issue(status_quo=0.5)},
    "parties": {
        "north": {"positions": positions(quota=(1.0, 60), tariff=(0.2, 40)), "status_quo_value": None},
        "south": {"positions": {"quota": {"wants": 0.4, "weight": 100}}},
    },
}


def table(*changes: Tree) -> tuple[PackedScenario, Row]:
    scene = packed(TWO_ISSUES, *changes)
    return scene, begun(scene)[0]


def curved(gamma: float) -> Tree:
    return {"parties": {"north": {"curvature": gamma}}}


def test_utility_falls_in_a_straight_line_with_the_distance_over_the_longer_side() -> None:
    scene, w = table()
    # 0.6 (1 - |x - 1| / 1) + 0.4 (1 - |y - 0.2| / 0.8)
    assert utility(scene.record, w, 0, [0.5, 0.6]) == pytest.approx(0.6 * 0.5 + 0.4 * 0.5, abs=1e-15)
    # the shorter side, from 0.2 down to 0, costs a quarter of the issue only
    assert utility(scene.record, w, 0, [1.0, 0.0]) == pytest.approx(0.6 + 0.4 * 0.75, abs=1e-15)


def test_a_party_has_1_at_its_ideal_and_0_at_the_worst_of_every_issue() -> None:
    scene, w = table()
    assert utility(scene.record, w, 0, [1.0, 0.2]) == pytest.approx(1.0, abs=1e-15)
    assert utility(scene.record, w, 0, [0.0, 1.0]) == pytest.approx(0.0, abs=1e-15)


def test_an_issue_without_a_position_does_not_concern_a_party() -> None:
    scene, w = table()
    assert utility(scene.record, w, 1, [0.4, 0.0]) == utility(scene.record, w, 1, [0.4, 1.0]) == 1.0
    assert list(scene.record.concerned_parties[:2]) == [2, 1]


def test_an_issue_of_weight_nought_does_not_concern_a_party() -> None:
    change = {"parties": {"south": {"positions": {"tariff": {"wants": 0, "weight": 0}}}}}
    assert table(change)[0].record.concerned_parties[1] == 1


def test_curvature_bends_every_issue_by_itself() -> None:
    scene, w = table(curved(0.5))
    expected = 0.6 * 0.25**0.5 + 0.4 * 0.5**0.5
    assert utility(scene.record, w, 0, [0.25, 0.6]) == pytest.approx(expected, abs=1e-14)


@given(x=st.floats(0, 1), gamma=st.sampled_from([1.0, 0.5, 0.3]), toward=st.sampled_from([0.0, 1.0]))
def test_a_position_of_a_value_is_worth_that_value(x: float, gamma: float, toward: float) -> None:
    scene, w = table(curved(gamma))
    ideal = 0.2
    here = ideal + abs(x - 0.5) * (toward - ideal)
    worth = issue_value(scene.record, w, 0, 1, here)
    found = issue_position(scene.record, w, 0, 1, worth, ideal, toward)
    assert issue_value(scene.record, w, 0, 1, found) == pytest.approx(worth, abs=1e-12)
    assert min(ideal, toward) <= found <= max(ideal, toward)


def test_a_position_never_leaves_the_way_from_start_to_target() -> None:
    scene, w = table()
    assert issue_position(scene.record, w, 0, 0, -5.0, 1.0, 0.3) == 0.3
    assert issue_position(scene.record, w, 0, 0, 0.6, 0.8, 0.3) == 0.8


def test_the_most_one_can_still_have_counts_closed_issues_as_agreed() -> None:
    scene, w = table()
    assert greatest_utility(scene.record, w, 0) == pytest.approx(1.0, abs=1e-15)
    w.closed[0], w.agreed[0] = 1, 0.5
    assert greatest_utility(scene.record, w, 0) == pytest.approx(0.3 + 0.4, abs=1e-15)


def test_the_status_quo_is_worth_its_terms_unless_a_number_is_given() -> None:
    _, computed = table()
    assert computed.status_quo_value[0] == pytest.approx(0.6 * 0.25 + 0.4 * (1 - 0.3 / 0.8), abs=1e-15)
    _, given_value = table({"parties": {"north": {"status_quo_value": 0.7}}})
    assert given_value.status_quo_value[0] == 0.7


def test_natural_scales_may_descend_and_are_mapped_to_0_and_1() -> None:
    change: Tree = {
        "issues": {"quota": {"scale": {"85": "high", "62.5": "low", "0": None, "1": None}, "status_quo": 62.5}},
        "parties": {
            "north": {"positions": {"quota": {"wants": 85}}},
            "south": {"positions": {"quota": {"wants": 62.5}}},
        },
    }
    scene, w = table(change)
    assert list(w.ideal[:2, 0]) == [0.0, 1.0]
    assert w.status_quo[0] == 1.0
    assert list(scene.natural(0, w.ideal[:2, 0])) == [85.0, 62.5]


def test_preparing_twice_changes_nothing() -> None:
    scene, w = table()
    before = w.tobytes()
    prepare_utilities(scene.record, w)
    assert w.tobytes() == before
