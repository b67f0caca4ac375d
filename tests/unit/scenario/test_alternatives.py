"""What a party could play instead, whatever stands on the shelf."""

import pytest

from sim.scenario import load
from sim.scenario.alternatives import AS_WRITTEN, alternatives, described, instead
from sim.strategies import STRATEGIES
from tests.builders import scenario


def test_what_is_written_comes_first_and_every_strategy_and_style_after_it() -> None:
    first, *others = alternatives(load("montreal").scenario.parties["us"])
    assert first.name == AS_WRITTEN
    assert {one.strategy for one in others} == set(STRATEGIES)
    for name, shelved in STRATEGIES.items():
        assert {style.name for style in shelved.STYLES} <= {one.style for one in others if one.strategy == name}


def test_no_strategy_is_played_twice_under_two_names() -> None:
    every = alternatives(load("montreal").scenario.parties["us"])
    numbers = [(one.strategy, *(figure.value for figure in one.block.figures())) for one in every]
    assert len(set(numbers)) == len(numbers)
    assert len({one.name for one in every}) == len(every)


def test_what_is_on_the_shelf_as_it_is_written_is_not_listed_again() -> None:
    written = scenario({"parties": {"north": {"strategy": {"time-dependent": {"beta": 0.2}}}}}).parties["north"]
    assert "time-dependent boulware" not in [one.name for one in alternatives(written)]
    assert "time-dependent linear" in [one.name for one in alternatives(written)]


@pytest.mark.parametrize("bidding", ["even", "logroll"])
def test_a_party_keeps_its_way_of_bidding(bidding: str) -> None:
    written = scenario({"parties": {"north": {"strategy": {"time-dependent": {"bidding": bidding}}}}})
    for one in alternatives(written.parties["north"]):
        assert instead(written, "north", one).parties["north"].strategy.tactic.bidding == bidding


def test_an_alternative_is_what_its_setting_gives_and_changes_nothing_else() -> None:
    montreal = load("montreal").scenario
    written, *others = alternatives(montreal.parties["canada"])
    assert instead(montreal, "canada", written) == montreal
    for one in others:
        assert instead(montreal, "canada", one) == load("montreal", [("parties.canada.strategy", one.setting)]).scenario


def test_a_strategy_is_described_by_what_a_file_says_of_it() -> None:
    written = {"time-dependent": {"beta": None, "style": "conceder", "opening_concession": "10%"}}
    party = scenario({"parties": {"north": {"strategy": written}}}).parties["north"]
    assert described(alternatives(party)[0]) == "time-dependent conceder (opening_concession 10%)"
