"""What each command prints and how it ends, in one process."""

import csv
import importlib
import io
import sys
from pathlib import Path

import pytest

import sim
from sim.engine.files import claim
from sim.engine.parquet import read_parquet, write_parquet
from sim.engine.store import existing, save
from tests.doors.calling import Ended

COMMANDS = (
    *"run compare sweep sensitivity validate trace game play trade".split(),
    *"sources sql diff new list schema explain replay".split(),
)
EXAMPLES = Path(__file__).resolve().parents[1] / "examples"
FEW = ("-n", "200")


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "100")


def test_run_prints_a_table_a_sentence_and_the_folder() -> None:
    ended = Ended("run", "montreal", *FEW)
    assert ended.code == 0
    assert "How it ends" in ended.out
    assert "played 200 times, seed 1" in ended.out
    assert "Most likely: a three-party deal" in ended.out
    (folder,) = Path("runs").iterdir()
    assert f"saved  {folder}" in ended.out
    files = {path.name for path in folder.iterdir()}
    assert files == {"manifest.json", "scenario.resolved.yaml", "summary.json", "trials.parquet"}


def test_the_same_run_is_never_played_twice_and_says_the_same() -> None:
    first, second = Ended("run", "montreal", *FEW), Ended("run", "montreal", *FEW)
    changed = [(a, b) for a, b in zip(first.out.splitlines(), second.out.splitlines(), strict=True) if a != b]
    assert len(changed) == 1
    assert changed[0][1] == "already played: 200 times, seed 1"


def test_workers_change_nothing_but_the_line_that_counts_them() -> None:
    one = Ended("run", "montreal", *FEW, "-j", "1", "-o", "a", "--quiet").out.splitlines()
    two = Ended("run", "montreal", *FEW, "-j", "2", "-o", "b", "--quiet").out.splitlines()
    assert one[:1] + one[2:] == two[:1] + two[2:]
    summaries = [path.read_bytes() for path in (*Path("a").rglob("summary.json"), *Path("b").rglob("summary.json"))]
    assert summaries[0] == summaries[1]


def test_json_of_a_run_is_its_summary_and_nothing_else() -> None:
    ended = Ended("run", "montreal", *FEW, "--json")
    (summary,) = Path("runs").rglob("summary.json")
    assert ended.out == summary.read_text(encoding="utf-8")
    assert Ended("run", "montreal", *FEW, "--json").out == ended.out


def test_quiet_leaves_the_answer_alone() -> None:
    ended = Ended("run", "montreal", *FEW, "--quiet")
    assert "saved" not in ended.out
    assert ended.err == ""


def test_a_changed_figure_is_said_and_kept_apart() -> None:
    Ended("run", "montreal", *FEW)
    ended = Ended("run", "montreal", *FEW, "--set", "resolve=40%", "--set", "stakes=2%")
    assert "with resolve = 40%" in ended.out
    assert "with stakes = 2%" in ended.out
    assert len(list(Path("runs").iterdir())) == 2


def test_until_precise_plays_as_long_as_it_takes() -> None:
    data = Ended("run", "montreal", "--until-precise", "2.5pt", "--json").data
    assert all((row["high"] - row["low"]) / 2 <= 0.025 for row in data["endings"])


