"""A run's folder: where it lies, what is written into it, and how it is found again."""

import json
import platform
from collections.abc import Set
from importlib import import_module
from pathlib import Path

import sim
from sim.engine.files import Claim
from sim.engine.parts import KEEPS, Job, finish
from sim.engine.store import canonical_json, existing, folder_name
from sim.report.calling import this_command
from sim.report.shape import Answer
from sim.report.source import RESOLVED
from sim.scenario.resolved import resolved_yaml, sha256

SUMMARY = "summary.json"
_DRAWS = "Philox4x64-10, key: seed; counter: trial, purpose and party, index"
_PACKAGES = ("numpy", "numba", "duckdb")


def folder_of(parent: Path, name: str, sha256: str, trials: int, seed: int) -> Path:
    """Return the folder of a run below `parent`; it depends on what the run depends on, and on nothing else."""
    return parent / folder_name(name, sha256, trials, seed, sim.CONTRACT)


def saved_answer(folder: Path, keys: Set[str] | None = None, keep: str | None = None) -> Answer | None:
    """Return the answer of what was finished, undamaged and of this release.

    With `keys`, one that has these; with `keep`, of a run that keeps so much or more.
    """
    manifest = existing(folder)
    if manifest is None or (keep is not None and manifest.get("keep") not in KEEPS[KEEPS.index(keep) :]):
        return None
    answer: Answer = json.loads((folder / SUMMARY).read_bytes())
    # Another state of the program may say the same in other words, and its answer may lack what the text reads.
    is_of_now = answer.get("version") == sim.__version__ and (keys is None or answer.keys() == keys)
    return answer if is_of_now else None


def save_run(held: Claim, job: Job, name: str, answer: Answer) -> None:
    """Give a run, all parts of which are kept, its folder; raise SimError where that fails."""
    scenario = job.packed.scenario
    about = {"name": name, "title": scenario.about.title, "sha256": sha256(scenario)}
    facts = {
        "schema": "sim/manifest/v1",
        "command": this_command(),
        "scenario": about,
        "trials": job.trials,
        "seed": job.seed,
        "keep": job.keep,
        "contract": sim.CONTRACT,
        "draws": _DRAWS,
        **({"seats": [f"{party}={by.module}:{by.function}" for party, by in job.seats.items()]} if job.seats else {}),
        "versions": versions(),
        "platform": platform.platform(),
    }
    files = {RESOLVED: resolved_yaml(scenario).encode(), SUMMARY: canonical_json(answer)}
    finish(held, job, files, facts)


def versions() -> dict[str, str]:
    """Return the versions of what numbers and files depend on."""
    # All three are loaded by now, or about to be: asking the packages on disk would take longer.
    packages = {name: str(import_module(name).__version__) for name in _PACKAGES}
    return {"sim": sim.__version__, "python": platform.python_version(), **packages}
