"""What `sim game` prints and how it ends."""

import csv
import io
import json
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from cli import app

GAME = ("game", "montreal", "--party", "us", "--party", "canada", "-n", "20")


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "100")


def called(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


def test_a_game_says_who_could_gain_and_prints_the_table_and_its_doubts() -> None:
    ended = called(*GAME)
    assert ended.exit_code == 0
    said = " ".join(ended.stdout.split())
    assert "As written, the United States could gain " in said
    assert "; Canada could gain " in said
    assert "pairs of strategies, 20 trials each, seed 1" in said
    assert "United States as written: time-dependent (beta {triangular: [0.15, 0.35, 0.8]})" in said
    assert "not a forecast" in said
    assert "the best among the strategies on the shelf, not among all that can be thought of" in said


def test_every_pair_stands_in_the_table_once() -> None:
    data = json.loads(called(*GAME, "--json").stdout)
    first, second = ([one["name"] for one in party["strategies"]] for party in data["parties"])
    lines = called(*GAME).stdout.splitlines()
    for cell in data["payoffs"]:
        us, canada = (f"{100 * gain['mean']:+6.1f}" for gain in cell["gains"].values())
        row = [line for line in lines if line.startswith(f"{cell['strategies']['us']:26}")]
        assert any(f"{us} {canada}" in line for line in row), cell
    assert len(data["payoffs"]) == len(first) * len(second)


@pytest.mark.parametrize("columns", [80, 100])
def test_a_game_fits_the_page(columns: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    assert max(len(line) for line in called(*GAME).stdout.splitlines()) <= columns


def test_json_of_a_game_has_payoffs_equilibria_and_regrets() -> None:
    data = json.loads(called(*GAME, "--json").stdout)
    assert data["schema"] == "sim/game/v1"
    assert [party["name"] for party in data["parties"]] == ["us", "canada"]
    assert data["payoffs"][0]["strategies"] == {"us": "as written", "canada": "as written"}
    assert set(data["regret"]) == {"us", "canada"}
    for found in data["regret"].values():
        assert 0.0 <= found["low"] <= found["mean"] <= found["high"]
        assert found["is_clear"] == (found["low"] > 0.0)
        assert found["mean"] == max(0.0, *(one["mean"] for one in found["switches"]))


def test_the_pair_as_written_gains_what_a_run_says() -> None:
    run = json.loads(called("run", "montreal", "-n", "20", "--json").stdout)
    cell = json.loads(called(*GAME, "--json").stdout)["payoffs"][0]
    assert cell["gains"] == {party: run["parties"][party]["gain"] for party in ("us", "canada")}


def test_csv_of_a_game_has_a_row_for_each_pair_and_party() -> None:
    data = json.loads(called(*GAME, "--json").stdout)
    rows = list(csv.DictReader(io.StringIO(called(*GAME, "--csv").stdout)))
    assert list(rows[0]) == "strategy_a strategy_b party mean low high trials".split()
    told = [(row["strategy_a"], row["strategy_b"], row["party"], float(row["mean"]), row["trials"]) for row in rows]
    assert told == [
        (*cell["strategies"].values(), party, gain["mean"], "20")
        for cell in data["payoffs"]
        for party, gain in cell["gains"].items()
    ]


def test_one_trial_is_played_and_has_no_ranges() -> None:
    ended = called(*GAME[:-1], "1")
    assert ended.exit_code == 0
    assert "nan" not in ended.stdout
    assert "1 trial each" in ended.stdout
    assert json.loads(called(*GAME[:-1], "1", "--json").stdout)["payoffs"][0]["gains"]["us"]["low"] is None


def test_a_changed_figure_is_said_and_moves_the_table() -> None:
    changed = called(*GAME, "--set", "stakes=1%")
    assert "with stakes = 1%" in changed.stdout
    tables = [json.loads(called(*GAME, *more, "--json").stdout)["payoffs"] for more in ((), ("--set", "stakes=1%"))]
    assert tables[0] != tables[1]


def test_the_next_command_plays_the_switch_that_gains_the_most() -> None:
    ended = called("game", "montreal", "--party", "us", "--party", "canada", "-n", "400")
    data = json.loads(called("game", "montreal", "--party", "us", "--party", "canada", "-n", "400", "--json").stdout)
    best = {"us": "as written", "canada": data["regret"]["canada"]["best"]}
    assert data["regret"]["canada"]["is_clear"]
    line = next(line for line in ended.stderr.splitlines() if line.startswith("next   sim run"))
    _, *words = shlex.split(line.removeprefix("next").strip())
    run = json.loads(called(*words, "-n", "400", "--json").stdout)
    cell = next(cell for cell in data["payoffs"] if cell["strategies"] == best)
    assert run["parties"]["canada"]["gain"] == cell["gains"]["canada"]


def test_quiet_leaves_the_answer_alone() -> None:
    assert called(*GAME, "--quiet").stderr == ""


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("game", "montreal"), 2, "a game is between exactly two parties, found 0; name two of us, canada, mexico"),
        ((*GAME, "--party", "mexico"), 2, "a game is between exactly two parties, found 3"),
        (("game", "montreal", "--party", "us", "--party", "us"), 2, "found us twice"),
        (("game", "montreal", "--party", "us", "--party", "peru"), 4, "there is no party 'peru'; there are us, canada"),
        ((*GAME, "--set", "resolv=1"), 3, "did you mean `resolve`?"),
        (("game", "montrael", "--party", "us", "--party", "canada"), 4, "did you mean montreal?"),
    ],
)
def test_what_goes_wrong_has_its_code_and_its_sentence(words: tuple[str, ...], code: int, told: str) -> None:
    ended = called(*words)
    assert (ended.exit_code, told in ended.stderr) == (code, True), ended.stderr
    assert ended.stdout == ""
