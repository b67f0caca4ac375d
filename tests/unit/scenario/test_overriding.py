"""Values set on the command line."""

from pathlib import Path

import pytest

from sim.errors import ScenarioError
from sim.scenario import differences, load

BASE = Path(__file__).parents[2] / "broken" / "base.yaml"
RICH = Path(__file__).parents[2] / "examples" / "rich.yaml"


def changed(file: Path, *pairs: tuple[str, str]) -> dict[str, str]:
    found = differences(load(file).scenario, load(file, pairs).scenario)
    return {one.path: one.b for one in found}


def refused(file: Path, *pairs: tuple[str, str]) -> list[str]:
    with pytest.raises(ScenarioError) as caught:
        load(file, pairs)
    return [str(fault) for fault in caught.value.faults]


@pytest.mark.parametrize(
    ("key", "value", "path"),
    [
        ("parties.north.resolve.prior", "30 to 50%", "parties.north.resolve.prior"),
        ("parties.north.resolve.prior", "{uniform: [0.1, 0.2]}", "parties.north.resolve.prior"),
        ("patience", "20%", "dials.patience.value"),
        ("dials.patience", "20%", "dials.patience.value"),
        ("dials.patience.value", "20%", "dials.patience.value"),
        ("parties.south.patience.discount", "5%", "parties.south.patience.discount"),
        ("calendar.planned_end.date", "2018-07-01", "calendar.planned_end.date"),
        ("calendar.effects[Tour].support", "0.05", "calendar.effects[Tour].support"),
        ("calendar.effects[1].support", "0.05", "calendar.effects[Tour].support"),
        ("calendar.effects.1.support", "0.05", "calendar.effects[Tour].support"),
        ("about.title", "Another title", "about.title"),
        ("pact.notice.effect", "automatic", "pact.notice.effect"),
    ],
)
def test_a_value_is_set_and_nothing_else(key: str, value: str, path: str) -> None:
    assert changed(BASE, (key, value)) == {path: value}


def test_a_block_that_was_absent_is_made() -> None:
    assert changed(BASE, ("parties.south.ratification.lag", "30 days"))["parties.south.ratification.lag"] == "30 days"


def test_a_policy_is_switched_off() -> None:
    scenario = load(BASE, [("parties.north.threat", "never")]).scenario
    assert scenario.parties["north"].threat.kind == "never"


def test_a_figure_set_by_hand_says_so() -> None:
    scenario = load(BASE, [("parties.south.patience.discount", "5%")]).scenario
    assert scenario.parties["south"].patience.discount.origin.text == "set on the command line"


def test_a_bare_number_for_a_dial_in_days_means_days() -> None:
    assert changed(RICH, ("reaction", "60")) == {"dials.reaction.value": "60 days"}


def test_the_last_of_two_values_for_one_key_holds() -> None:
    assert changed(BASE, ("patience", "20%"), ("patience", "30%")) == {"dials.patience.value": "30%"}


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        ("prior", "0.3", "there is no dial `prior`; did you mean `parties.north.resolve.prior`?"),
        ("patiense", "0.3", "there is no dial `patiense`; did you mean `patience`?"),
        ("parties.nroth.curvature", "1", "there is no party `nroth`; did you mean `north`?"),
        (
            "a..b",
            "1",
            "found `a..b`; expected a path such as `parties.us.resolve.prior`, or the id of a dial",
        ),
        (
            "calendar.effects[Turo].support",
            "1",
            "there is no entry `Turo` in this list of 1; use its name, or its number from 1",
        ),
        ("about.title.x.y", "1", "`x` lies below a single value; leave it out of the path"),
        ("patience", "{a: *b", "a block in braces is not closed, or a comma is missing"),
        (
            "patience",
            "&a 1",
            "anchors (`&name`) are not allowed, so that every value stands where it is read; write the value again",
        ),
    ],
)
def test_a_key_that_is_not_there_is_refused_with_what_is_near(key: str, value: str, message: str) -> None:
    assert refused(BASE, (key, value)) == [f"--set {key}={value}: error: {message}"]


def test_a_wrong_value_is_told_with_its_key() -> None:
    assert refused(BASE, ("parties.north.resolve.prior", "0,3")) == [
        "--set parties.north.resolve.prior=0,3: error: parties.north.resolve.prior:"
        " found `0,3`; the decimal sign is a point; write 0.3"
    ]


def test_a_misspelt_key_below_a_known_one_is_told_with_what_is_near() -> None:
    assert refused(BASE, ("parties.north.resolve.priro", "0.3")) == [
        "--set parties.north.resolve.priro=0.3: error: parties.north.resolve.priro: unknown key; did you mean `prior`?"
    ]


def test_every_wrong_value_is_told_at_once() -> None:
    assert len(refused(BASE, ("x", "1"), ("parties.y.label", "1"), ("patience", "no"))) >= 3