def test_a_strategy_of_the_user_s_own_takes_a_seat_and_replays() -> None:
    Path("mine_here.py").write_text("def firm(view):\n    return view.most\n", encoding="utf-8")
    ended = Ended("run", "montreal", *FEW, "--seat", "canada=mine_here:firm")
    assert ended.code == 0
    assert "with canada played by mine_here:firm" in ended.out
    (folder,) = Path("runs").iterdir()
    assert Ended("replay", str(folder)).code == 0
    for command in ("trace", "run"):
        alone = Ended(command, str(folder))
        assert (alone.code, "had the user's own strategies in seats" in alone.err) == (2, True), alone.err


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ("view.most[0]", "returned one number; expected 200 aspirations, one for each trial"),
        ("view.most[1:]", "returned 199 numbers; expected"),
        ("view.table", "returned a table of 200 x 3 x "),
        ("'firm'", "returned what is not numbers: str; expected"),
        ("[[1], [1, 2]]", "returned what is not a row of numbers: list; expected"),
        ("None", "returned nothing; expected"),
        ("view.most * float('nan')", "200 of 200 numbers that are NaN or -inf; expected"),
    ],
)
def test_a_strategy_that_returns_something_else_is_told_so(
    answer: str, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(sys.modules, "mine_odd", raising=False)
    importlib.invalidate_caches()
    Path("mine_odd.py").write_text(f"def firm(view):\n    return {answer}\n", encoding="utf-8")
    monkeypatch.syspath_prepend(Path.cwd())
    ended = Ended("run", "montreal", *FEW, "--seat", "canada=mine_odd:firm")
    assert (ended.code, words in ended.err) == (1, True), ended.err


@pytest.mark.parametrize(
    ("seat", "code", "words"),
    [
        ("canada", 2, "expected PARTY=module:function"),
        ("peru=mine:f", 4, "there is no party 'peru'; there are us, canada, mexico"),
        ("canada=no_such_module:f", 4, "there is no module no_such_module.py in this folder"),
        ("canada=json:no_such", 4, "json has no function 'no_such'"),
        ("canada=sub/mine.py:f", 2, "is no name of a module"),
    ],
)
def test_a_seat_that_cannot_be_taken_is_explained(seat: str, code: int, words: str) -> None:
    ended = Ended("run", "montreal", *FEW, "--seat", seat)
    assert (ended.code, words in ended.err) == (code, True), ended.err


def test_a_strategy_that_fails_is_named_by_its_line() -> None:
    Path("mine_broken.py").write_text("def firm(view):\n    return view.nothing\n", encoding="utf-8")
    ended = Ended("run", "montreal", *FEW, "--seat", "canada=mine_broken:firm")
    assert ended.code == 1
    assert "your own code failed: AttributeError" in ended.err
    assert "mine_broken.py:2" in ended.err


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("run", "montrael"), 4, "did you mean montreal?"),
        (("run", "montreal", "--set", "resolv=1"), 3, "did you mean `resolve`?"),
        (("run", "montreal", "--set", "resolve"), 2, "expected KEY=VALUE"),
        (("run", "montreal", "--until-precise", "soon"), 2, "expected percentage points"),
        (("run", "montreal", "--until-precise", "1pt", "-n", "5"), 2, "finds the number of trials itself"),
        (("run", "montreal", "-s", "99999999999999999999"), 2, "--seed"),
        (("run", "montreal", "-s", "-1"), 2, "--seed"),
        (("run", "no-such.yaml"), 3, "no-such.yaml:1:1: error: there is no such file"),
        (("trace", "montreal", "--trial", "1", "--pick", "typical"), 2, "give one of them"),
        (("trace", "montreal", "--trial", str(2**62)), 2, "there is no such trial; expected a number below"),
        (("run", "m" * 300), 1, "file name too long"),
        (("explain", "credibilty"), 4, "did you mean credibility?"),
        (("replay", "."), 4, "holds no run"),
        (("diff", "montreal", "nowhere"), 4, "there is no scenario called 'nowhere'"),
        (("new", "a", "--from", "nowhere"), 4, "there is no scenario called 'nowhere'"),
    ],
)
def test_what_goes_wrong_has_its_code_and_its_sentence(words: tuple[str, ...], code: int, told: str) -> None:
    ended = Ended(*words)
    assert (ended.code, told in ended.err) == (code, True), ended.err
    assert ended.out == ""


def test_validate_names_every_fault_of_every_file() -> None:
    Path("bad.yaml").write_text("format: 1\nabuot: {}\n", encoding="utf-8")
    ended = Ended("validate", "bad.yaml", "montreal")
    assert ended.code == 3
    assert "bad.yaml:2:1: error: " in ended.out
    assert "montreal: valid" in ended.out
    files = Ended("validate", "bad.yaml", "montreal", "--json").data["files"]
    assert [one["is_valid"] for one in files] == [False, True]
    assert all({"file", "line", "column", "path", "message"} <= set(fault) for fault in files[0]["errors"])


