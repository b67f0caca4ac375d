"""`--progress`: lines of JSON for programs beside whatever else a command says."""

import json
from typing import Any

import pytest

from tests.doors.calling import Ended

MANY = ("-n", "300")
COMMANDS = [
    (("run", "montreal"), 300),
    (("compare", "montreal", "no-threats"), 300),
    (("sweep", "montreal", "--dial", "resolve=10%:50%:2"), 600),
    (("sensitivity", "montreal", "--nested", "--points", "3"), 900),
    (("value", "montreal", "--of", "threat"), 600),
    (("rare", "montreal"), 300),
]


@pytest.fixture(autouse=True)
def _folder(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "100")


def told(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines() if line.startswith("{")]


@pytest.mark.parametrize(("words", "total"), COMMANDS, ids=[words[0] for words, _ in COMMANDS])
def test_the_last_line_says_that_all_is_done(words: tuple[str, ...], total: int) -> None:
    ended = Ended(*words, *MANY, "--progress", "json", "--quiet", "--json")
    assert ended.code == 0
    assert isinstance(ended.data, dict)
    last = told(ended.err)[-1]
    assert ended.err.endswith(f"{json.dumps(last)}\n")
    assert (last["schema"], last["done"], last["total"], last["seconds_left"]) == ("sim/progress/v1", total, total, 0.0)


def test_talk_and_progress_stand_side_by_side() -> None:
    ended = Ended("sweep", "montreal", "--dial", "resolve=10%:50%:2", *MANY, "--progress", "json")
    assert len(told(ended.err)) >= 1
    assert "saved  sweeps" in ended.err
    assert "{" not in ended.out.partition("\n\n")[2]


@pytest.mark.parametrize("how", ["auto", "none"])
def test_without_a_terminal_nothing_is_told_unless_asked_for(how: str) -> None:
    ended = Ended("value", "montreal", "--of", "threat", *MANY, "--progress", how, "--quiet")
    assert (ended.code, ended.err) == (0, "")


def test_another_word_is_refused() -> None:
    ended = Ended("run", "montreal", "--progress", "loud")
    assert (ended.code, "'auto', 'json', 'none'" in ended.err) == (2, True), ended.err
