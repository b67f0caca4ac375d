"""The compromise model beside a result: the mean of what the parties want, by what it weighs for them."""

from functools import cache
from typing import Any

import pytest

from sim.engine.summary import summary_of
from sim.report.rivals import is_of_null, null_settings, terms
from sim.scenario import load
from sim.scenario.support import middle
from sim.simulate import Run, simulate


@cache
def played() -> Run:
    return simulate(load("montreal").scenario, 300)


def settled() -> dict[str, Any]:
    return terms(played().packed, summary_of(played().columns, played().table, 0))


def test_the_compromise_is_the_weighted_mean_of_what_is_wanted() -> None:
    found = settled()
    # Dairy: the United States wants 100 with weight 10, Canada 0 with weight 15; it does not concern Mexico.
    assert found["dairy"]["compromise"] == pytest.approx(40.0)
    wanted = {name: party.positions["digital"] for name, party in played().scenario.parties.items()}
    total = sum(middle(one.weight.value) for one in wanted.values())
    mean = sum(middle(one.weight.value) * middle(one.wants.value) for one in wanted.values()) / total
    assert found["digital"]["compromise"] == pytest.approx(mean)


def test_means_are_those_of_the_deals_and_lie_on_the_scale() -> None:
    for name, term in settled().items():
        scale = played().scenario.issues[name].scale
        low, high = sorted((scale.first, scale.last))
        assert low <= term["mean"] <= high
        assert term["low"] <= term["mean"] <= term["high"]
        assert term["apart"] == pytest.approx(abs(term["mean"] - term["compromise"]) / (high - low))


def test_the_null_model_changes_every_strategy_and_nothing_else() -> None:
    settings = null_settings(played().scenario)
    assert len(settings) == 3
    assert all(map(is_of_null, settings))
    assert not is_of_null("stakes=2%")
