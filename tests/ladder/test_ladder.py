"""Every quantity of every rung of the ladder is a test of its own, named `rung: quantity = expected`.

The rung of the statistics module, R31, is checked in tests/unit/test_estimates_*.py.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sim.model.state import NOTICE
from tests.ladder.playing import EXPECTED, crossing, only_meeting, rows_at, scene, signed
from tests.ladder.rungs import RUNGS, climbed

PLAYED = [
    pytest.param(rung, quantity, value, id=f"{rung}: {quantity} = {value:.8g}")
    for rung in RUNGS
    for quantity, value in EXPECTED[rung].items()
]


@pytest.mark.parametrize(("rung", "quantity", "expected"), PLAYED)
def test_rung(rung: str, quantity: str, expected: float, record_property: Callable[[str, object], None]) -> None:
    found = climbed(rung)[quantity]
    record_property("found", float(found.value))
    assert found.holds(expected), f"{rung} {quantity}: expected {expected!r}, found {found.value!r}"


def test_every_quantity_of_every_rung_is_played() -> None:
    assert RUNGS.keys() == EXPECTED.keys()
    for rung in RUNGS:
        assert climbed(rung).keys() == EXPECTED[rung].keys()


def test_closing_issue_by_issue_gives_the_same_as_even_bidding() -> None:
    each = scene(
        "R29",
        ("table.closing", "each"),
        *((f"parties.{name}.strategy.time-dependent.bidding", "even") for name in ("one", "two")),
    )
    assert crossing(each).value == pytest.approx(0.5, abs=3e-9)
    worth = signed(only_meeting(each, 500.0))["worth"][0]
    assert list(worth[:2]) == pytest.approx([0.5, 0.5], abs=1e-9)


def test_a_notice_says_nothing_of_the_type_where_both_would_give_it() -> None:
    rows = rows_at(scene("R28-notice"), 100.0)
    assert rows["stage"][0, 0] == NOTICE
    assert rows["belief"][0, 0] == 0.333