def test_trace_tells_the_trial_that_the_run_played() -> None:
    run = Ended("run", "montreal", *FEW, "--json").data
    told = Ended("trace", "montreal", *FEW, "--pick", "typical", "--json").data
    most = max(run["paths"], key=lambda row: row["count"])
    assert told["stories"][0]["path"] == most["name"]
    again = Ended("trace", "montreal", "--trial", str(told["trial"]), "--json").data
    assert again["stories"] == told["stories"]


def test_trace_sets_the_same_trial_of_two_scenarios_side_by_side() -> None:
    ended = Ended("trace", "montreal", "--trial", "3", "--pair", "no-threats")
    assert "---- montreal " in ended.out
    assert "---- no-threats, from where they part " in ended.out


def test_trace_of_a_pair_says_when_both_worlds_part() -> None:
    words = ("trace", "montreal", "--trial", "6", "--pair", "trudeau-tour")
    ended, data = Ended(*words), Ended(*words, "--json").data
    # The Prime Minister's trip, which the other world does without, begins on that day.
    assert ended.out.startswith("They part on 8 Feb 2018.")
    assert data["parting"]["date"] == "2018-02-08"
    here, there = (story["entries"] for story in data["stories"])
    shared = data["parting"]["shared"]
    assert [entry["text"] for entry in here[:shared]] == [entry["text"] for entry in there[:shared]]
    assert here[shared]["text"] != there[shared]["text"]


def test_trace_of_a_scenario_with_itself_never_parts() -> None:
    ended = Ended("trace", "montreal", "--trial", "6", "--pair", "montreal")
    assert "go the same way to the end" in ended.out
    assert ended.out.count("It ends on") == 1


def test_trace_of_a_kept_run_takes_its_seed() -> None:
    Ended("run", "montreal", "-n", "50", "-s", "7")
    (folder,) = Path("runs").iterdir()
    assert Ended("trace", str(folder), "--trial", "0", "--json").data["seed"] == 7


def test_trace_keeps_its_options_in_what_is_next() -> None:
    ended = Ended("trace", "montreal", "-n", "50", "-s", "7", "--pair", "no-threats")
    assert "sim trace montreal -n 50 -s 7 --pair no-threats --pick surprising" in ended.err


def test_a_worker_without_work_is_not_counted() -> None:
    assert "seed 1, 1 worker," in Ended("run", "montreal", "-n", "50", "-j", "100").out


def test_sources_shows_each_figure_with_what_it_rests_on() -> None:
    counts = Ended("sources", "montreal", "--json").data["counts"]
    rows = list(csv.DictReader(io.StringIO(Ended("sources", "montreal", "--csv").out)))
    kinds = [row["kind"] for row in rows]
    assert kinds.count("source") == counts["sources"]
    assert kinds.count("judgement") == counts["judgements"]
    assert f"{counts['sources']} figures come from sources" in Ended("sources", "montreal").out


def test_no_cell_of_the_table_of_sources_is_a_formula() -> None:
    text = (EXAMPLES / "minimal.yaml").read_text(encoding="utf-8")
    Path("odd.yaml").write_text(text.replace("invented for a test", "=HYPERLINK(1)"), encoding="utf-8")
    rows = csv.DictReader(io.StringIO(Ended("sources", "odd.yaml", "--csv").out))
    assert {row["says"] for row in rows if row["kind"] == "judgement"} == {"'=HYPERLINK(1)"}


def test_diff_shows_what_differs_and_says_so_where_nothing_does() -> None:
    ended = Ended("diff", "montreal", "montreal-concede")
    assert "parties.canada.positions.auto_content.opens_with" in ended.out
    assert "assume the same" in Ended("diff", "montreal", "montreal").out
    assert Ended("diff", "montreal", "montreal", "--json").data["differences"] == []


