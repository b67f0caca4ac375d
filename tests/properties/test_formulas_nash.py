"""Offers after whose rejection talks may break down: the shares, and the Nash solution that they close in on.

Binmore, Rubinstein and Wolinsky (1986). In each set of parameters a scenario file is read with them, and the engine
plays it to the first offer.
"""

from __future__ import annotations

from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import optimize

from sim.model.state import Rows
from tests.ladder.playing import first_offer, scene
from tests.properties.sets import EXACT, between, many

breakdown = between(0.001, 0.95)  # the chance of it after each rejection
likely = between(0.02, 0.95)  # so that two proposals lie further apart than a maximum is found exactly
curve = between(0.2, 1)
bent = st.sampled_from([(True, False), (False, True), (True, True)])  # whose utility is


class Side(NamedTuple):
    """What one party gets out of a breakdown, and the curvature of its utility of shares."""

    broken: float
    curvature: float = 1.0

    def worth(self, share: float) -> float:
        """Return the utility of a share of the pie."""
        return float(share**self.curvature)

    def share(self, worth: float) -> float:
        """Return the share of the pie that is worth so much."""
        return float(worth ** (1 / self.curvature))


@st.composite
def sides(draw: st.DrawFn, curved: tuple[bool, bool]) -> tuple[Side, Side]:
    """Return two parties to whom a breakdown leaves less than the pie together."""
    most = draw(between(0, 0.95))
    first = round(draw(between(0, 1)) * most, 4)
    found = []
    for share, curves in zip((first, most - first), curved, strict=True):
        curvature = draw(curve) if curves else 1.0
        found.append(Side(round(share**curvature, 6), curvature))
    return found[0], found[1]


def offered(p: float, *both: Side) -> Rows:
    changes: list[tuple[str, object]] = [("table.offers.breakdown", p)]
    for name, side in zip(("one", "two"), both, strict=True):
        changes += [
            (f"table.offers.breakdown_value.{name}", side.broken),
            (f"parties.{name}.curvature", side.curvature),
        ]
    return first_offer(scene("R03", *changes))


@many
@given(breakdown, sides((False, False)))
def test_a_proposer_keeps_the_share_of_binmore_rubinstein_and_wolinsky(p: float, both: tuple[Side, Side]) -> None:
    b1, b2 = (side.broken for side in both)
    share = offered(p, *both)["deal"][0, 0]
    assert share == pytest.approx((1 - b2 + (1 - p) * b1) / (2 - p), rel=0, abs=EXACT)


@many
@given(likely, bent.flatmap(sides))
def test_with_curved_utilities_the_share_is_a_root_and_nash_lies_between_both_proposals(
    p: float, both: tuple[Side, Side]
) -> None:
    one, two = both
    rows = offered(p, one, two)
    mine = rows["deal"][0, 0]
    theirs = one.share(rows["equilibrium"][0, 1, 0])  # the share of the first party where the second proposes
    assert mine == pytest.approx(root(p, one, two), rel=0, abs=EXACT)
    products = [(one.worth(x) - one.broken) * (two.worth(1 - x) - two.broken) for x in (mine, theirs)]
    assert products[0] == pytest.approx(products[1], rel=0, abs=EXACT)
    assert theirs - EXACT <= nash(one, two) <= mine + EXACT


def root(p: float, one: Side, two: Side) -> float:
    """Return the share x that the first proposes for itself, y being its share in the other's proposal.

    Each proposal leaves the other what a rejection is worth to it:
    u2(1 - x) = p b2 + (1 - p) u2(1 - y) and u1(y) = p b1 + (1 - p) u1(x).
    """

    def gap(x: float) -> float:
        y = one.share(p * one.broken + (1 - p) * one.worth(x))
        return two.worth(1 - x) - p * two.broken - (1 - p) * two.worth(max(0.0, 1 - y))

    least, most = one.share(one.broken), 1 - two.share(two.broken)
    return float(optimize.brentq(gap, least, most, xtol=1e-15, rtol=1e-15))


def nash(one: Side, two: Side) -> float:
    """Return the share of the first party that makes the product of gains over a breakdown greatest (Nash 1950)."""

    def product(x: float) -> float:
        return -(one.worth(x) - one.broken) * (two.worth(1 - x) - two.broken)

    least, most = one.share(one.broken), 1 - two.share(two.broken)
    return float(optimize.minimize_scalar(product, bounds=(least, most), method="bounded", options={"xatol": 1e-10}).x)
