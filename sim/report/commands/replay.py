"""`sim replay`: play a kept run again and compare every number."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

import sim
from sim.engine.parquet import Category, read_parquet
from sim.engine.parts import EVENTS, FILES, Job, played_part
from sim.engine.store import existing, verify
from sim.engine.summary import Summary
from sim.errors import MissingName, SimError, UsageError
from sim.report.answer import answer
from sim.report.play import warm_up
from sim.report.rounding import whole
from sim.report.saving import SUMMARY
from sim.report.seating import seated
from sim.report.source import MANIFEST, RESOLVED
from sim.report.voice import Voice
from sim.scenario import load, sha256
from sim.scenario.packing import pack

Array = np.ndarray[Any, Any]


def replay(voice: Voice, folder: Path) -> None:
    """Play the run of a folder again; raise SimError where it is damaged, of another contract, or differs."""
    folder = _run_in(folder)
    manifest = _manifest(folder)
    scenario = load(folder / RESOLVED).scenario
    if sha256(scenario) != manifest["scenario"]["sha256"]:
        raise SimError(f"{folder / RESOLVED} reads otherwise in this release; nothing was played")
    seats = seated(manifest.get("seats", ()), scenario.pact.members)
    warm_up(voice, scenario)
    trials, seed = int(manifest["trials"]), int(manifest["seed"])
    job = Job(pack(scenario), seed, trials, manifest["keep"], folder, {}, seats)
    name = str(manifest["scenario"]["name"])
    found, columns = _compared(voice, job, name)
    data = {
        "schema": "sim/replay/v1",
        "run": str(folder),
        "trials": trials,
        "seed": seed,
        "is_same": not found,
        "differences": found,
    }
    voice.answer(data, lambda: _lines(folder, trials, columns, found))
    if found:
        raise SimError(f"{folder} differs from what this release plays")
    voice.next(f"sim sources {folder}" if seats else f"sim trace {folder} --pick surprising")


def _compared(voice: Voice, job: Job, name: str) -> tuple[list[dict[str, Any]], int]:
    """Play part by part; return how columns differ, or else the answer, and how many columns there are."""
    shown = voice.progress(job.trials)
    whole: Summary | None = None
    found: dict[str, dict[str, Any]] = {}
    columns = 0
    for part in job.parts:
        summary, tables = played_part(job, part, 0)
        whole = summary if whole is None else whole + summary
        columns = sum(len(table) for table in tables.values())
        for file, made in tables.items():
            _add(found, _differences(file, read_parquet(job.folder / file), made))
        if shown is not None:
            shown(part.first + part.count)
    assert whole is not None
    answered = answer(job.packed, job.seed, whole, name, sha256(job.packed.scenario))
    if not found and json.loads(json.dumps(answered)) != json.loads((job.folder / SUMMARY).read_bytes()):
        found[SUMMARY] = {"column": SUMMARY, "trials": None, "only_in": None}
    return list(found.values()), columns


def _add(found: dict[str, dict[str, Any]], more: list[dict[str, Any]]) -> None:
    """Count differences of one part to those of the parts before it."""
    for one in more:
        known = found.setdefault(one["column"], one)
        if known is not one and one["trials"]:
            known["trials"] += one["trials"]


def _run_in(folder: Path) -> Path:
    """Return the folder of a run: the one named, or the only one inside it."""
    if (folder / MANIFEST).is_file():
        return folder
    inside = sorted(path.parent for path in folder.glob(f"*/{MANIFEST}"))
    if len(inside) == 1:
        return inside[0]
    if inside:
        raise MissingName(f"{folder} holds {len(inside)} runs; name one, such as {inside[0]}")
    raise MissingName(f"{folder} holds no run; a run's folder has a {MANIFEST}")


def _manifest(folder: Path) -> dict[str, Any]:
    manifest = existing(folder)
    if manifest is None:
        raise SimError(f"{folder} is damaged: {', '.join(verify(folder))} changed or missing; nothing was played")
    facts: dict[str, Any] = manifest
    if "design" in facts:
        raise UsageError(f"{folder} holds a sweep and no run; the command that made it is in its {MANIFEST}")
    if facts.get("contract") != sim.CONTRACT:
        release = facts.get("versions", {}).get("sim", "another release")
        raise SimError(
            f"{folder} was played by sim {release} under contract {facts.get('contract')}; this is sim"
            f" {sim.__version__} with contract {sim.CONTRACT}. Replay it with sim {release}"
        )
    return facts


def _differences(file: str, kept: Mapping[str, Array], made: Mapping[str, Array | Category]) -> list[dict[str, Any]]:
    prefix = "events." if file.startswith(FILES[EVENTS]) else ""
    numbers = kept["trial"]
    names = dict.fromkeys([*kept, *made])
    return [found for name in names if (found := _difference(prefix + name, kept.get(name), made.get(name), numbers))]


def _difference(name: str, kept: Array | None, made: Array | Category | None, numbers: Array) -> dict[str, Any]:
    """Return how a column differs, by trial `numbers`; nothing if it is the same, bit by bit."""
    if kept is None or made is None:
        return {"column": name, "trials": None, "only_in": "the run" if made is None else "this release"}
    now = _plain(made)
    unlike = ~_same(kept, now)
    if not unlike.any():
        return {}
    first = int(np.argmax(unlike))
    return {
        "column": name,
        "trials": len(np.unique(numbers[unlike])) if len(unlike) == len(numbers) else len(np.unique(numbers)),
        "first_trial": int(numbers[first]),
        "kept": str(kept[first]),
        "now": str(now[first]),
    }


def _plain(column: Array | Category) -> Array:
    if isinstance(column, Category):
        words: Array = np.array([*column.labels, None], dtype=object)[column.codes]
        return words
    return column


def _same(a: Array, b: Array) -> Array:
    if len(a) != len(b):
        return np.zeros(max(len(a), len(b)), dtype=bool)
    # What is missing (NaN, NaT) equals itself here and nothing else.
    alike: Array = np.asarray((a == b) | ((a != a) & (b != b)))  # noqa: PLR0124
    return alike


def _lines(folder: Path, trials: int, columns: int, found: list[dict[str, Any]]) -> list[str]:
    if not found:
        return [f"the same: {whole(trials)} trials, {columns} numbers each, as in {folder}"]
    lines = []
    for one in found:
        if one["trials"] is None and one["only_in"] is None:
            lines.append(f"{one['column']}: says something else")
        elif one["trials"] is None:
            lines.append(f"{one['column']}: only in {one['only_in']}")
        else:
            lines.append(
                f"{one['column']}: differs in {whole(one['trials'])} of {whole(trials)} trials, first in trial"
                f" {one['first_trial']}: was {one['kept']}, is {one['now']}"
            )
    return lines
