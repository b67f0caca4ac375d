"""Alternating offers between any two parties: the shares that Rubinstein's and Stahl's formulas give.

In each set of parameters a scenario file is read with them, and the engine plays it to the first offer.
"""

from __future__ import annotations

from datetime import date, timedelta
from math import exp
from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from sim.engine.batch import blank_rows
from sim.engine.calendar import Watch, play_watched
from sim.model.events import ROUND
from sim.model.state import Rows
from tests.ladder.playing import YEAR, first_offer, scene
from tests.properties.sets import EXACT, between, many

_LAST = date(2019, 1, 1)  # the planned end of R02

factor = between(0.01, 0.9999)  # of a payoff a round later


class Side(NamedTuple):
    """What one party brings to the table; a payoff one round later is worth `kept` of itself."""

    kept: float
    talking: float = 0.0  # a value while talks go on
    broken: float = 0.0  # where they break down
    outside: float = 0.0  # where the party leaves them


def shares(one: Side, two: Side, breakdown: float = 0.0) -> tuple[float, float]:
    """Return what two parties get where the first proposes first.

    Who answers gets w_i = max(l_i, a_i + c_i (1 - w_k)): what waiting is worth, after which it keeps 1 - w_k as a
    proposer, and no less than it has by itself. Each line is straight, so that the two meet in one point (Rubinstein
    1982; with breakdown Binmore, Rubinstein and Wolinsky 1986; with l Shaked and Sutton 1984).
    """
    (a1, c1, l1), (a2, c2, l2) = (
        (
            (1 - side.kept) * side.talking + side.kept * breakdown * side.broken,
            side.kept * (1 - breakdown),
            max(side.talking, side.outside),
        )
        for side in (one, two)
    )
    w2 = (a2 + c2 * (1 - a1 - c1)) / (1 - c1 * c2)
    if a1 + c1 * (1 - w2) < l1:
        w2 = a2 + c2 * (1 - l1)
    w2 = max(w2, l2)
    return 1 - w2, w2


@many
@given(factor, factor)
def test_the_proposer_keeps_what_rubinstein_found(one: float, two: float) -> None:
    factors = (("parties.one.patience.round_factor", one), ("parties.two.patience.round_factor", two))
    worth = first_offer(scene("R01", *factors))["worth"][0]
    assert worth[0] == pytest.approx((1 - two) / (1 - one * two), rel=0, abs=EXACT)
    assert worth[1] == pytest.approx(two * (1 - one) / (1 - one * two), rel=0, abs=EXACT)


@many
@given(between(0.01, 1), between(0.01, 1), factor, factor, between(1, 300))
def test_time_costs_by_rounds_and_by_the_year(r1: float, r2: float, f1: float, f2: float, days: float) -> None:
    costs = {"one": (r1, f1), "two": (r2, f2)}
    changes = [
        change
        for name, (rate, of_a_round) in costs.items()
        for change in (
            (f"parties.{name}.patience.discount", rate),
            (f"parties.{name}.patience.round_factor", of_a_round),
        )
    ]
    worth = first_offer(scene("R01", ("calendar.regular.period", f"{days} days"), *changes))["worth"][0]
    one, two = (Side(of_a_round * exp(-rate * days / YEAR)) for rate, of_a_round in costs.values())
    assert worth[:2] == pytest.approx(shares(one, two), rel=0, abs=EXACT)


@st.composite
def sides(draw: st.DrawFn) -> tuple[Side, Side]:
    """Return two parties who together have less than the pie by themselves."""
    most = draw(between(0, 0.95))
    first = round(draw(between(0, 1)) * most, 4)
    found = []
    for limit in (first, most - first):
        parts = [round(draw(between(0, 1)) * limit, 6) for _ in range(3)]
        found.append(Side(draw(factor), *parts))
    return found[0], found[1]


