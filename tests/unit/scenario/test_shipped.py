"""Names find the scenarios that ship."""

from pathlib import Path

import pytest

from sim.errors import MissingName
from sim.scenario import find, load, shipped


def test_a_shipped_scenario_is_found_by_name() -> None:
    assert find("montreal") == shipped()["montreal"]


def test_a_path_is_taken_as_it_is() -> None:
    assert find("some/where/mine.yaml") == Path("some/where/mine.yaml")
    assert find("mine.yaml") == Path("mine.yaml")


def test_an_unknown_name_is_answered_with_the_nearest() -> None:
    with pytest.raises(MissingName, match="did you mean montreal"):
        find("montrael")


def test_a_name_that_is_near_to_nothing_is_answered_with_all() -> None:
    with pytest.raises(MissingName, match=r"shipped are .*montreal"):
        find("xyzzy")


def test_a_name_too_long_for_a_file_is_no_scenario() -> None:
    with pytest.raises(MissingName):
        find("a" * 5000)


def test_no_name_finds_a_file_outside_what_ships() -> None:
    with pytest.raises(MissingName):
        find("..")


def test_what_ships_is_shown_by_its_short_name() -> None:
    assert load("montreal-concede").files[0] == "montreal-concede.yaml"
