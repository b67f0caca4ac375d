"""Play the scenarios of the ladder: what several rungs need."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from math import isnan, nan, sqrt
from pathlib import Path
from typing import NamedTuple

import numpy as np

from sim.engine.batch import blank_rows, run_on
from sim.model.events import ROUND_OPENS
from sim.model.state import FULL_DEAL, Rows
from sim.scenario import load
from sim.scenario.packing import PackedScenario, pack
from sim.simulate import Run

HERE = Path(__file__).parent
EXPECTED: dict[str, dict[str, float]] = {}
SOURCES: dict[str, str] = {}
for _name, _entry in json.loads((HERE / "expected.json").read_text()).items():
    SOURCES[_name[:3]] = _entry["doc"]
    EXPECTED[_name[:3]] = {key: nan if value is None else value for key, value in _entry["values"].items()}
YEAR = 365.25
TRIALS = int(os.environ.get("LADDER_TRIALS", "4000"))


class Found(NamedTuple):
    """What the engine finds; with a standard error where it is an estimate, which may then be four of them off."""

    value: float
    tolerance: float = 1e-9
    error: float = 0.0

    def holds(self, expected: float) -> bool:
        """Return whether this is what is expected, within the tolerance; NaN where there is nothing to find."""
        return abs(self.value - expected) <= self.tolerance or (isnan(self.value) and isnan(expected))


Findings = dict[str, Found]


def scene(name: str, *overrides: tuple[str, object]) -> PackedScenario:
    written = tuple((path, str(value)) for path, value in overrides)
    return pack(load(HERE / f"{name}.yaml", written).scenario)


def rows_at(packed: PackedScenario, day: float, trials: int = 1) -> Rows:
    """Return rows played up to and through a day."""
    rows = blank_rows(packed, 2018, 0, trials)
    run_on(packed, rows, until=day)
    return rows


def meet(packed: PackedScenario, rows: Rows, day: float) -> Rows:
    """Hold a round on a day that need not be whole, whatever else the calendar says."""
    rows["event"], rows["who"], rows["due"], rows["next_round"] = ROUND_OPENS, 0, day, day
    run_on(packed, rows, until=day)
    return rows


def only_meeting(packed: PackedScenario, day: float) -> Rows:
    return meet(packed, rows_at(packed, 0.0), day)


def crossing(packed: PackedScenario) -> Found:
    """Return the share of 1,000 days from which on the only meeting of the talks ends in a deal."""
    low, high = 0.0, 1000.0
    for _ in range(60):
        middle = 0.5 * (low + high)
        if only_meeting(packed, middle)["signed"][0] == 1:
            high = middle
        else:
            low = middle
    return Found(high / 1000, 3e-9)


def first_offer(packed: PackedScenario) -> Rows:
    """Return talks that ended with the first offer: a deal, at the first round."""
    rows = signed(rows_at(packed, np.inf))
    assert rows["held"][0] == 1
    return rows


def limit(share: Callable[[float], float], widest: float) -> Found:
    """Return what a share comes to as a step goes to nothing: the polynomial through seven halvings, at 0 (Neville)."""
    steps = [widest / 2**n for n in range(7)]
    values = [share(step) for step in steps]
    for order in range(1, len(steps)):
        for n in range(len(steps) - order):
            values[n] = (steps[n + order] * values[n] - steps[n] * values[n + 1]) / (steps[n + order] - steps[n])
    return Found(values[0])


def signed(rows: Rows) -> Rows:
    assert (rows["ending"] == FULL_DEAL).all()
    return rows


def only(values: np.ndarray) -> float:
    """Return the one value that all trials share."""
    assert len(values) > 0
    assert np.ptp(values) == 0
    return float(values[0])


def tactics(betas: tuple[float, float], floors: tuple[float, float]) -> list[tuple[str, object]]:
    parties = zip(("one", "two"), betas, floors, strict=True)
    return [
        change
        for name, beta, floor in parties
        for change in (
            (f"parties.{name}.strategy.time-dependent.beta", beta),
            (f"parties.{name}.status_quo_value", floor),
        )
    ]


def estimated(value: float, error: float) -> Found:
    return Found(value, 4 * error, error)


def column(run: Run, name: str) -> np.ndarray:
    """Return a column of the results as numbers."""
    return np.asarray(run.table[name], dtype=np.float64)


def ended(run: Run, ending: str) -> np.ndarray:
    """Return, for each trial, whether it came to this ending."""
    return np.asarray(run.table["ending"] == run.labels("ending").index(ending))


def averaged(values: np.ndarray) -> Found:
    """Return the mean over trials; of true and false, the share of trials that are true."""
    return estimated(float(values.mean()), float(values.std()) / sqrt(len(values)))


def ratio(above: np.ndarray, below: np.ndarray) -> Found:
    """Return the ratio of two means over the same trials, with its standard error to first order."""
    found = float(above.mean() / below.mean())
    return estimated(found, float((above - found * below).std() / below.mean()) / sqrt(len(above)))


def switching(acts: Callable[[float], bool], low: float, high: float) -> Found:
    """Return the number from which on something happens; at `low` it does not yet, at `high` it does."""
    for _ in range(50):
        middle = 0.5 * (low + high)
        low, high = (low, middle) if acts(middle) else (middle, high)
    return Found(0.5 * (low + high))
