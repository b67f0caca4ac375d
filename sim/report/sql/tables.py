"""The tables that a question may ask, made from kept runs and sweeps."""

import json
from collections.abc import Sequence
from pathlib import Path

from sim.engine.questions import Files, Listed, Table
from sim.errors import SimError
from sim.report.shape import Answer
from sim.report.sql.finding import Kept

_SUMMARY = "summary.json"  # saving.py and keeping.py name them too, but loading these takes longer than a query
_TRIALS, _EVENTS, _POINTS = "trials.parquet", "events.parquet", "points.parquet"
_WORD, _WHOLE, _NUMBER, _DAY = "VARCHAR", "BIGINT", "DOUBLE", "DATE"
_RUNS = {
    "run": _WORD,
    "scenario": _WORD,
    "title": _WORD,
    "trials": _WHOLE,
    "seed": _WHOLE,
    "contract": _WHOLE,
    "version": _WORD,
    "folder": _WORD,
}
_ENDINGS = {
    "run": _WORD,
    "ending": _WORD,
    "label": _WORD,
    "count": _WHOLE,
    "share": _NUMBER,
    "low": _NUMBER,
    "high": _NUMBER,
    "median_date": _DAY,
}


def tables_of(kept: Sequence[Kept]) -> dict[str, Table]:
    """Return the tables by name; raise SimError where a run's summary cannot be read."""
    runs = [each for each in kept if not each.is_sweep]
    sweeps = [each for each in kept if each.is_sweep]
    return {
        "runs": Listed(_RUNS, [_run(run) for run in runs]),
        "endings": Listed(_ENDINGS, [row for run in runs for row in _endings(run)]),
        "trials": _files("run", runs, _TRIALS, "no run here keeps its trials (sim run ... --keep trials does)"),
        "events": _files("run", runs, _EVENTS, "no run here keeps its events (sim run ... --keep events does)"),
        "points": _files("sweep", sweeps, _POINTS, "no sweep is among what is asked (sim sweep keeps one)"),
    }


def _files(label: str, kept: Sequence[Kept], name: str, absence: str) -> Files:
    """Return the table that lies in a file of each, or in a folder of part files under the file's name."""
    found = {}
    for each in kept:
        parts = sorted(file for file in each.manifest["files"] if file == name or file.startswith(f"{name}/"))
        if parts:
            found[each.name] = [Path(each.folder / part).absolute() for part in parts]
    return Files(label, found, absence)


def _run(run: Kept) -> list[object]:
    facts, scenario = run.manifest, run.manifest.get("scenario", {})
    version = facts.get("versions", {}).get("sim")
    numbers = [facts.get(name) for name in ("trials", "seed", "contract")]
    return [run.name, scenario.get("name"), scenario.get("title"), *numbers, version, str(run.folder)]


def _endings(run: Kept) -> list[list[object]]:
    """Return the rows of a run's summary, whatever release wrote it."""
    try:
        answer: Answer = json.loads((run.folder / _SUMMARY).read_bytes())
        names = ("name", "label", "count", "share", "low", "high", "median_date")
        return [[run.name, *(row.get(name) for name in names)] for row in answer["endings"]]
    except (ValueError, KeyError, TypeError, AttributeError):
        raise SimError(f"{run.folder / _SUMMARY} cannot be read as a summary") from None
