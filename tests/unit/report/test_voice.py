"""Who hears what: data on stdout, talk on stderr, nothing twice."""

import io
import json
import sys

import pytest

from sim.report.voice import Voice, has_blocks


def test_people_get_lines_and_programs_get_json(capsys: pytest.CaptureFixture[str]) -> None:
    Voice().answer({"a": 1}, lambda: ["one"])
    Voice(as_json=True).answer({"a": "\u00e9"}, lambda: ["one"])
    people, _, programs = capsys.readouterr().out.partition("\n")
    assert people == "one"
    assert json.loads(programs) == {"a": "\u00e9"}


def test_quiet_leaves_out_talk_and_what_is_next(capsys: pytest.CaptureFixture[str]) -> None:
    voice = Voice(quiet=True)
    voice.talk("compiling")
    voice.next("sim list")
    assert capsys.readouterr() == ("", "")


def test_json_leaves_out_what_is_next_but_not_talk(capsys: pytest.CaptureFixture[str]) -> None:
    voice = Voice(as_json=True)
    voice.talk("compiling")
    voice.next("sim list")
    assert capsys.readouterr() == ("", "compiling\n")


def test_nobody_watches_progress_without_a_terminal() -> None:
    assert Voice().progress(1000) is None


def test_a_letter_that_the_terminal_lacks_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    monkeypatch.setattr(sys, "stdout", stream)
    assert not has_blocks()
    Voice().answer({}, lambda: ["Qu\u00e9bec"])
    Voice(as_json=True).answer({"a": "Qu\u00e9bec"}, list)
    stream.seek(0)
    words = stream.read()
    assert words.startswith("Qu?bec\n")
    assert json.loads(words.partition("\n")[2]) == {"a": "Qu\u00e9bec"}


def test_no_control_character_reaches_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    Voice().answer({}, lambda: ["a\x1b[2Jb\rc"])
    assert capsys.readouterr().out == "a\\u001b[2Jb\\u000dc\n"