@pytest.mark.parametrize("more", [(), ("--from", "montreal")])
def test_new_writes_a_scenario_that_is_valid_and_never_over_another(more: tuple[str, ...]) -> None:
    assert Ended("new", "mine", *more).out == "wrote mine.yaml\n"
    assert Ended("validate", "mine.yaml").code == 0
    again = Ended("new", "mine", *more)
    assert (again.code, "is there already" in again.err) == (2, True)


def test_a_what_if_of_a_file_stands_beside_it() -> None:
    Ended("new", "mine")
    Path("below").mkdir()
    assert Ended("new", "other", "--from", "mine.yaml").code == 0
    assert Ended("validate", "other.yaml").code == 0
    assert Ended("new", "below/other", "--from", "mine.yaml").code == 2


def test_list_and_explain_and_schema_have_data_for_programs() -> None:
    assert "montreal" in [one["name"] for one in Ended("list", "--json").data["scenarios"]]
    assert Ended("explain", "technical", "meeting", "--json").data["term"] == "technical meeting"
    assert "notice" in Ended("explain", "--json").data["terms"]
    assert Ended("schema").data == Ended("schema", "--json").data


def test_a_replay_is_the_same_bit_by_bit() -> None:
    Ended("run", "montreal", *FEW)
    ended = Ended("replay", "runs", "--json")
    assert (ended.code, ended.data["is_same"]) == (0, True)


def test_a_replay_that_differs_says_where_and_ends_with_1() -> None:
    Ended("run", "montreal", *FEW)
    (folder,) = Path("runs").iterdir()
    _write_with_another_value(folder)
    ended = Ended("replay", str(folder))
    assert ended.code == 1
    assert "value_us: differs in 1 of 200 trials, first in trial 17: was 0.5, is " in ended.out


def test_a_damaged_run_is_not_replayed() -> None:
    Ended("run", "montreal", *FEW)
    (table,) = Path("runs").rglob("trials.parquet")
    table.write_bytes(table.read_bytes()[:-1])
    ended = Ended("replay", "runs")
    assert (ended.code, "trials.parquet changed or missing" in ended.err) == (1, True), ended.err


def test_another_contract_is_refused_with_the_release_to_take(monkeypatch: pytest.MonkeyPatch) -> None:
    Ended("run", "montreal", *FEW)
    kept_under = sim.CONTRACT
    monkeypatch.setattr("sim.CONTRACT", kept_under + 1)
    ended = Ended("replay", "runs")
    assert ended.code == 1
    told = f"under contract {kept_under}; this is sim 0.1.0 with contract {kept_under + 1}. Replay it with sim 0.1.0"
    assert told in ended.err


@pytest.mark.parametrize("command", COMMANDS)
def test_help_begins_with_examples(command: str) -> None:
    page = Ended(command, "--help").out.splitlines()
    assert page[0].startswith("Usage: ")
    assert page[2].strip() == "Examples:"
    assert page[3].strip().startswith(f"sim {command}")
    assert any("--json" in line for line in page)


@pytest.mark.parametrize("command", [("list",), ("explain", "notice"), ("schema",), ("validate", "montreal")])
def test_every_command_ends_with_a_useful_next_one(command: tuple[str, ...]) -> None:
    assert "next   sim " in Ended(*command).err
    assert Ended(*command, "--json").err == ""


def test_the_version_is_the_package_s() -> None:
    assert Ended("--version").out == "sim 0.1.0\n"


def _write_with_another_value(folder: Path) -> None:
    """Write a run anew with one value changed and everything signed, as another release would have played it."""
    table = dict(read_parquet(folder / "trials.parquet"))
    table["value_us"][17] = 0.5
    kept = {name: (folder / name).read_bytes() for name in ("scenario.resolved.yaml", "summary.json")}
    manifest = existing(folder) or {}
    facts = {key: value for key, value in manifest.items() if key not in ("files", "sha256")}
    with claim(folder) as held:
        save(held, {**kept, "trials.parquet": lambda path: write_parquet(path, table)}, facts)
