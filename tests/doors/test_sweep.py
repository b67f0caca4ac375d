"""`sim sweep`: a grid or a Latin hypercube of dials as a tidy table that is kept point by point."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim.engine.parquet import read_parquet
from sim.simulate import Run, simulate
from tests.doors.calling import Ended

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"
GRID = ("--dial", "resolve=10%:30%:3")
FEW = ("-n", "200")


class Swept(Ended):
    """How a sweep ended."""

    @property
    def rows(self) -> list[dict[str, str]]:
        """Return stdout as the rows of a CSV file."""
        return list(csv.DictReader(io.StringIO(self.out)))


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "100")


def stops_after(monkeypatch: pytest.MonkeyPatch, count: int) -> None:
    """Let the user press Ctrl-C once so many points are played."""
    calls = iter(range(1_000))

    def played(*words: Any, **named: Any) -> Run:
        if next(calls) >= count:
            raise KeyboardInterrupt
        return simulate(*words, **named)

    monkeypatch.setattr("sim.study.points.simulate", played)


def files_below(folder: str) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in Path(folder).rglob("*") if path.is_file()}


def test_one_dial_prints_a_table_a_sentence_and_the_warning() -> None:
    ended = Swept("sweep", "montreal", *GRID, *FEW)
    assert ended.code == 0
    assert "3 points, 200 trials each, seed 1" in ended.out
    assert "resolve: Chance that Washington is resolute" in ended.out
    assert "What changes most over these points: the share of" in ended.out
    assert "All points have the same draws" in ended.out
    assert "not a forecast" in ended.out
    (folder,) = Path("sweeps").iterdir()
    assert f"saved  {folder}" in ended.err
    assert "next   sim sensitivity montreal" in ended.err
    assert set(files_below(str(folder))) == {
        "manifest.json",
        "scenario.resolved.yaml",
        "points.parquet",
        "points.csv",
        "summary.json",
    }


def test_two_dials_print_one_down_and_one_across() -> None:
    out = Swept("sweep", "montreal", *GRID, "--dial", "overrun=0.1:0.5:2", *FEW).out
    assert "Share of a three-party deal: resolve downwards, overrun across" in out
    assert any(line.split() == ["resolve", "0.1", "0.5"] for line in out.splitlines())


def test_a_point_is_the_run_with_the_dial_set() -> None:
    found = Swept("sweep", "montreal", *GRID, *FEW, "-s", "3", "--set", "stakes=2%", "--json").data
    assert [point["dials"]["resolve"] for point in found["points"]] == [0.1, 0.2, 0.3]
    for point in found["points"]:
        words = ("--set", f"resolve={point['dials']['resolve']}", "--set", "stakes=2%", "--json")
        run = Swept("run", "montreal", *FEW, "-s", "3", *words).data
        keys = ("name", "count", "share", "low", "high", "median_date")
        assert point["endings"] == [{key: row[key] for key in keys} for row in run["endings"]]
        assert {party: each["value"]["mean"] for party, each in point["parties"].items()} == {
            party: each["value"]["mean"] for party, each in run["parties"].items()
        }


def test_the_json_has_a_schema_and_everything_a_script_needs() -> None:
    found = Swept("sweep", "montreal", *GRID, *FEW, "--json").data
    assert (found["schema"], found["trials"], found["seed"]) == ("sim/sweep/v1", 200, 1)
    assert found["design"]["kind"] == "grid"
    (dial,) = found["design"]["dials"]
    assert (dial["name"], dial["low"], dial["high"], dial["steps"]) == ("resolve", 0.1, 0.3, 3)
    assert [ending["name"] for ending in found["endings"]][:3] == ["trilateral", "bilateral", "withdrawal"]
    assert all(sum(row["count"] for row in point["endings"]) == 200 for point in found["points"])
    assert "not a forecast" in found["caution"]
    one = Swept("sweep", "montreal", *GRID, "-n", "1", "--json").data
    assert one["points"][0]["parties"]["us"]["value"]["low"] is None


def test_the_table_is_tidy_and_the_same_in_every_form() -> None:
    printed = Swept("sweep", "montreal", *GRID, *FEW, "--csv")
    (kept,) = Path("sweeps").rglob("points.csv")
    assert kept.read_text(encoding="utf-8") == printed.out
    rows = printed.rows
    assert len(rows) == 3 * 7
    head = "point dial_resolve ending count trials share low high median_date".split()
    assert list(rows[0])[:9] == head
    assert list(rows[0])[9:11] == ["value_us", "gain_us"]
    table = read_parquet(kept.with_name("points.parquet"))
    assert list(table) == list(rows[0])
    for name in ("dial_resolve", "share", "value_canada"):
        assert table[name].tolist() == [float(row[name]) for row in rows]
    assert table["ending"].tolist() == [row["ending"] for row in rows]
    assert [str(day) if not np.isnat(day) else "" for day in table["median_date"]] == [
        row["median_date"] for row in rows
    ]


def test_no_cell_of_the_table_is_a_formula() -> None:
    text = (EXAMPLES / "minimal.yaml").read_text(encoding="utf-8")
    text = text.replace("invented for a test", "=HYPERLINK(1)")
    made = '\ndials:\n  firm: {label: "=HYPERLINK(2)", unit: "+1", value: 0.5, min: 0, max: 1, judgement: "@x"}\n'
    text += made if "\ndials:" not in text else ""
    Path("odd.yaml").write_text(text, encoding="utf-8")
    ended = Swept("sweep", "odd.yaml", "--dial", "firm=0:1:2", "-n", "5", "--csv")
    assert ended.code == 0, ended.err
    cells = [cell for row in csv.reader(io.StringIO(ended.out)) for cell in row]
    odd = [cell for cell in cells if cell[:1] in tuple("=+-@\t\r")]
    assert all(cell[1:2].isdigit() for cell in odd), odd


@pytest.mark.parametrize("columns", ["72", "100"])
@pytest.mark.parametrize(
    "design",
    [
        ("--dial", "resolve=0.1:0.5:9"),
        (*GRID, "--dial", "mexico_reaction=0:1:12"),
        (*GRID, "--dial", "overrun=0.1:0.5:2", "--dial", "hope=0.3:0.4:2"),
        ("--lhs", "4"),
    ],
)
def test_no_line_is_wider_than_the_page(columns: str, design: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    ended = Swept("sweep", "montreal", *design, "-n", "20")
    assert max(map(len, ended.out.splitlines())) <= min(int(columns), 100)


def test_a_hypercube_looks_once_into_each_part_of_every_dial() -> None:
    found = Swept(
        "sweep", "montreal", "--lhs", "8", "--dial", "resolve", "--dial", "overrun=10%:30%", *FEW, "--json"
    ).data
    assert found["design"]["kind"] == "latin hypercube"
    resolve, overrun = found["design"]["dials"]
    assert (overrun["low"], overrun["high"]) == (0.1, 0.3)
    assert (resolve["low"], resolve["high"]) == (0.07529, 0.3594)
    for dial in (resolve, overrun):
        values = [point["dials"][dial["name"]] for point in found["points"]]
        parts = [int(8 * (value - dial["low"]) / (dial["high"] - dial["low"])) for value in values]
        assert sorted(parts) == list(range(8))
    all_dials = Swept("sweep", "montreal", "--lhs", "3", "-n", "5", "--json").data
    assert len(all_dials["design"]["dials"]) == 11


def test_a_kept_sweep_is_not_played_again(monkeypatch: pytest.MonkeyPatch) -> None:
    first = Swept("sweep", "montreal", *GRID, *FEW, "--json")
    stops_after(monkeypatch, 0)
    again = Swept("sweep", "montreal", *GRID, *FEW, "--json")
    assert (again.code, again.out) == (0, first.out)
    assert "already played" in Swept("sweep", "montreal", *GRID, *FEW).out


def test_an_interrupted_sweep_goes_on_and_ends_with_the_same_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = Swept("sweep", "montreal", *GRID, *FEW, "-o", "whole")
    with monkeypatch.context() as patch:
        stops_after(patch, 2)
        stopped = Swept("sweep", "montreal", *GRID, *FEW, "-o", "parts")
    assert (stopped.code, stopped.out) == (130, "")
    assert "interrupted; 2 of 3 points are kept in parts" in stopped.err
    assert "this goes on: sim sweep montreal --dial resolve=10%:30%:3 -n 200 -o parts" in stopped.err
    with monkeypatch.context() as patch:
        stops_after(patch, 1)  # one point is left to play, and no more is played
        again = Swept("sweep", "montreal", *GRID, *FEW, "-o", "parts")
    assert again.code == 0
    assert "2 of 3 points are kept already" in again.err
    assert again.out.splitlines()[2:] == whole.out.splitlines()[2:]
    assert files_below("parts") == files_below("whole")


def test_a_damaged_point_is_played_again(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = Swept("sweep", "montreal", *GRID, *FEW, "-o", "whole", "--json")
    with monkeypatch.context() as patch:
        stops_after(patch, 2)
        Swept("sweep", "montreal", *GRID, *FEW, "-o", "parts")
    first, second = sorted(Path("parts").rglob("0*.json"))
    first.write_bytes(first.read_bytes()[:-20])
    second.write_text(second.read_text(encoding="utf-8").replace('"seed": 1', '"seed": 2'), encoding="utf-8")
    assert Swept("sweep", "montreal", *GRID, *FEW, "-o", "parts", "--json").out == whole.out


def test_an_interrupt_before_the_first_point_keeps_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    stops_after(monkeypatch, 0)
    ended = Swept("sweep", "montreal", *GRID, *FEW)
    assert (ended.code, "interrupted; nothing is kept" in ended.err) == (130, True)


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("--dial", "resolv=0:1:3"), 4, "there is no dial `resolv`; did you mean `resolve`?"),
        ((), 2, "say which dial to turn"),
        (("--dial", "resolve"), 2, "expected NAME=FROM:TO:COUNT"),
        (("--dial", "resolve=0:1"), 2, "expected NAME=FROM:TO:COUNT"),
        (("--dial", "resolve=0:1:1"), 2, "a number of points from 2"),
        (("--dial", "resolve=0:1:x"), 2, "a number of points from 2"),
        (("--dial", "resolve=0:two:3"), 2, "--dial resolve=0:two:3: found `two`"),
        (("--dial", "resolve=0.5:0.1:3"), 2, "from the smaller to the larger"),
        (("--dial", "resolve=0:2:3"), 2, "2 lies outside 0 to 1"),
        ((*GRID, *GRID), 2, "stands there twice"),
        ((*GRID, "--set", "resolve=0.1"), 2, "is turned by the sweep"),
        ((*GRID, "--lhs", "5"), 2, "with --lhs expected a dial"),
        (("--dial", "resolve=0:1:200", "--dial", "overrun=0:1:200"), 2, "make 40,000 points"),
        (("--lhs", "1"), 2, "--lhs"),
    ],
)
def test_wrong_use_is_refused(words: tuple[str, ...], code: int, says: str) -> None:
    ended = Swept("sweep", "montreal", *words, "-n", "5")
    assert (ended.code, ended.out, says in ended.err) == (code, "", True), ended.err
    assert not Path("sweeps").exists()


def test_the_folder_of_a_sweep_can_be_played_as_a_scenario() -> None:
    Swept("sweep", "montreal", *GRID, *FEW, "--set", "stakes=2%")
    (folder,) = Path("sweeps").iterdir()
    run = Swept("run", str(folder), "--json").data
    assert (run["trials"], run["scenario"]["name"]) == (200, "montreal")


def test_a_sweep_is_no_run_to_replay() -> None:
    Swept("sweep", "montreal", *GRID, "-n", "5")
    ended = Swept("replay", "sweeps")
    assert (ended.code, "holds a sweep and no run" in ended.err) == (2, True), ended.err
