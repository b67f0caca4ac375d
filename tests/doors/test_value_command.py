"""`sim value`: what a threat, a notice or outreach is worth, in words and in numbers."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from cli import app

FEW = ("-n", "500")


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "100")


def value(*words: str) -> Result:
    return CliRunner().invoke(app, ["value", *words])


def data(*words: str) -> Any:
    return json.loads(value(*words, "--json").stdout)


def flat(ended: Result) -> str:
    return " ".join(ended.stdout.split())


def test_it_says_what_the_right_is_worth_to_whom_and_how_sure_that_is() -> None:
    ended = value("montreal", "--of", "threat", *FEW)
    assert ended.exit_code == 0
    assert "The right to threaten costs the United States" in flat(ended)
    assert "against `never`" in flat(ended)
    assert "picked by how they went" in flat(ended)
    assert "not a forecast" in flat(ended)
    assert "sim compare montreal --set parties.us.threat=never" in ended.stderr


def test_its_numbers_are_those_of_a_comparison_the_other_way_round() -> None:
    found = data("montreal", "--of", "threat", *FEW)
    words = ("compare", "montreal", "--set", "parties.us.threat=never", *FEW, "--json")
    compared = json.loads(CliRunner().invoke(app, list(words)).stdout)
    for name, party in found["parties"].items():
        gain = compared["parties"][name]["gain"]
        assert party["ex_ante"]["difference"] == pytest.approx(-gain["difference"], abs=1e-12)
        assert party["ex_ante"]["low"] == pytest.approx(-gain["high"], abs=1e-12)


@pytest.mark.parametrize("means", ["threat", "notice"])
def test_all_trials_are_those_in_which_it_was_used_and_the_rest(means: str) -> None:
    found = data("montreal", "--of", means, *FEW)
    used = found["used"]["share"]
    for party in found["parties"].values():
        parts = used * party["ex_post"]["difference"] + (1 - used) * party["unused"]["difference"]
        assert party["ex_ante"]["difference"] == pytest.approx(parts, abs=1e-12)
        assert party["ex_ante"]["difference"] == pytest.approx(party["with"] - party["without"], abs=1e-12)


def test_outreach_that_came_in_every_trial_picks_none() -> None:
    ended = value("montreal", "--of", "outreach", *FEW)
    assert "Canada reached out in every trial." in flat(ended)
    assert "picked by how they went" not in flat(ended)


def test_one_trial_has_no_range() -> None:
    ended = value("montreal", "--of", "notice", "-n", "1")
    assert ended.exit_code == 0
    assert data("montreal", "--of", "notice", "-n", "1")["parties"]["us"]["ex_ante"]["low"] is None


def test_a_means_that_is_never_used_is_worth_nothing_that_can_be_said_of_its_use() -> None:
    ended = value("montreal", "--of", "notice", "--set", "resolve=1%", "--set", "deficit_weight=0", "-n", "20")
    assert ended.exit_code == 0
    assert "gave notice in" in flat(ended)


@pytest.mark.parametrize("columns", ["72", "100", "300"])
@pytest.mark.parametrize("means", ["threat", "notice", "outreach"])
def test_no_line_is_wider_than_the_page(columns: str, means: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    lines = value("montreal", "--of", means, *FEW).stdout.splitlines()
    assert max(map(len, lines)) <= min(int(columns), 100)


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        ((), 2, "--of is missing"),
        (("--of", "charm"), 2, "expected threat, outreach or notice"),
        (("--of", "threat", "--party", "france"), 4, "there is no party 'france'"),
        (("--of", "threat", "--party", "canada"), 2, "it has no threat here"),
    ],
)
def test_wrong_use_is_refused(words: tuple[str, ...], code: int, says: str) -> None:
    ended = value("montreal", *words)
    assert (ended.exit_code, ended.stdout) == (code, "")
    assert says in ended.stderr
