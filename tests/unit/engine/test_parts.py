"""A run in parts: the same files whoever plays them, and nothing lost or mixed up when the play is cut short."""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim.durable import play_durably
from sim.engine import batch, files
from sim.engine.crew import Count, Processes, Threads
from sim.engine.files import claim
from sim.engine.parquet import read_parquet
from sim.engine.parts import EVENTS, KEEPS, SUMMARY, TRIALS, Job, Part, begun, finish
from sim.engine.seats import Named, View
from sim.engine.store import verify
from sim.engine.summary import Summary, summary_of
from sim.errors import SimError
from sim.outcomes import columns_of
from sim.scenario import load
from sim.scenario.packing import pack
from sim.simulate import simulate

MONTREAL = pack(load("montreal").scenario)
FACTS = {"seed": 7}


def firm(view: View) -> Any:
    """Hold out for nearly all, in the seat of a party."""
    return np.maximum(view.floor, view.most - 5.0 * view.elapsed)


SEATS = {"canada": Named(__name__, "firm", str(Path(__file__).parents[3]))}


@pytest.mark.parametrize("workers", [1, 2, 3, 7])
@pytest.mark.parametrize("chunk", [64, 200, 512, 1000, 4096])
def test_neither_workers_nor_chunks_change_a_byte(
    workers: int, chunk: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch, "CHUNK", chunk)
    summary, _ = play_durably(_job(tmp_path), Threads(workers))
    assert _tree(tmp_path) == _expected_tree()
    run = simulate(MONTREAL.scenario, 1_000, 7)
    assert summary == summary_of(run.columns, run.table, 0)


def test_the_table_is_that_of_a_run_in_memory(tmp_path: Path) -> None:
    job = _job(tmp_path)
    play_durably(job, Threads(2))
    run = simulate(MONTREAL.scenario, 1_000, 7)
    found = read_parquet(job.whole / "trials.parquet")
    assert found["trial"].tolist() == list(range(1_000))
    for column in columns_of(MONTREAL):
        values = run.table[column.name]
        if column.labels:
            values = np.array([*column.labels, None], dtype=object)[values]
        assert _same(found[column.name], values), column.name


def test_a_run_of_one_part_is_one_file(tmp_path: Path) -> None:
    job = _job(tmp_path, trials=300)
    play_durably(job, Threads(3))
    assert (job.whole / "trials.parquet").is_file()


@pytest.mark.parametrize("keep", KEEPS)
def test_what_is_kept_does_not_change_what_is_found(keep: str, tmp_path: Path) -> None:
    job = _job(tmp_path, keep=keep)
    summary, _ = play_durably(job, Threads(2))
    other, _ = play_durably(_job(tmp_path / "other"), Threads(1))
    assert summary == other
    kept = {path.name.split("-")[0] for path in job.whole.rglob("*.parquet") if path.is_file()}
    names = {path.name for path in job.whole.iterdir()} if job.whole.is_dir() else set()
    assert names == {SUMMARY: set(), TRIALS: {"trials.parquet"}, EVENTS: {"trials.parquet", "events.parquet"}}[keep]
    assert kept <= {"part"}


@pytest.mark.parametrize("after", [0, 1, 2, 3])
@pytest.mark.parametrize("keep", KEEPS)
def test_an_interrupted_run_goes_on_and_ends_with_the_same_bytes(after: int, keep: str, tmp_path: Path) -> None:
    job = _job(tmp_path, keep=keep)
    with pytest.raises(KeyboardInterrupt):
        play_durably(job, _Cut(after))
    assert begun(job) == 300 * after
    summary, before = play_durably(job, Threads(2))
    assert before == 300 * after
    whole, _ = play_durably(_job(tmp_path / "whole", keep=keep), Threads(2))
    assert summary == whole
    assert _tree(tmp_path / "run.part") == _tree(tmp_path / "whole" / "run.part")


@pytest.mark.parametrize("damage", ["flip", "cut", "empty", "gone"])
@pytest.mark.parametrize("kind", ["record", "table"])
def test_a_damaged_part_is_noticed_and_played_again(damage: str, kind: str, tmp_path: Path) -> None:
    job = _job(tmp_path)
    play_durably(job, Threads(1))
    name = "parts/00002.json" if kind == "record" else "whole/trials.parquet/part-00002.parquet"
    _damage(job.working / name, damage)
    played: list[Part] = []
    play_durably(job, _Listening(played))
    assert [part.number for part in played] == [2]
    assert _tree(tmp_path) == _expected_tree()


def test_parts_of_another_run_are_not_taken_for_this_one_s(tmp_path: Path) -> None:
    play_durably(_job(tmp_path, facts={"seed": 8}), Threads(1))
    played: list[Part] = []
    play_durably(_job(tmp_path), _Listening(played))
    assert [part.number for part in played] == [0, 1, 2, 3]
    assert _tree(tmp_path) == _expected_tree()


