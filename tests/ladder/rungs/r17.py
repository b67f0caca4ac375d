"""Support at home under Poisson outreach that fades: the mean and variance of shot noise (Campbell)."""

from __future__ import annotations

from math import log, sqrt

import numpy as np

from sim.scenario.packing import PackedScenario
from tests.ladder.playing import TRIALS, YEAR, Findings, Found, estimated, meet, rows_at, scene


def _support(packed: PackedScenario, day: float, trials: int = 1) -> np.ndarray:
    """Return both parties' support on a day, shape (trials, 2)."""
    return np.array(meet(packed, rows_at(packed, day, trials), day)["support"][:, :2])


def play() -> Findings:
    packed = scene("R17")
    found = {}
    for years in (0.5, 1.0, 50.0):
        h = _support(packed, years * YEAR, TRIALS)[:, 0]
        mean, variance = h.mean(), h.var()
        spread = ((h - mean) ** 4).mean() - variance**2
        found[f"mean excess support(t={years})"] = estimated(mean, sqrt(variance / TRIALS))
        found[f"var excess support(t={years})"] = estimated(variance, sqrt(spread / TRIALS))
    day100 = float(_support(packed, 100.0)[0, 1])
    found["support excess day100 (3 trips .05 at 10,40,70)"] = Found(day100)
    later = float(_support(packed, 100.0 + YEAR)[0, 1])
    found["kappa per year"] = Found(log(day100 / later))
    return found
