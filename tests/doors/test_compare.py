"""`sim compare`: what changes from one scenario to another, over the same trials."""

from pathlib import Path

import pytest

from sim.report import kept
from tests.doors.calling import Ended

FEW = ("-n", "400")


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "100")


def test_it_prints_inputs_endings_values_words_and_flows() -> None:
    ended = Ended("compare", "montreal", "montreal-concede", *FEW)
    assert ended.code == 0
    assert "A  montreal: NAFTA renegotiation from the Montreal round" in ended.out
    assert "3 values differ from A to B" in ended.out
    assert "parties.mexico.positions.auto_content.opens_with: - -> 71.5" in ended.out
    assert "Less likely in B: a three-party deal, by" in ended.out
    assert "three-party deal -> deal of two parties only" in ended.out
    assert "Pairing: runs with draws of their own would need" in ended.out
    assert "not a forecast" in ended.out
    assert "sim trace montreal --pair montreal-concede" in ended.err


@pytest.mark.parametrize("columns", ["72", "100", "300"])
def test_no_line_is_wider_than_the_page(columns: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    lines = Ended("compare", "montreal", "no-threats", *FEW).out.splitlines()
    assert max(map(len, lines)) <= min(int(columns), 100)


def test_a_scenario_differs_from_itself_by_exactly_nothing() -> None:
    found = Ended("compare", "montreal", "montreal", *FEW, "--json").data
    assert found["inputs"] == found["flows"] == []
    assert found["changed"]["count"] == 0
    for row in found["differences"]:
        assert (row["difference"], row["low"], row["high"], row["changed"]) == (0.0, 0.0, 0.0, 0)
        assert row["days"] is None or set(row["days"].values()) == {0.0}
    for party in found["parties"].values():
        for kind in ("value", "gain"):
            assert (party[kind]["difference"], party[kind]["low"], party[kind]["high"]) == (0.0, 0.0, 0.0)


def test_swapping_the_sides_turns_every_sign() -> None:
    there = Ended("compare", "montreal", "no-threats", *FEW, "--json").data
    back = Ended("compare", "no-threats", "montreal", *FEW, "--json").data
    for row, other in zip(there["differences"], back["differences"], strict=True):
        assert row["difference"] == pytest.approx(-other["difference"], abs=1e-15)
        assert (row["low"], row["high"]) == pytest.approx((-other["high"], -other["low"]), abs=1e-12)
        assert (row["gained"], row["lost"]) == (other["lost"], other["gained"])
    for party, found in there["parties"].items():
        assert found["value"]["difference"] == pytest.approx(-back["parties"][party]["value"]["difference"], abs=1e-12)
    assert {(row["from"], row["to"], row["count"]) for row in there["flows"]} == {
        (row["to"], row["from"], row["count"]) for row in back["flows"]
    }


def test_its_numbers_are_those_of_the_runs() -> None:
    found = Ended("compare", "montreal", "montreal-concede", *FEW, "--json").data
    for side, name in (("a", "montreal"), ("b", "montreal-concede")):
        run = Ended("run", name, *FEW, "--json").data
        assert [row[side] for row in found["differences"]] == [row["share"] for row in run["endings"]]
        assert all(
            party["value"][side] == run["parties"][name]["value"]["mean"] for name, party in found["parties"].items()
        )
    flows = sum(row["count"] for row in found["flows"])
    assert flows == found["changed"]["count"] == sum(row["changed"] for row in found["differences"]) // 2
    assert sum(row["difference"] for row in found["differences"]) == pytest.approx(0.0, abs=1e-12)


def test_kept_runs_are_not_played_again(monkeypatch: pytest.MonkeyPatch) -> None:
    first = Ended("compare", "montreal", "montreal-concede", *FEW)

    def refused(*_words: object, **_named: object) -> None:
        raise AssertionError("played again")

    monkeypatch.setattr(kept, "play_durably", refused)
    again = Ended("compare", "montreal", "montreal-concede", *FEW)
    assert (again.code, again.out) == (0, first.out)


def test_one_scenario_and_a_setting_are_compared() -> None:
    found = Ended("compare", "montreal", "--set", "resolve=40%", *FEW, "--json").data
    assert [one["path"] for one in found["inputs"]] == ["dials.resolve.value"]
    assert found["scenarios"][1]["settings"] == ["resolve=40%"]


def test_a_setting_is_for_all_or_for_one() -> None:
    settings = ("--set", "stakes=3%", "--set", "2:resolve=40%")
    found = Ended("compare", "montreal", "montreal", *settings, *FEW, "--json").data
    assert [one["path"] for one in found["inputs"]] == ["dials.resolve.value"]


def test_more_than_two_are_each_compared_with_the_first() -> None:
    found = Ended("compare", "montreal", "no-threats", "montreal-concede", *FEW, "--json").data
    assert [(one["a"], one["b"]) for one in (found, *found["others"])] == [
        ("montreal", "no-threats"),
        ("montreal", "montreal-concede"),
    ]


def test_folders_of_runs_are_compared_where_they_lie() -> None:
    for name in ("montreal", "no-threats"):
        Ended("run", name, *FEW, "-o", "elsewhere")
    folders = sorted(str(path) for path in Path("elsewhere").iterdir() if path.is_dir())
    found = Ended("compare", *folders, "--json").data
    assert found["trials"] == 400
    assert not Path("runs").exists()


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("montreal",), 2, "compare needs two scenarios"),
        (("montreal", "montreal", "--set", "3:stakes=1%"), 2, "there are 2 scenarios"),
        (("montreal", "nothing"), 4, "nothing"),
    ],
)
def test_wrong_use_is_refused(words: tuple[str, ...], code: int, says: str) -> None:
    ended = Ended("compare", *words)
    assert (ended.code, ended.out) == (code, "")
    assert says in ended.err


def test_null_is_the_first_scenario_with_constant_rates() -> None:
    found = Ended("compare", "montreal", "null", *FEW, "--json").data
    assert {one["path"].split(".")[1] for one in found["inputs"]} == {"us", "canada", "mexico"}
    assert found["scenarios"][1]["settings"][0] == "parties.us.strategy=fixed-rates"
    text = " ".join(Ended("compare", "montreal", "null", *FEW).out.split())
    assert "B null: NAFTA renegotiation from the Montreal round, where every party comes round" in text
