"""A run's folder: what is in it, and that it is found again."""

import json
from pathlib import Path

import numpy as np
import pytest

from sim.engine.store import read_parquet
from sim.errors import SimError, UsageError
from sim.report.saving import columns_of, folder_of, keep, saved_answer
from sim.report.source import settings_of, source_of, without_seats
from sim.scenario import load, sha256
from tests.unit.report.test_answer import found, played

ABOUT = {"command": "sim run montreal", "scenario": {"name": "montreal", "title": "T", "sha256": "0" * 64}}


def test_a_kept_answer_is_found_again_and_a_damaged_one_is_not(tmp_path: Path) -> None:
    folder = tmp_path / "run"
    assert saved_answer(folder) is None
    keep(folder, played(), ABOUT, found())
    assert saved_answer(folder) == found()
    (folder / "trials.parquet").write_bytes(b"x")
    assert saved_answer(folder) is None


def test_an_answer_of_another_release_is_not_taken_for_this_one_s(tmp_path: Path) -> None:
    keep(tmp_path / "run", played(), ABOUT, {**found(), "version": "0.0.1"})
    assert saved_answer(tmp_path / "run") is None


def test_the_manifest_is_enough_to_repeat_the_run(tmp_path: Path) -> None:
    keep(tmp_path / "run", played(), ABOUT, found())
    manifest = json.loads((tmp_path / "run" / "manifest.json").read_bytes())
    assert {"command", "scenario", "trials", "seed", "contract", "draws", "versions", "platform", "files"} <= set(
        manifest
    )
    assert set(manifest["versions"]) == {"sim", "python", "numpy", "numba", "duckdb"}
    assert sha256(load(tmp_path / "run" / "scenario.resolved.yaml").scenario) == sha256(played().scenario)


def test_the_table_has_a_date_beside_the_day_and_words_for_kinds(tmp_path: Path) -> None:
    keep(tmp_path / "run", played(), ABOUT, found())
    table = read_parquet(tmp_path / "run" / "trials.parquet")
    start = np.datetime64("2018-01-12")
    assert list(table)[:5] == ["trial", "ending", "path", "day", "date"]
    assert table["trial"].dtype == np.int64
    assert table["trial"].tolist() == list(range(200))
    assert set(table["ending"]) <= {row["name"] for row in found()["endings"]}
    assert (table["date"] == start + np.floor(table["day"]).astype("timedelta64[D]")).all()
    assert set(table) == set(columns_of(played()))


def test_a_folder_is_named_after_all_that_the_run_depends_on() -> None:
    base = folder_of(Path("runs"), "m", "a" * 64, 100, 1)
    assert base.name.startswith("m-")
    assert base.name.endswith("-s1")
    others = {
        folder_of(Path("runs"), "m", "b" * 64, 100, 1),
        folder_of(Path("runs"), "m", "a" * 64, 101, 1),
        folder_of(Path("runs"), "m", "a" * 64, 100, 2),
    }
    assert len(others | {base}) == 4


def test_a_run_stands_for_the_scenario_that_was_played(tmp_path: Path) -> None:
    keep(tmp_path / "odd", played(), ABOUT, found())
    source = source_of(str(tmp_path / "odd"))
    assert (source.name, source.trials, source.seed) == ("montreal", 200, 1)
    assert sha256(source.loaded.scenario) == sha256(played().scenario)


def test_two_equal_runs_at_once_leave_one_folder(tmp_path: Path) -> None:
    for command in ("sim run montreal", "sim run montreal --json"):
        keep(tmp_path / "run", played(), {**ABOUT, "command": command}, found())
    assert [path.name for path in tmp_path.iterdir()] == ["run"]


@pytest.mark.parametrize("name", ["trials.parquet", "scenario.resolved.yaml", "manifest.json"])
@pytest.mark.parametrize("is_gone", [False, True])
def test_a_damaged_run_stands_for_no_scenario(name: str, is_gone: bool, tmp_path: Path) -> None:
    keep(tmp_path / "odd", played(), ABOUT, found())
    file = tmp_path / "odd" / name
    file.unlink() if is_gone else file.write_bytes(file.read_bytes() + b" ")
    with pytest.raises(SimError, match=f"is damaged: {name} changed or missing"):
        source_of(str(tmp_path / "odd"))


def test_a_run_with_seats_is_not_played_without_them(tmp_path: Path) -> None:
    keep(tmp_path / "odd", played(), ABOUT, found(), ["canada=mine:firm"])
    assert source_of(str(tmp_path / "odd")).seats == ("canada=mine:firm",)
    with pytest.raises(UsageError, match=r"play it with: sim run .*odd --seat canada=mine:firm"):
        without_seats(str(tmp_path / "odd"))


@pytest.mark.parametrize("word", ["stakes", "=1", "stakes=", " = "])
def test_a_setting_that_is_no_pair_is_refused(word: str) -> None:
    with pytest.raises(UsageError, match="expected KEY=VALUE"):
        settings_of([word])


def test_a_setting_may_hold_an_equals_sign() -> None:
    assert settings_of(["about.title=a=b"]) == (("about.title", "a=b"),)
