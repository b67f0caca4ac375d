"""`sim rare`: how likely an ending is that plain trials hardly show."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from cli import app

FEW = ("-n", "400")


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "100")


def rare(*words: str) -> Result:
    return CliRunner().invoke(app, ["rare", *words])


def data(*words: str) -> Any:
    return json.loads(rare(*words, "--json").stdout)


def flat(ended: Result) -> str:
    return " ".join(ended.stdout.split())


def test_it_says_how_rare_how_sure_and_what_it_took() -> None:
    ended = rare("montreal", *FEW)
    assert ended.exit_code == 0
    assert "A withdrawal from the pact: " in flat(ended)
    assert "Relative error" in flat(ended)
    assert "As good as" in flat(ended)
    assert "plain trials, for the work of" in flat(ended)
    assert "not a forecast" in flat(ended)
    assert "that error no number of trials makes smaller" in flat(ended)
    assert "sim run montreal" in ended.stderr


def test_its_parts_add_up() -> None:
    found = data("montreal", *FEW)
    assert found["share"] == pytest.approx(sum(one["adds"] for one in found["strata"]))
    assert sum(one["trials"] for one in found["strata"]) == found["trials"] == 400
    assert found["low"] <= found["share"] <= found["high"]
    assert found["saving"] == pytest.approx(found["as_good_as"] / found["work"])
    assert [one["types"] for one in found["strata"]] == [{"us": "resolute"}, {"us": "bluffing"}]


def test_what_was_never_seen_is_less_than_something() -> None:
    ended = rare("no-threats", *FEW)
    assert "none was seen, so less than" in flat(ended)
    found = data("no-threats", *FEW)
    assert (found["share"], found["relative_error"], found["saving"]) == (0.0, None, None)
    assert found["high"] > 0.0


def test_an_ending_off_the_ladder_is_found_by_types_alone() -> None:
    assert "does not lead to this ending" in flat(rare("montreal", "--ending", "lapsed", *FEW))


@pytest.mark.parametrize("columns", ["72", "100", "300"])
def test_no_line_is_wider_than_the_page(columns: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    lines = rare("montreal", *FEW, "--set", "resolve=1%").stdout.splitlines()
    assert max(map(len, lines)) <= min(int(columns), 100)


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("--ending", "war"), 4, "there is no ending called 'war'"),
        (("-n", "10"), 2, "expected 100 or more"),
    ],
)
def test_wrong_use_is_refused(words: tuple[str, ...], code: int, says: str) -> None:
    ended = rare("montreal", *words)
    assert (ended.exit_code, ended.stdout) == (code, "")
    assert says in ended.stderr