def test_what_was_left_half_written_is_swept_away(tmp_path: Path) -> None:
    job = _job(tmp_path)
    with pytest.raises(KeyboardInterrupt):
        play_durably(job, _Cut(2))
    for folder in (job.working / "parts", job.whole / "trials.parquet", job.whole):
        (folder / ".tmp-sim-1-part-00002.parquet").write_bytes(b"half")
    play_durably(job, Threads(1))
    assert _tree(tmp_path) == _expected_tree()


def test_a_full_disk_is_said_in_words_and_costs_the_part_in_flight_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = _job(tmp_path)
    flush, calls = files._flush, 0

    def full(path: Path) -> None:
        nonlocal calls
        calls += 1
        if calls == 5:  # the table of the third part
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        flush(path)

    monkeypatch.setattr(files, "_flush", full)
    with pytest.raises(SimError, match=r"cannot write .*part-00002\.parquet: the disk is full"):
        play_durably(job, Threads(1))
    assert begun(job) == 600
    assert not list(tmp_path.rglob("*part-00002*"))
    monkeypatch.undo()
    _, before = play_durably(job, Threads(1))
    assert before == 600
    assert _tree(tmp_path) == _expected_tree()


def test_a_finished_run_has_its_name_its_manifest_and_no_working_folder(tmp_path: Path) -> None:
    job = _job(tmp_path)
    _finished(job)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["run"]
    assert verify(job.folder) == ()
    assert len(list((job.folder / "trials.parquet").iterdir())) == 4


def test_a_fuller_copy_of_a_run_takes_the_place_of_a_poorer_one(tmp_path: Path) -> None:
    _finished(_job(tmp_path, keep=SUMMARY))
    _finished(_job(tmp_path, keep=TRIALS))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["run"]
    assert (tmp_path / "run" / "trials.parquet").is_dir()


def test_a_damaged_run_is_set_aside(tmp_path: Path) -> None:
    _finished(_job(tmp_path))
    (tmp_path / "run" / "summary.json").write_bytes(b"changed")
    _finished(_job(tmp_path))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["run", "run.replaced-1"]


@pytest.mark.parametrize("workers", [1, 2, 3, 7])
def test_strategies_of_a_user_give_the_same_bytes_in_processes(workers: int, tmp_path: Path) -> None:
    play_durably(_job(tmp_path / "there", seats=SEATS), Processes(workers))
    play_durably(_job(tmp_path / "here", seats=SEATS), Threads(1))
    assert _tree(tmp_path / "there") == _tree(tmp_path / "here")


def test_events_are_recorded_beside_strategies_of_a_user(tmp_path: Path) -> None:
    play_durably(_job(tmp_path / "both", keep=EVENTS, seats=SEATS), Threads(1))
    play_durably(_job(tmp_path / "trials", seats=SEATS), Threads(1))
    name = "run.part/whole/trials.parquet"
    assert _tree(tmp_path / "both" / name) == _tree(tmp_path / "trials" / name)


class _Listening:
    """A crew of one that notes what it plays."""

    workers = 1

    def __init__(self, played: list[Part]) -> None:
        self._played = played

    def results(self, job: Job, parts: Sequence[Part], count: Count) -> Iterator[tuple[Part, Summary]]:
        for part, found in Threads(1).results(job, parts, count):
            self._played.append(part)
            yield part, found


class _Cut:
    """A crew that is interrupted after some parts."""

    workers = 1

    def __init__(self, after: int) -> None:
        self._after = after

    def results(self, job: Job, parts: Sequence[Part], count: Count) -> Iterator[tuple[Part, Summary]]:
        yield from Threads(1).results(job, parts[: self._after], count)
        raise KeyboardInterrupt


def _job(
    folder: Path,
    trials: int = 1_000,
    keep: str = TRIALS,
    facts: dict[str, object] | None = None,
    seats: dict[str, Named] | None = None,
) -> Job:
    return Job(MONTREAL, 7, trials, keep, folder / "run", facts or FACTS, seats or {}, size=300)


def _finished(job: Job) -> None:
    play_durably(job, Threads(2))
    facts = {"scenario": "montreal", "trials": job.trials, "seed": job.seed, "keep": job.keep}
    with claim(job.folder) as held:
        finish(held, job, {"summary.json": b"{}"}, facts)


def _damage(path: Path, how: str) -> None:
    sound = path.read_bytes()
    middle = len(sound) // 2
    if how == "gone":
        path.unlink()
    else:
        flipped = sound[:middle] + bytes([sound[middle] ^ 1]) + sound[middle + 1 :]
        path.write_bytes({"flip": flipped, "cut": sound[:middle], "empty": b""}[how])


def _tree(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


_EXPECTED: dict[str, str] = {}


def _expected_tree() -> dict[str, str]:
    """Return the files of the run as one worker writes them, at the chunk that the engine has."""
    if not _EXPECTED:
        import tempfile

        with tempfile.TemporaryDirectory() as folder:
            play_durably(_job(Path(folder)), Threads(1))
            _EXPECTED.update(_tree(Path(folder)))
    return _EXPECTED


def _same(a: Any, b: Any) -> bool:
    return bool(np.all((a == b) | ((a != a) & (b != b))))  # noqa: PLR0124
