"""`sim play` from outside: lines are piped in, nonsense among them; the end is the same however it is reached."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.doors.calling import Ended

NONSENSE = "\n".join(("", "# a note", "???", "offer", "offer cars lots", "offer dairy 1e9", "points", "accept france",
                      "undo all", "save", "withdraw", "notice", "threaten", "story", "\x00\x07", "x" * 20_000,
                      "offer cars \N{SNOWMAN}", "quit now"))  # fmt: skip
OPENING = "offer cars 66, dispute settlement 5\npoints 90"
REST = "\n".join(["points 86", "hold", *["model"] * 30])


class Played(Ended):
    """How a game ended that was played line by line."""

    def __init__(self, lines: str | bytes, *words: str) -> None:
        """Play the lines."""
        super().__init__("play", *words, typed=lines)


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "100")


def test_a_game_is_played_to_its_end_and_compared() -> None:
    ended = Played(f"{OPENING}\n{REST}\n", "montreal", "--as", "canada")
    assert ended.code == 0, ended.err
    words = (
        "ROUND 1, Montreal, 29 Jan 2018|Your odds from here|THE END|10,000 model players|not a forecast|The Nash point"
        "|The model in your seat, in this very trial|Pareto frontier"
        "|What really happened: a three-party deal by a side deal first, on 30 Sep 2018"
    )
    for told in words.split("|"):
        assert told in " ".join(ended.out.split()), told
    assert "next   sim trace montreal --trial 0" in ended.err


def test_nonsense_is_answered_and_changes_nothing() -> None:
    clean = Played(f"{OPENING}\n{REST}\n", "montreal", "--as", "canada", "--json")
    messy = Played(f"{NONSENSE}\n{OPENING}\n{NONSENSE}\n{REST}\n", "montreal", "--as", "canada", "--json")
    assert (clean.code, messy.code) == (0, 0)
    assert clean.data["finished"]
    assert messy.data == clean.data
    assert "Traceback" not in messy.out + messy.err


def test_undo_leads_to_the_same_end() -> None:
    clean = Played(f"{OPENING}\n{REST}\n", "montreal", "--as", "canada", "--json")
    undone = Played(f"{OPENING}\naccept us\nhold\nundo 2\n{REST}\n", "montreal", "--as", "canada", "--json")
    assert undone.data == clean.data


def test_a_resumed_game_ends_with_the_same_debrief() -> None:
    clean = Played(f"{OPENING}\n{REST}\n", "montreal", "--as", "canada", "--json", "--set", "resolve=30%")
    first = Played(f"{OPENING}\nsave game.json\nquit\n", "montreal", "--as", "canada", "--set", "resolve=30%", "--json")
    assert (first.code, first.data["finished"]) == (0, False)
    assert "To go on later: sim play --resume game.json" in first.err
    second = Played(f"{REST}\n", "--resume", "game.json", "--json")
    assert second.data == clean.data


def test_the_end_of_the_input_ends_the_game_with_a_hint() -> None:
    ended = Played("points 90\n", "montreal", "--as", "canada")
    assert ended.code == 0
    assert "the talks are not over: `save FILE` before you leave keeps them" in ended.err


def test_bytes_that_are_no_text_are_answered_too() -> None:
    ended = Played(b"\xff\xfe offer\nquit\n", "montreal", "--as", "canada")
    assert (ended.code, "Found" in ended.out) == (0, True)


def test_a_script_is_played_like_typed_lines() -> None:
    Path("moves.txt").write_text(f"{OPENING}\n{REST}\n", encoding="utf-8")
    typed = Played(f"{OPENING}\n{REST}\n", "montreal", "--as", "canada", "--json")
    assert Played("", "montreal", "--as", "canada", "--json", "--script", "moves.txt").data == typed.data


def test_hints_say_what_the_model_would_table() -> None:
    plain, advised = (Played("quit\n", "montreal", "--as", "mexico", *more).out for more in ((), ("--hints",)))
    assert "Hint: in your place the model would table cars" in " ".join(advised.split())
    assert "Hint" not in plain


def test_json_keeps_talk_out_of_stdout() -> None:
    data = Played(f"{REST}\n", "montreal", "--as", "us", "--json", "--seed", "3").data
    assert (data["schema"], data["party"], data["seed"]) == ("sim/play/v1", "us", 3)
    assert set(data["values"]) == {"us", "canada", "mexico"}
    assert data["standing"]["model_players"] == 10_000
    assert data["known_outcome"]["ending"] == "trilateral"


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        ((), 2, "a scenario is missing"),
        (("montreal",), 2, "--as PARTY is missing: whose seat do you take? Expected us, canada or mexico"),
        (("montreal", "--as", "canda"), 4, "there is no such party; did you mean `canada`?"),
        (("--resume", "no.json"), 4, "there is no such file"),
        (("montreal", "--as", "us", "--script", "no.txt"), 4, "--script no.txt: there is no such file"),
    ],
)
def test_a_wrong_call_is_answered_in_a_line(words: tuple[str, ...], code: int, told: str) -> None:
    ended = Played("", *words)
    assert (ended.code, told in ended.err) == (code, True), ended.err


def test_a_game_of_another_scenario_is_not_resumed() -> None:
    Played("save game.json\n", "montreal", "--as", "us")
    ended = Played("", "no-threats", "--resume", "game.json")
    assert (ended.code, "was saved from another scenario" in ended.err) == (2, True), ended.err