@many
@given(sides(), between(0, 0.9))
def test_what_a_party_has_while_talking_after_a_breakdown_or_outside_counts_as_it_should(
    both: tuple[Side, Side], breakdown: float
) -> None:
    changes: list[tuple[str, object]] = [("table.offers.breakdown", breakdown)]
    for name, side in zip(("one", "two"), both, strict=True):
        changes += [
            (f"parties.{name}.patience.round_factor", side.kept),
            (f"parties.{name}.status_quo_value", side.talking),
            (f"table.offers.breakdown_value.{name}", side.broken),
            (f"table.offers.outside_option.{name}", side.outside),
        ]
    worth = first_offer(scene("R05", *changes))["worth"][0]
    assert worth[:2] == pytest.approx(shares(*both, breakdown), rel=0, abs=EXACT)


@many
@given(factor, between(0, 1))
def test_an_outside_option_counts_only_where_it_beats_waiting(kept: float, outside: float) -> None:
    factors = ((f"parties.{name}.patience.round_factor", kept) for name in ("one", "two"))
    worth = first_offer(scene("R05", ("table.offers.outside_option.two", outside), *factors))["worth"][0]
    assert worth[0] == pytest.approx(1 - max(kept / (1 + kept), outside), rel=0, abs=EXACT)


@many
@given(factor, factor, st.integers(1, 60), st.integers(1, 12), between(0, 1))
def test_offers_that_end_are_counted_back_from_the_last(
    f1: float, f2: float, rounds: int, days: int, rate: float
) -> None:
    changes: list[tuple[str, object]] = [
        ("calendar.regular.from", _LAST - timedelta(days=days * (rounds - 1))),
        ("calendar.regular.period", f"{days} days"),
    ]
    for name, of_a_round in (("one", f1), ("two", f2)):
        changes += [(f"parties.{name}.patience.round_factor", of_a_round), (f"parties.{name}.patience.discount", rate)]
    worth = first_offer(scene("R02", *changes))["worth"][0]
    d1, d2 = (of_a_round * exp(-rate * days / YEAR) for of_a_round in (f1, f2))
    assert worth[0] == pytest.approx(stahl(d1, d2, rounds), rel=0, abs=EXACT)


def stahl(one: float, two: float, rounds: int) -> float:
    """Return the share of who proposes first and has `rounds` to go: the sum of 1 - d2 + d1 d2 - ... (Stahl 1972)."""
    pairs, odd = divmod(rounds, 2)
    both = (one * two) ** pairs
    return (1 - two) * (1 - both) / (1 - one * two) + odd * both


@many
@given(between(0.01, 0.99), between(0.01, 0.99))
def test_no_party_gains_by_asking_once_for_a_little_more_or_less(one: float, two: float) -> None:
    # The one-shot deviation principle (Blackwell 1965), in the first round: trial n plays deviation n.
    deviations = ((0, 0.0), (0, 0.01), (0, -0.01), (1, 0.01), (1, -0.01))

    def ask(rows: Rows, which: NDArray[np.intp]) -> None:
        for n in which[rows["held"][which] == 0]:
            seat, more = deviations[n]
            rows["wish"][n, seat] = max(0.0, rows["wish"][n, seat] + more)

    changes: list[tuple[str, object]] = [("parties.one.strategy", "{rubinstein: {bidding: logroll}}")]
    for name, kept in (("one", one), ("two", two)):
        changes.append((f"parties.{name}.patience.round_factor", kept))
    packed = scene("R01", *changes)
    rows = blank_rows(packed, 1, 0, len(deviations))
    play_watched(packed, rows, Watch(1 << ROUND, ask, in_waves=True))
    first, second = (1 - two) / (1 - one * two), two * (1 - one) / (1 - one * two)
    assert rows["value"][0, :2] == pytest.approx((first, second), rel=0, abs=EXACT)
    # Asking for more is refused, and then the other proposes; asking for less is granted.
    assert rows["value"][1, 0] == pytest.approx(one**2 * first, rel=0, abs=EXACT)
    assert rows["value"][2, 0] == pytest.approx(max(0.0, first - 0.01), rel=0, abs=EXACT)
    # Who answers is exactly as well off either way: the offer leaves it what waiting is worth.
    assert rows["held"][3] == 2
    assert rows["value"][3:, 1] == pytest.approx(second, rel=0, abs=EXACT)
