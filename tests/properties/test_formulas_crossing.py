"""Two parties who give way as time goes: when their aspirations cross, and what they then agree on.

Faratin, Sierra and Jennings (1998). In each set of parameters a scenario is read with them and played by the engine.
"""

from __future__ import annotations

from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import optimize

from sim.scenario.packing import PackedScenario
from tests.builders import on, packed, played
from tests.ladder.playing import only_meeting, signed
from tests.properties.sets import EXACT, between, many

_DAYS = 1000  # until the planned end
_SLACK = 1e-9  # with which a party accepts (model.md 2)
_NEAR = 1e-8  # in tau

beta = between(0.1, 10)
beginnings = st.lists(st.integers(1, _DAYS - 1), max_size=31, unique=True).map(sorted)


class Side(NamedTuple):
    """One party: how it gives way, the floor it comes to, and what share of all it gives away at once."""

    beta: float
    floor: float
    kept: float

    def aspires(self, tau: float) -> float:
        """Return A = F + (1 - F) (1 - kappa0) (1 - tau^(1/beta)) (model.md 1.6)."""
        return float(self.floor + (1 - self.floor) * self.kept * (1 - tau ** (1 / self.beta)))


@st.composite
def sides(draw: st.DrawFn) -> tuple[Side, Side]:
    """Return two parties who can agree, though not at once."""
    room = draw(between(0.02, 1))
    first = round(draw(between(0, 1)) * (1 - room), 4)
    floors = (first, round(1 - room - first, 4))
    one, two = (Side(draw(beta), floor, 1 - draw(between(0, 0.4))) for floor in floors)
    return one, two


def crossing(one: Side, two: Side, slack: float = 0.0) -> float:
    """Return tau, where A1 + A2 has come down to 1; with slack, to as much more."""
    return float(
        optimize.brentq(lambda tau: one.aspires(tau) + two.aspires(tau) - 1 - slack, 0.0, 1.0, xtol=1e-15, rtol=8.9e-16)
    )


def scene(both: tuple[Side, Side], rounds: list[int]) -> PackedScenario:
    parties = {
        name: {
            "status_quo_value": side.floor,
            "strategy": {"time-dependent": {"beta": side.beta, "opening_concession": round(1 - side.kept, 6)}},
        }
        for name, side in zip(("north", "south"), both, strict=True)
    }
    calendar = {"rounds": [{"to": on(day)} for day in [*rounds, _DAYS]], "planned_end": {"date": on(_DAYS)}}
    return packed({"about": {"ends": on(2 * _DAYS)}, "parties": parties, "calendar": calendar})


@many
@given(beta, between(0, 0.98), between(0, 1))
def test_equal_tactics_cross_at_the_closed_form(pace: float, floors: float, part: float) -> None:
    first = round(part * floors, 4)
    second = round(floors - first, 4)
    one, two = Side(pace, first, 1.0), Side(pace, second, 1.0)
    tau = (1 / (2 - first - second)) ** pace
    assert crossing(one, two) == pytest.approx(tau, rel=0, abs=EXACT)
    crosses_at(one, two)


@many
@given(sides())
def test_any_two_tactics_cross_where_their_aspirations_add_up_to_the_whole(both: tuple[Side, Side]) -> None:
    crosses_at(*both)


def crosses_at(one: Side, two: Side) -> None:
    """Assert that a meeting just before the crossing ends without a deal, and just after it with the one expected.

    Each accepts 1e-9 less than it aspires to, so that the text in the middle is agreed when A1 + A2 = 1 + 2e-9.
    """
    packed_once = scene((one, two), [])
    tau = crossing(one, two, 2 * _SLACK)
    assert only_meeting(packed_once, _DAYS * (tau - _NEAR))["signed"][0] == 0
    later = tau + _NEAR
    worth = signed(only_meeting(packed_once, _DAYS * later))["worth"][0]
    middle = (one.aspires(later) + 1 - two.aspires(later)) / 2
    assert worth[:2] == pytest.approx((middle, 1 - middle), rel=0, abs=EXACT)


@many
@given(sides(), beginnings)
def test_on_any_calendar_the_first_round_after_the_crossing_brings_the_deal(
    both: tuple[Side, Side], rounds: list[int]
) -> None:
    one, two = both
    days = [*rounds, _DAYS]
    tau = crossing(one, two, 2 * _SLACK)
    when = next((n for n, day in enumerate(days) if day >= _DAYS * tau), len(days) - 1)
    before = days[when - 1] / _DAYS if when > 0 else None
    rows = signed(played(scene(both, rounds)))
    assert (rows["held"][0], rows["end_day"][0]) == (when + 1, days[when])
    assert rows["worth"][0, 0] == pytest.approx(settled(one, two, days[when] / _DAYS, before), rel=0, abs=EXACT)


def settled(one: Side, two: Side, tau: float, before: float | None) -> float:
    """Return what the first gets of the text, the mean of what both table.

    Nobody tables more than the other asked for in the round before, which was all of it before the first round.
    """
    asked = (one.aspires(before), two.aspires(before)) if before is not None else (1.0, 1.0)
    mine = max(one.aspires(tau), 1 - asked[1])
    theirs = max(two.aspires(tau), 1 - asked[0])
    return (mine + 1 - theirs) / 2
