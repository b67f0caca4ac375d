"""`sim sensitivity`: bars with a noise floor, Sobol indices, and chance set apart from not knowing the dials."""

from __future__ import annotations

import sys

import pytest

from tests.doors.calling import Ended

FEW = ("-n", "400")
SOBOL = ("--sobol", "--points", "8", "-n", "50")
NESTED = ("--nested", "--points", "20", "-n", "50")


@pytest.fixture(autouse=True)
def _page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "100")


def test_it_prints_bars_the_floor_and_the_warning() -> None:
    ended = Ended("sensitivity", "montreal", *FEW)
    assert ended.code == 0
    words = " ".join(ended.out.split())
    assert "What moves the share of a three-party deal" in words
    assert "23 runs of 400 trials, seed 1" in words
    assert "Noise floor: " in words
    assert "Below it: " in words
    assert "february_trip is a plain number: turned a quarter down and up" in words
    assert "not a forecast" in words
    assert "Monte Carlo error alone" in words
    assert "next   sim sweep montreal --dial mexico_reaction=0.05:0.95:5" in ended.err


def test_the_bars_are_those_of_runs_with_the_dial_set() -> None:
    found = Ended("sensitivity", "montreal", *FEW, "--on", "withdrawal", "--json").data
    dial = next(one for one in found["dials"] if one["name"] == "border_cost")
    for end in ("low", "high"):
        run = Ended("run", "montreal", *FEW, "--set", f"border_cost={dial['reach'][end]}", "--json").data
        row = next(row for row in run["endings"] if row["name"] == "withdrawal")
        assert dial[f"at_{end}"] == {"value": row["share"], "low": row["low"], "high": row["high"]}
    assert dial["swing"]["value"] == pytest.approx(dial["at_high"]["value"] - dial["at_low"]["value"], abs=1e-12)


def test_the_json_has_a_schema_and_the_dials_in_order() -> None:
    found = Ended("sensitivity", "montreal", *FEW, "--on", "value_canada", "--json").data
    assert (found["schema"], found["method"], found["trials"]) == ("sim/sensitivity/v1", "one at a time", 400)
    assert found["on"] == {"name": "value_canada", "is_share": False, "phrase": "the mean value to Canada"}
    sizes = [abs(dial["swing"]["value"]) for dial in found["dials"]]
    assert sizes == sorted(sizes, reverse=True)
    for dial in found["dials"]:
        assert dial["is_above_floor"] == (abs(dial["swing"]["value"]) > found["noise_floor"])
        assert dial["swing"]["low"] <= dial["swing"]["value"] <= dial["swing"]["high"]
    assert {dial["reach"]["rule"] for dial in found["dials"]} == {"distribution", "quarter"}


def test_a_dial_that_moves_nothing_lies_below_the_floor() -> None:
    found = Ended("sensitivity", "no-threats", *FEW, "--json").data
    still = [dial for dial in found["dials"] if dial["swing"]["value"] == 0.0]
    assert still
    assert not any(dial["is_above_floor"] for dial in still)


def test_one_trial_has_no_floor_and_no_range() -> None:
    found = Ended("sensitivity", "montreal", "-n", "1", "--on", "value_us", "--json").data
    assert found["noise_floor"] is None
    assert found["dials"][0]["swing"]["low"] is None
    assert "One trial has no noise floor" in Ended("sensitivity", "montreal", "-n", "1", "--on", "value_us").out


def test_sobol_prints_indices_and_what_noise_does() -> None:
    words = " ".join(Ended("sensitivity", "montreal", *SOBOL).out.split())
    assert "96 points of 50 trials" in words
    assert "Noise: of the variance between points" in words
    assert "Kept as written, being plain numbers: february_trip" in words
    assert "not a forecast" in words


def test_sobol_as_json() -> None:
    found = Ended("sensitivity", "montreal", *SOBOL, "--json").data
    assert (found["schema"], found["method"]) == ("sim/sensitivity/v1", "sobol")
    assert (found["points"], found["played"], found["left_out"]) == (8, 96, ["february_trip"])
    assert len(found["dials"]) == 10
    for dial in found["dials"]:
        assert dial["first"]["low"] <= dial["first"]["value"] <= dial["first"]["high"]
        assert dial["noise_floor"] >= 0.0
    assert 0.0 < found["noise"] < 1.0


def test_sobol_without_salib_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "SALib", None)
    ended = Ended("sensitivity", "montreal", *SOBOL)
    assert (ended.code, ended.out) == (5, "")
    assert 'python -m pip install "SALib>=1.6,<2"' in ended.err
    assert Ended("sensitivity", "montreal", "-n", "20").code == 0


def test_nested_sets_chance_apart() -> None:
    found = Ended("sensitivity", "montreal", *NESTED, "--json").data
    variance = found["variance"]
    assert variance["total"] == pytest.approx(variance["chance"]["value"] + variance["unknown_dials"]["value"])
    assert found["unknown_share"]["value"] == pytest.approx(variance["unknown_dials"]["value"] / variance["total"])
    assert (found["points"], found["trials"], found["left_out"]) == (20, 50, ["february_trip"])
    words = " ".join(Ended("sensitivity", "montreal", *NESTED).out.split())
    assert "If somebody knew the dials, it would lie between" in words
    assert "More trials do not narrow that" in words


@pytest.mark.parametrize("columns", ["72", "100"])
@pytest.mark.parametrize("method", [FEW, (*FEW, "--on", "value_us"), SOBOL, NESTED])
def test_no_line_is_wider_than_the_page(columns: str, method: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    lines = Ended("sensitivity", "montreal", *method).out.splitlines()
    assert max(map(len, lines)) <= min(int(columns), 100)


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("--on", "withdrawl"), 4, "there is no result `withdrawl`; did you mean `withdrawal`?"),
        (("--on", "value_peru"), 4, "there is no result `value_peru`"),
        (("--sobol", "--nested"), 2, "ask for one of them"),
        (("--points", "8"), 2, "--points is for --sobol and --nested"),
        (("--sobol", "--points", "12"), 2, "expected a power of 2"),
        (("--nested", "--points", "2"), 2, "three draws of the dials"),
        (("--nested", "-n", "1"), 2, "two trials or more"),
        (("--sobol", "--points", "2", "--on", "notice_pending"), 2, "no variance that inputs could explain"),
        (("--nested", "--points", "3", "--on", "notice_pending"), 2, "the same in every trial"),
        (("--set", "resolv=1"), 3, "did you mean `resolve`?"),
    ],
)
def test_wrong_use_is_refused(words: tuple[str, ...], code: int, says: str) -> None:
    trials = () if "-n" in words else ("-n", "5")
    ended = Ended("sensitivity", "montreal", *words, *trials)
    assert (ended.code, ended.out, says in ended.err) == (code, "", True), ended.err


def test_what_never_happened_is_not_called_impossible() -> None:
    assert "(less than 7.2% as written)" in Ended("sensitivity", "montreal", "-n", "50", "--on", "notice_pending").out


def test_a_range_that_says_nothing_is_not_printed() -> None:
    assert (
        "too wide" in Ended("sensitivity", "montreal", "--sobol", "--points", "4", "-n", "50", "--on", "value_us").out
    )
