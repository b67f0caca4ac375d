"""A run's folder: where it lies, what is written into it, and how it is found again."""

import json
import platform
from collections.abc import Sequence, Set
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

import sim
from sim.engine.files import Content
from sim.engine.store import Category, canonical_json, claim, existing, folder_name, save, write_parquet
from sim.report.shape import Answer
from sim.report.source import RESOLVED
from sim.scenario.resolved import resolved_yaml
from sim.simulate import Run

TRIALS = "trials.parquet"
SUMMARY = "summary.json"
_DRAWS = "Philox4x64-10, key: seed; counter: trial, purpose and party, index"
_PACKAGES = ("numpy", "numba", "duckdb")
_SAME = ("scenario", "trials", "seed", "contract", "seats", "versions")  # the command and the platform may differ

Columns = dict[str, np.ndarray[Any, Any] | Category]


def folder_of(parent: Path, name: str, sha256: str, trials: int, seed: int) -> Path:
    """Return the folder of a run below `parent`; it depends on what the run depends on, and on nothing else."""
    return parent / folder_name(name, sha256, trials, seed, sim.CONTRACT)


def saved_answer(folder: Path, keys: Set[str] | None = None) -> Answer | None:
    """Return the answer of what was finished, undamaged and of this release (with these keys, if any are named)."""
    if existing(folder) is None:
        return None
    answer: Answer = json.loads((folder / SUMMARY).read_bytes())
    # Another release may say the same in other words, and its answer may lack what the text reads.
    is_of_now = answer.get("version") == sim.__version__ and (keys is None or answer.keys() == keys)
    return answer if is_of_now else None


def keep(folder: Path, run: Run, about: Answer, answer: Answer, seats: Sequence[str] = ()) -> None:
    """Write the folder, whole or not at all; `about` opens the manifest. Raise SimError where that fails.

    A whole folder of the same run, which another process has written meanwhile, is left as it is.
    """
    facts = _facts(run, about, seats)
    with claim(folder, wait=10.0) as held:
        if existing(folder, {name: facts[name] for name in _SAME if name in facts}) is not None:
            return
        columns = columns_of(run)
        files: dict[str, Content] = {
            RESOLVED: resolved_yaml(run.scenario).encode(),
            TRIALS: lambda path: write_parquet(path, columns),
            SUMMARY: canonical_json(answer),
        }
        save(held, files, facts)


def columns_of(run: Run) -> Columns:
    """Return the table as it is written: each trial's number, kinds as words, the day of the ending as a date too."""
    columns: Columns = {"trial": np.arange(run.trials, dtype=np.int64)}
    start = np.datetime64(run.scenario.about.starts, "D")
    for column in run.columns:
        values: np.ndarray[Any, Any] = np.asarray(run.table[column.name])
        columns[column.name] = Category(values, column.labels) if column.labels else values
        if column.name == "day":
            columns["date"] = start + np.floor(values).astype("timedelta64[D]")
    return columns


def _facts(run: Run, about: Answer, seats: Sequence[str]) -> dict[str, object]:
    return {
        "schema": "sim/manifest/v1",
        **about,
        "trials": run.trials,
        "seed": run.seed,
        "contract": sim.CONTRACT,
        "draws": _DRAWS,
        **({"seats": list(seats)} if seats else {}),
        "versions": {
            "sim": sim.__version__,
            "python": platform.python_version(),
            # All three are loaded by now, or about to be: asking the packages on disk would take longer.
            **{name: str(import_module(name).__version__) for name in _PACKAGES},
        },
        "platform": platform.platform(),
    }
