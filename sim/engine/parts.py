"""A run is played in parts: what a part has found is on disk before it counts, and no part is played twice.

While a run is being played it has a working folder beside its final one, NAME.part: in it the files of the run as they
will stand (`whole`) and, for each finished part, a sealed record with what it depends on, its summary and the hashes of
its files (`parts`). A part without an intact record, or whose files differ by one bit, is played again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sim.engine.files import Claim, Content, made, removed, swept, write_file
from sim.engine.parquet import Columns, write_parquet
from sim.engine.recording import Recorder
from sim.engine.seats import Named, seat_watch
from sim.engine.store import entry_of, is_intact, promote
from sim.engine.summary import Summary, summary_of
from sim.engine.tables import Heard, play_table, written
from sim.model.state import Rows
from sim.outcomes import columns_of
from sim.scenario.packing import PackedScenario

# Trials of a part: half a second of work. Small where trials are slow, or each leaves many rows.
PART, SMALL_PART = 50_000, 5_000

# What a run keeps besides its answer: nothing, a row for each trial, a row for each event of each trial as well.
KEEPS = SUMMARY, TRIALS, EVENTS = "summary", "trials", "events"
FILES = {TRIALS: "trials.parquet", EVENTS: "events.parquet"}

_RECORDS, _WHOLE = "parts", "whole"


@dataclass(frozen=True)
class Part:
    """Trials `first`, `first` + 1, ..., `count` of them."""

    number: int
    first: int
    count: int


@dataclass(frozen=True)
class Job:
    """What is to be played and kept; `facts` name all that the trials depend on."""

    packed: PackedScenario
    seed: int
    trials: int
    keep: str
    folder: Path  # where the run will stand
    facts: Mapping[str, object]
    seats: Mapping[str, Named] = field(default_factory=dict)
    size: int = 0  # trials of a part; 0: as many as suit what is played

    @property
    def part_size(self) -> int:
        """Return how many trials a part has; the last one may have fewer."""
        return self.size or (SMALL_PART if self.seats or self.keep == EVENTS else PART)

    @property
    def parts(self) -> tuple[Part, ...]:
        """Return the parts of the run; they depend on what is played, not on who plays it."""
        size = self.part_size
        starts = range(0, self.trials, size)
        return tuple(Part(number, first, min(size, self.trials - first)) for number, first in enumerate(starts))

    @property
    def working(self) -> Path:
        """Return the folder in which the run is put together."""
        return working_folder(self.folder)

    @property
    def whole(self) -> Path:
        """Return where the files of the run lie until it has its final name."""
        return self.working / _WHOLE


def working_folder(folder: Path) -> Path:
    """Return the folder in which a run that will stand in `folder` is put together."""
    return folder.with_name(f"{folder.name}.part")


def begun(job: Job) -> int:
    """Return how many trials of a run have a record, without reading any."""
    return sum(part.count for part in job.parts if _record(job, part).is_file())


def play_part(job: Job, part: Part, workers: int = 1, heard: Heard | None = None) -> Summary:
    """Play a part, write its files and, last of all, its record; return its summary.

    Raise SimError where a file cannot be written.
    """
    found, tables = played_part(job, part, workers, heard)
    for name, columns in tables.items():
        write_parquet(made(job.whole / name), columns)
    record = {
        "facts": dict(job.facts),
        "part": part.number,
        "summary": found.to_data(),
        "files": {name: entry_of(job.whole / name) for name in tables},
    }
    write_file(made(_record(job, part)), _sealed(record))
    return found


def played_part(
    job: Job, part: Part, workers: int = 1, heard: Heard | None = None
) -> tuple[Summary, dict[str, Columns]]:
    """Play a part; return its summary, and the tables that are kept of it by the names of their files."""
    columns = columns_of(job.packed)
    watch = seat_watch(job.packed, job.seats) if job.seats else None
    recorder = Recorder(job.packed, watch) if job.keep == EVENTS else None

    def finished(rows: Rows) -> None:
        if recorder is not None:
            recorder.finish(rows)
        if heard is not None:
            heard(rows)

    table = play_table(
        job.packed,
        columns,
        job.seed,
        part.first,
        part.count,
        workers,
        watch=watch if recorder is None else recorder.watch,
        heard=finished,
    )
    tables: dict[str, Columns] = {}
    if job.keep != SUMMARY:
        tables[_name(job, part, TRIALS)] = written(job.packed, columns, table, part.first)
    if recorder is not None:
        tables[_name(job, part, EVENTS)] = recorder.table()
    return summary_of(columns, table, part.first), tables


def kept_parts(job: Job) -> Iterator[tuple[Part, Summary]]:
    """Yield the parts that need not be played again, with their summaries; sweep away what was left half-written."""
    swept(job.working)
    for part in job.parts:
        record = _unsealed(_record(job, part))
        if record is None or record.get("facts") != dict(job.facts):
            continue
        files = record["files"]
        wanted = {_name(job, part, kind) for kind in FILES if _is_kept(job, kind)}
        if files.keys() == wanted and all(is_intact(job.whole / name, entry) for name, entry in files.items()):
            yield part, Summary.from_data(record["summary"])


def finish(held: Claim, job: Job, files: Mapping[str, Content], facts: Mapping[str, object]) -> None:
    """Give the run, all parts of which are kept, its final name: `files` beside its tables, and the manifest.

    Raise SimError where that fails; the parts then stay as they are.
    """
    listed = {}
    for part in job.parts:
        record = _unsealed(_record(job, part))
        if record is None:
            raise AssertionError(f"part {part.number} of {job.folder} is not there")
        listed.update(record["files"])
    promote(held, job.whole, files, facts, listed)
    removed(job.working)


def _is_kept(job: Job, kind: str) -> bool:
    return KEEPS.index(kind) <= KEEPS.index(job.keep)


def _name(job: Job, part: Part, kind: str) -> str:
    """Return the name of a table in the run's folder: one file, or a folder of as many files as there are parts."""
    return FILES[kind] if job.trials <= job.part_size else f"{FILES[kind]}/part-{part.number:05}.parquet"


def _record(job: Job, part: Part) -> Path:
    return job.working / _RECORDS / f"{part.number:05}.json"


def _sealed(record: Mapping[str, object]) -> bytes:
    body = json.dumps(record, allow_nan=False, separators=(",", ":")).encode()
    return hashlib.sha256(body).hexdigest().encode() + b"\n" + body


def _unsealed(path: Path) -> dict[str, Any] | None:
    """Read a record; None where there is none, or it is not byte for byte what was written."""
    try:
        seal, _, body = path.read_bytes().partition(b"\n")
    except OSError:
        return None
    if hashlib.sha256(body).hexdigest().encode() != seal:
        return None
    found: dict[str, Any] = json.loads(body)
    return found
