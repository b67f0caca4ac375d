"""Progress as a random walk between a deal and collapse: a strategy in a seat that accepts, or breaks off."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.engine.seats import SeatStrategy, View
from sim.model.chance import NOISE, draw
from sim.simulate import simulate
from tests.ladder.playing import TRIALS, Findings, averaged, column, ended, scene

FIRST, LAST = 3, 10
SEED = 20


def _walker(up: float) -> SeatStrategy:
    at = np.full(TRIALS, FIRST)

    def walk(view: View) -> NDArray[np.float64]:
        for trial, number in zip(view.trial, view.round, strict=True):
            at[trial] += 1 if draw(SEED, int(trial), NOISE, view.seat, int(number), 0) < up else -1
        here = at[view.trial]
        return np.where(here == 0, np.inf, np.where(here == LAST, view.floor, view.most))

    return walk


def play() -> Findings:
    found = {}
    for up, tag in ((0.55, ""), (0.5, " p=.5")):
        run = simulate(scene("R20").scenario, TRIALS, seed=2018, seats={"walker": _walker(up)})
        rounds = column(run, "rounds")
        assert rounds.max() < 700  # nobody is still walking when the talks end
        found[f"P(deal){tag}"] = averaged(ended(run, "full_deal"))
        found[f"E[rounds]{tag}"] = averaged(rounds)
        if not tag:
            found["P(collapse)"] = averaged(ended(run, "lapsed"))
    return found
