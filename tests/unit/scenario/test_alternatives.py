"""What a party could play instead, whatever stands on the shelf."""

import pytest

from sim.scenario import load
from sim.scenario.alternatives import AS_WRITTEN, alternatives, described, instead, left_out
from sim.strategies import STRATEGIES, own_bidding
from tests.builders import scenario


def test_what_is_written_comes_first_and_every_strategy_and_style_after_it() -> None:
    first, *others = alternatives(load("montreal").scenario, "us")
    assert first.name == AS_WRITTEN
    fitting = set(STRATEGIES) - set(left_out(load("montreal").scenario))
    assert {one.strategy for one in others} == fitting
    for name in fitting:
        shelved = STRATEGIES[name]
        assert {style.name for style in shelved.STYLES} <= {one.style for one in others if one.strategy == name}


def test_no_strategy_is_played_twice_under_two_names() -> None:
    every = alternatives(load("montreal").scenario, "us")
    numbers = [(one.strategy, *(figure.value for figure in one.block.figures())) for one in every]
    assert len(set(numbers)) == len(numbers)
    assert len({one.name for one in every}) == len(every)


def test_what_is_on_the_shelf_as_it_is_written_is_not_listed_again() -> None:
    written = scenario({"parties": {"north": {"strategy": {"time-dependent": {"beta": 0.2}}}}})
    assert "time-dependent boulware" not in [one.name for one in alternatives(written, "north")]
    assert "time-dependent linear" in [one.name for one in alternatives(written, "north")]


@pytest.mark.parametrize("bidding", ["even", "logroll"])
def test_a_party_keeps_its_way_of_bidding(bidding: str) -> None:
    written = scenario({"parties": {"north": {"strategy": {"time-dependent": {"bidding": bidding}}}}})
    for one in alternatives(written, "north"):
        own = own_bidding(one.strategy)
        assert instead(written, "north", one).parties["north"].strategy.tactic.bidding == (own[0] if own else bidding)


def test_an_alternative_is_what_its_setting_gives_and_changes_nothing_else() -> None:
    montreal = load("montreal").scenario
    written, *others = alternatives(montreal, "canada")
    assert instead(montreal, "canada", written) == montreal
    for one in others:
        assert instead(montreal, "canada", one) == load("montreal", [("parties.canada.strategy", one.setting)]).scenario


def test_a_strategy_is_described_by_what_a_file_says_of_it() -> None:
    written = {"time-dependent": {"beta": None, "style": "conceder", "opening_concession": "10%"}}
    found = alternatives(scenario({"parties": {"north": {"strategy": written}}}), "north")
    assert described(found[0]) == "time-dependent conceder (opening_concession 10%)"
