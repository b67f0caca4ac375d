"""A sweep's folder: finished points are kept beside it one by one, and it appears whole once all of them are there."""

from __future__ import annotations

import hashlib
import json
import shlex
import shutil
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

import sim
from sim.engine.files import Claim, Content, explained, write_file
from sim.engine.parquet import write_parquet
from sim.engine.store import canonical_json, existing, save
from sim.report.saving import SUMMARY, folder_of, saved_answer
from sim.report.shape import Answer
from sim.report.source import RESOLVED
from sim.report.study.design import Design
from sim.report.study.sweep_table import columns, csv_lines
from sim.scenario import Scenario, resolved_yaml, sha256
from sim.study.points import Ending, Level, Outcome, Party

_PARQUET, _CSV = "points.parquet", "points.csv"


@dataclass(frozen=True)
class Place:
    """Where a sweep is kept: its folder, the folder of its points until all are there, and what it depends on."""

    folder: Path
    parts: Path
    facts: Answer


def place_of(out: Path, name: str, scenario: Scenario, design: Design, trials: int, seed: int) -> Place:
    """Return where a sweep is kept below `out`; its name depends on what the sweep depends on, and on nothing else."""
    digest = sha256(scenario)
    points = hashlib.sha256(canonical_json(list(design.points))).hexdigest()
    folder = folder_of(out, name, hashlib.sha256(f"{digest} {points}".encode()).hexdigest(), trials, seed)
    facts = {
        "scenario": {"name": name, "title": scenario.about.title, "sha256": digest},
        "design": {"kind": design.kind, "points": len(design.points), "sha256": points},
        "trials": trials,
        "seed": seed,
        "contract": sim.CONTRACT,
    }
    return Place(folder, folder.with_name(f"{folder.name}.part"), facts)


def kept_answer(place: Place) -> Answer | None:
    """Return the answer of a finished, undamaged sweep, or None."""
    return saved_answer(place.folder) if existing(place.folder, place.facts) is not None else None


def kept_points(place: Place) -> dict[int, Outcome]:
    """Return the points that are finished, by number; a file that is damaged or another sweep's is no point."""
    found = {}
    for path in sorted(place.parts.glob("*.json")):
        try:
            data = json.loads(path.read_bytes())
            if data["facts"] == place.facts:
                found[int(data["point"])] = _outcome(data["outcome"])
        except (OSError, ValueError, KeyError, TypeError):
            continue  # it is played again
    return found


def keeper(place: Place) -> Callable[[int, Outcome], None]:
    """Return what keeps a finished point; raise SimError where that fails."""

    def keep(number: int, outcome: Outcome) -> None:
        with explained(place.parts):
            place.parts.mkdir(parents=True, exist_ok=True)
        content = {"facts": place.facts, "point": number, "outcome": asdict(outcome)}
        write_file(place.parts / f"{number:05}.json", canonical_json(content))

    return keep


def save_sweep(held: Claim, place: Place, scenario: Scenario, answer: Answer) -> None:
    """Write the sweep's folder, whole or not at all, and drop what was kept point by point."""
    table = columns(answer)
    files: dict[str, Content] = {
        RESOLVED: resolved_yaml(scenario).encode(),
        _PARQUET: lambda path: write_parquet(path, table),
        _CSV: ("\n".join(csv_lines(answer)) + "\n").encode(),
        SUMMARY: canonical_json(answer),
    }
    facts = {
        "schema": "sim/sweep-manifest/v1",
        "command": shlex.join(["sim", *sys.argv[1:]]),
        **place.facts,
        "version": sim.__version__,
    }
    save(held, files, facts)
    shutil.rmtree(place.parts, ignore_errors=True)


def _outcome(data: Answer) -> Outcome:
    endings = {name: Ending(int(each["count"]), each["median_date"]) for name, each in data["endings"].items()}
    parties = {name: Party(Level(**each["value"]), Level(**each["gain"])) for name, each in data["parties"].items()}
    return Outcome(endings, parties)
