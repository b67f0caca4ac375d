"""Ratification in three countries: the chance of each vote, and of all, from how far the deal lies inside each win-set.

Putnam (1988). Everybody signs on the day of the first round; then each votes on a day of its own, after something has
changed at home.
"""

from __future__ import annotations

from math import exp
from typing import NamedTuple

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from sim.model.state import FULL_DEAL, RATIFICATION_FAILED, Rows
from tests.builders import Tree, merged, on, packed, party, played, positions
from tests.ladder.playing import YEAR
from tests.properties.sets import Distances, evenly, many, seed_of

_TRIALS = 400
_SAME = 1e-12
_SIGNED, _END, _NOTICE, _CHANGED = 10, 100, 180, 12  # days
_NAMES = ("north", "south", "west")


class Home(NamedTuple):
    """What decides one party's vote."""

    status_quo: float
    discount: float
    lost: float  # a year, in what disagreement is worth, where the first party leaves
    hurdle: float  # rho
    noise: float  # sigma
    lag: int
    support: float  # on the first day
    fades: float  # half-life of support, in days
    weight: float  # b, of support
    shift: float  # of the hurdle, after signature
    settles: float  # half-life of the shift, in days

    def margin(self, credible: float) -> float:
        """Return z = (u - Rdom - rho + b H) / sigma on the day of the vote, u = 1 (model.md 1.9).

        Rdom is that of the day of signature, for an exit that would take effect a notice period after the planned end.
        """
        voted = _SIGNED + self.lag
        reversion = self.status_quo - credible * exp(-self.discount * (_END + _NOTICE - _SIGNED) / YEAR) * self.lost
        hurdle = self.hurdle + self.shift * 2 ** (-(voted - _CHANGED) / self.settles)
        support = self.support * 2 ** (-voted / self.fades)
        return (1 - reversion - hurdle + self.weight * support) / self.noise


@st.composite
def homes(draw: st.DrawFn, lag: int) -> Home:
    value = draw(evenly(0, 0.9))
    return Home(
        status_quo=value,
        discount=draw(evenly(0, 1)),
        lost=draw(evenly(0, 0.3)),
        hurdle=round(draw(evenly(0.4, 1)) * (1 - value), 6),  # so that all can sign
        noise=draw(evenly(0.2, 0.6)),
        lag=lag,
        support=draw(evenly(0, 0.3)),
        fades=draw(evenly(20, 500)),
        weight=draw(evenly(0, 1)),
        shift=draw(evenly(-0.2, 0.5)),
        settles=draw(evenly(20, 500)),
    )


class Chances(NamedTuple):
    """How likely the first party is resolute, and how likely each type is to leave."""

    prior: float
    resolute: tuple[float, float, float]
    bluffer: tuple[float, float, float]

    def credible(self) -> float:
        """Return C, the chance that it threatens, gives notice and leaves (model.md 1.4)."""
        return float(self.prior * np.prod(self.resolute) + (1 - self.prior) * np.prod(self.bluffer))


three = st.tuples(evenly(0, 1), evenly(0, 1), evenly(0, 1))
leaders = st.builds(Chances, evenly(0, 1), three, three)
votes = st.tuples(homes(30), homes(50), homes(80))
orders = st.permutations(range(3))


def tree(home: tuple[Home, ...], leader: Chances) -> Tree:
    """Return a scenario in which all want the same, and the first party may leave."""
    acts = zip(("threat", "notice", "exit"), leader.resolute, leader.bluffer, strict=True)
    threat = {
        "threat": {"fixed-rates": {act: {"resolute": r, "bluffer": b} for act, r, b in acts}},
        "resolve": {"prior": leader.prior, "exit_gain": {"resolute": 0, "bluffer": 0}},
    }
    everyone = {name: at_home(side) for name, side in zip(_NAMES, home, strict=True)}
    changes = {
        name: {"in": name, "hurdle": side.shift, "half_life": f"{side.settles} days"}
        for name, side in zip(_NAMES, home, strict=True)
    }
    losses = {_NAMES[k]: {"north": home[k].lost} for k in (1, 2)} | {"north": {"south": home[0].lost}}
    return {
        "about": {"ends": on(2000)},
        "parties": merged(everyone, {"north": threat}),
        "pact": {"members": list(_NAMES), "losses": losses, "notice": {"period": f"{_NOTICE} days"}},
        "calendar": {
            "effects": [{"name": name, "dates": [on(_CHANGED)], **change} for name, change in changes.items()]
        },
    }


def at_home(side: Home) -> Tree:
    return merged(
        party(positions(quota=(1.0, 100))),
        {
            "status_quo_value": side.status_quo,
            "patience": {"discount": side.discount},
            "support": {
                "ratification": side.weight,
                "start": {"level": side.support, "half_life": f"{side.fades} days"},
            },
            "ratification": {"hurdle": side.hurdle, "noise": side.noise, "caution": 0, "lag": f"{side.lag} days"},
        },
    )


def test_votes_pass_as_often_as_margins_say() -> None:
    first, everyone = Distances("share of first votes that pass"), Distances("share of deals that all ratify")

    @many
    @given(votes, leaders, orders)
    def each(homes_by_lag: tuple[Home, ...], leader: Chances, order: list[int]) -> None:
        home = tuple(homes_by_lag[n] for n in order)
        expected = [float(stats.norm.cdf(side.margin(leader.credible()))) for side in home]
        rows = played(packed(tree(home, leader)), _TRIALS, seed_of(*np.ravel(home), *leader.resolute, *leader.bluffer))
        passed = held_votes(rows, home, expected)
        first.add_share(passed[0], expected[order.index(0)], _TRIALS)
        everyone.add_share((rows["ending"] == FULL_DEAL).mean(), float(np.prod(expected)), _TRIALS)

    each()
    first.hold()
    everyone.hold()


def held_votes(rows: Rows, home: tuple[Home, ...], expected: list[float]) -> list[float]:
    """Assert that each vote held had the chance expected; return the share of talks that stood after each vote."""
    assert (rows["signed_day"] == _SIGNED).all()
    assert np.isin(rows["ending"], (FULL_DEAL, RATIFICATION_FAILED)).all()
    stood = []
    asked = np.ones(len(rows), dtype=bool)
    for k in sorted(range(3), key=lambda k: home[k].lag):
        assert asked.any()
        assert np.abs(rows["chance"][asked, k, 0] - expected[k]).max() < _SAME
        failed = (rows["ending"] == RATIFICATION_FAILED) & (rows["end_day"] == _SIGNED + home[k].lag)
        asked = asked & ~failed
        stood.append(float(asked.mean()))
    assert (asked == (rows["ending"] == FULL_DEAL)).all()
    return stood
