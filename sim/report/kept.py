"""Runs that are kept: found again where they were played before, else played and kept."""

from __future__ import annotations

import shlex
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.engine.store import read_parquet
from sim.engine.summary import summary_of
from sim.outcomes import columns_of
from sim.report.answer import answer
from sim.report.play import played
from sim.report.saving import TRIALS, folder_of, keep, saved_answer
from sim.report.shape import KEYS, Answer
from sim.report.source import MANIFEST, Source
from sim.report.voice import Voice
from sim.scenario import sha256
from sim.scenario.packing import pack
from sim.simulate import Run

Table = dict[str, NDArray[Any]]


@dataclass(frozen=True)
class Kept:
    """A run in its folder, its answer, and, if this process has played it, the run itself."""

    source: Source
    folder: Path
    answer: Answer
    run: Run | None

    def table(self, *names: str) -> Table:
        """Return columns of its trials; kinds are numbers: places among the answer's endings, or its paths."""
        if self.run is not None:
            return {name: np.asarray(self.run.table[name]) for name in names}
        found: Table = dict(read_parquet(self.folder / TRIALS, names))
        for name, rows in (("ending", "endings"), ("path", "paths")):
            if name in found:
                places = {row["name"]: place for place, row in enumerate(self.answer[rows])}
                found[name] = np.array([places[word] for word in found[name]], dtype=np.int64)
        return found


def kept_run(voice: Voice, source: Source, trials: int, seed: int, out: Path, workers: int = 0) -> Kept:
    """Return the run of a scenario: the one that is kept below `out`, else played now and kept there."""
    digest = sha256(source.loaded.scenario)
    folder = folder_of(out, source.name, digest, trials, seed)
    found = saved_answer(folder, KEYS)
    if found is not None:
        return Kept(source, folder, found, None)
    made = played(voice, source.loaded.scenario, trials, seed, workers)
    return keep_run(source, made, folder_of(out, source.name, digest, made.trials, seed))


def folder_beside(word: str, out: Path) -> Path:
    """Return where runs are kept: beside a run that was named by its folder, else below `out`."""
    folder = Path(word)
    return folder.parent if (folder / MANIFEST).is_file() else out


def whole_run(kept: Kept) -> Run:
    """Return the run itself: as it was played, or read again from its folder (all columns but those of places)."""
    if kept.run is not None:
        return kept.run
    packed = pack(kept.source.loaded.scenario)
    columns = [column for column in columns_of(packed) if not column.labels or column.name in {"ending", "path"}]
    table = kept.table(*(column.name for column in columns))
    return Run(packed.scenario, packed, kept.answer["seed"], kept.answer["trials"], tuple(columns), table)


def keep_run(source: Source, made: Run, folder: Path, seats: tuple[str, ...] = ()) -> Kept:
    """Keep a run that was played, and return it; a whole folder of the same run is left as it is."""
    digest = sha256(made.scenario)
    found = saved_answer(folder, KEYS)
    if found is None:
        about: Answer = {
            "command": shlex.join(["sim", *sys.argv[1:]]),
            "scenario": {"name": source.name, "title": made.scenario.about.title, "sha256": digest},
        }
        summary = summary_of(made.columns, made.table, 0)
        found = answer(made.packed, made.seed, summary, source.name, digest)
        keep(folder, made, about, found, seats)
    return Kept(source, folder, found, made)
