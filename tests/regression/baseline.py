"""The numbers of the shipped scenarios, as they stand: `python -m tests.regression.baseline` writes them anew.

A change that moves one is named in the changelog under Results; one that moves a row raises `sim.CONTRACT`.
"""

from __future__ import annotations

import hashlib
import json
import math
from pathlib import Path
from typing import Any

import numpy as np

import sim
from sim.scenario import load, shipped
from sim.simulate import Run, simulate

FILE = Path(__file__).with_name("baseline.json")
TRIALS, SEED = 2_000, 1


def numbers(name: str) -> dict[str, Any]:
    """Return what is kept of a scenario: counts of endings, mean values, and a hash of every number of every trial."""
    run = simulate(load(name).scenario, TRIALS, SEED)
    labels = run.labels("ending")
    counts = np.bincount(run.table["ending"], minlength=len(labels))
    values = {party: math.fsum(run.table[f"value_{party}"].tolist()) / TRIALS for party in run.packed.parties}
    return {
        "endings": {label: int(count) for label, count in zip(labels, counts, strict=True)},
        "values": values,
        "sha256": _hash(run),
    }


def all_numbers() -> dict[str, Any]:
    """Return the numbers of every shipped scenario, with the contract they belong to."""
    return {"contract": sim.CONTRACT, "scenarios": {name: numbers(name) for name in sorted(shipped())}}


def _hash(run: Run) -> str:
    digest = hashlib.sha256()
    for name in sorted(run.table):
        digest.update(name.encode())
        # Every NaN alike: its bits are no number.
        values = np.asarray(run.table[name], dtype=np.float64)
        digest.update(np.where(np.isnan(values), np.nan, values).tobytes())
    return digest.hexdigest()


if __name__ == "__main__":
    FILE.write_text(json.dumps(all_numbers(), indent=1) + "\n", encoding="utf-8")
