"""A run's folder: what is in it, and that it is found again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim.durable import play_durably
from sim.engine.crew import Threads
from sim.engine.files import claim
from sim.engine.parquet import read_parquet
from sim.engine.parts import TRIALS, Job
from sim.engine.seats import Named
from sim.errors import SimError, UsageError
from sim.report.saving import folder_of, save_run, saved_answer
from sim.report.source import settings_of, source_of, without_seats
from sim.scenario import load, sha256
from sim.scenario.packing import pack
from tests.unit.report.test_answer import found, played


def keep(folder: Path, answer: dict[str, Any] | None = None, seats: dict[str, Named] | None = None) -> None:
    """Play 200 trials and keep them in a folder."""
    job = Job(pack(played().scenario), 1, 200, TRIALS, folder, {}, seats or {})
    with claim(folder) as held:
        play_durably(job, Threads(1))
        save_run(held, job, "montreal", answer or found())


def test_a_kept_answer_is_found_again_and_a_damaged_one_is_not(tmp_path: Path) -> None:
    folder = tmp_path / "run"
    assert saved_answer(folder) is None
    keep(folder)
    assert saved_answer(folder) == found()
    (folder / "trials.parquet").write_bytes(b"x")
    assert saved_answer(folder) is None


def test_an_answer_of_another_release_is_not_taken_for_this_one_s(tmp_path: Path) -> None:
    keep(tmp_path / "run", {**found(), "version": "0.0.1"})
    assert saved_answer(tmp_path / "run") is None


def test_the_manifest_is_enough_to_repeat_the_run(tmp_path: Path) -> None:
    keep(tmp_path / "run")
    manifest = json.loads((tmp_path / "run" / "manifest.json").read_bytes())
    assert {"command", "scenario", "trials", "seed", "contract", "draws", "versions", "platform", "files"} <= set(
        manifest
    )
    assert set(manifest["versions"]) == {"sim", "python", "numpy", "numba", "duckdb"}
    assert sha256(load(tmp_path / "run" / "scenario.resolved.yaml").scenario) == sha256(played().scenario)


def test_the_table_has_a_date_beside_the_day_and_words_for_kinds(tmp_path: Path) -> None:
    keep(tmp_path / "run")
    table = read_parquet(tmp_path / "run" / "trials.parquet")
    start = np.datetime64("2018-01-12")
    assert list(table)[:5] == ["trial", "ending", "path", "day", "date"]
    assert table["trial"].dtype == np.int64
    assert table["trial"].tolist() == list(range(200))
    assert set(table["ending"]) <= {row["name"] for row in found()["endings"]}
    assert (table["date"] == start + np.floor(table["day"]).astype("timedelta64[D]")).all()
    assert set(table) == {"trial", "date", *played().table}


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
    keep(tmp_path / "odd")
    source = source_of(str(tmp_path / "odd"))
    assert (source.name, source.trials, source.seed) == ("montreal", 200, 1)
    assert sha256(source.loaded.scenario) == sha256(played().scenario)


def test_two_equal_runs_leave_one_folder(tmp_path: Path) -> None:
    for _ in range(2):
        keep(tmp_path / "run")
    assert [path.name for path in tmp_path.iterdir()] == ["run"]


@pytest.mark.parametrize("name", ["trials.parquet", "scenario.resolved.yaml", "manifest.json"])
@pytest.mark.parametrize("is_gone", [False, True])
def test_a_damaged_run_stands_for_no_scenario(name: str, is_gone: bool, tmp_path: Path) -> None:
    keep(tmp_path / "odd")
    file = tmp_path / "odd" / name
    file.unlink() if is_gone else file.write_bytes(file.read_bytes() + b" ")
    with pytest.raises(SimError, match=f"is damaged: {name} changed or missing"):
        source_of(str(tmp_path / "odd"))


def test_a_run_with_seats_is_not_played_without_them(tmp_path: Path) -> None:
    mine = Named("mine", "firm", str(tmp_path))
    (tmp_path / "mine.py").write_text("def firm(view):\n    return view.most\n")
    keep(tmp_path / "odd", seats={"canada": mine})
    assert source_of(str(tmp_path / "odd")).seats == ("canada=mine:firm",)
    with pytest.raises(UsageError, match=r"play it with: sim run .*odd --seat canada=mine:firm"):
        without_seats(str(tmp_path / "odd"))


@pytest.mark.parametrize("word", ["stakes", "=1", "stakes=", " = "])
def test_a_setting_that_is_no_pair_is_refused(word: str) -> None:
    with pytest.raises(UsageError, match="expected KEY=VALUE"):
        settings_of([word])


def test_a_setting_may_hold_an_equals_sign() -> None:
    assert settings_of(["about.title=a=b"]) == (("about.title", "a=b"),)
