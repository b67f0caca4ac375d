"""`sim why`: what would have turned the ending of one trial."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from cli import app


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "100")


def why(*words: str) -> Result:
    return CliRunner().invoke(app, ["why", *words])


def data(*words: str) -> Any:
    return json.loads(why(*words, "--json").stdout)


def test_it_says_how_the_trial_ended_what_turns_that_and_what_does_not() -> None:
    ended = why("montreal", "--trial", "0")
    assert ended.exit_code == 0
    assert "It ends on 26 Dec 2018 with a three-party deal" in ended.stdout
    assert "The leader of the United States: bluffing -> resolute" in ended.stdout
    assert "then a withdrawal from the pact by the United States, 31 Oct 2018" in ended.stdout
    assert "What turns nothing" in ended.stdout
    assert "Not a forecast" in " ".join(ended.stdout.split())
    assert "sim trace montreal --trial 0" in ended.stderr


@pytest.mark.parametrize("columns", ["72", "100", "300"])
def test_no_line_is_wider_than_the_page(columns: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    lines = why("montreal", "--trial", "190").stdout.splitlines()
    assert max(map(len, lines)) <= min(int(columns), 100)


def test_it_is_the_trial_that_trace_tells() -> None:
    told = json.loads(CliRunner().invoke(app, ["trace", "montreal", "--trial", "17", "--json"]).stdout)["stories"][0]
    found = data("montreal", "--trial", "17")
    assert (found["trial"], found["end"]["date"]) == (told["trial"], told["date"])
    assert found["end"]["gains"] == {party: values["gain"] for party, values in told["values"].items()}


def test_a_picked_trial_says_why_it_was_picked() -> None:
    found = data("montreal", "--pick", "ending=lapsed", "-n", "300")
    assert found["picked"].startswith("picked for its ending")
    assert found["end"]["ending"] == "lapsed"
    assert all(one["then"]["ending"] != "lapsed" for one in found["turns"])
    assert all(one["then"]["ending"] == "lapsed" for one in found["turns_nothing"])


def test_settings_and_seeds_make_another_trial() -> None:
    found = data("montreal", "--trial", "0", "--set", "resolve=40%", "-s", "3")
    assert found["seed"] == 3
    assert "resolve" not in {one["name"] for one in found["turns"] + found["turns_nothing"]}


def test_of_whom_decisions_are_not_changed_is_said() -> None:
    rates = "parties.us.threat={fixed-rates: {per: year, threat: {resolute: 2, bluffer: 2}, notice: {resolute: 0.5,"
    ended = why(
        "montreal", "--trial", "0", "--set", f"{rates} bluffer: 0.1}}, exit: {{resolute: 0.5, bluffer: 0.1}}}}}}"
    )
    assert ended.exit_code == 0
    assert "act at rates or plans of their own" in " ".join(ended.stdout.split())


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("--trial", "1", "--pick", "typical"), 2, "give one of them"),
        (("--trial", str(2**41)), 2, "there is no such trial"),
        (("--pick", "odd"), 2, "expected typical, surprising or ending=NAME"),
    ],
)
def test_wrong_use_is_refused(words: tuple[str, ...], code: int, says: str) -> None:
    ended = why("montreal", *words)
    assert (ended.exit_code, ended.stdout) == (code, "")
    assert says in ended.stderr
