"""War of attrition: each gives in at the rate that keeps the other indifferent."""

from __future__ import annotations

from math import exp, sqrt

import numpy as np

from sim.model.state import COME_ROUND, FULL_DEAL, Rows
from sim.scenario.packing import PackedScenario
from sim.strategies.war_of_attrition import concession_rate, years_until
from tests.ladder.playing import TRIALS, YEAR, Findings, Found, averaged, estimated, rows_at, scene

_LEAST = 0.25  # what giving in at once is worth


def play() -> Findings:
    return {**_symmetric(), **_asymmetric(), **_private_values()}


def _symmetric() -> Findings:
    packed = scene("R10")
    rows = _ended(packed)
    years = rows["end_day"] / YEAR
    rates = [concession_rate(packed.record, rows[0], i) for i in (0, 1)]
    assert rates[0] == rates[1]
    density = exp(-2.0 * rates[0] * float(np.median(years))) * 2.0 * rates[0]
    return {
        "sym hazard each": Found(rates[0]),
        "sym E[duration] years": averaged(years),
        "sym median": estimated(float(np.median(years)), 0.5 / density / sqrt(TRIALS)),
        "sym P(duration>2y)": averaged(years > 2.0),
        "sym E[payoff]": averaged(rows["value"][:, 0] - _LEAST),
    }


def _asymmetric() -> Findings:
    packed = scene("R10", ("parties.two.patience.discount", 0.5))
    rows = _ended(packed)
    first, second = (concession_rate(packed.record, rows[0], i) for i in (0, 1))
    return {
        "asym(v=(1,2),c=.5) h1": Found(first),
        "asym h2": Found(second),
        "asym P(1 concedes first)": averaged(rows["comes_round"][:, 0] == COME_ROUND),
        "asym E[duration]": averaged(rows["end_day"] / YEAR),
    }


def _private_values() -> Findings:
    private = [(f"parties.{name}.strategy.war-of-attrition.private_value", 1) for name in ("one", "two")]
    packed = scene("R10", *private)
    rows = _ended(packed)
    years = rows["end_day"] / YEAR
    return {
        # A value of 1 is drawn where a share exp(-1) of all values are greater.
        "priv-values T(v=1)": Found(years_until(packed.record, rows[0], 0, exp(-1.0))),
        "priv-values E[duration]": averaged(years),
        "priv-values P(duration>0.5)": averaged(years > 0.5),
    }


def _ended(packed: PackedScenario) -> Rows:
    rows = rows_at(packed, np.inf, TRIALS)
    assert (rows["ending"] == FULL_DEAL).all()
    return rows
