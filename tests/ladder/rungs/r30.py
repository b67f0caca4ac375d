"""A chance that is itself uncertain: what part of the spread is not knowing it, and what part is chance itself."""

from __future__ import annotations

from math import sqrt

import numpy as np

from sim.simulate import simulate
from tests.ladder.playing import TRIALS, Findings, Found, averaged, column, ended, estimated, ratio, scene


def _quantile(chance: np.ndarray, share: float) -> Found:
    """Return a quantile of the draws; its error is that of the share below it, over the density of Beta(2, 8)."""
    x = float(np.quantile(chance, share))
    density = 72.0 * x * (1.0 - x) ** 7
    return estimated(x, sqrt(share * (1.0 - share) / len(chance)) / density)


def play() -> Findings:
    run = simulate(scene("R30").scenario, TRIALS, seed=2018)
    chance = column(run, "drawn_parties.sender.resolve.prior")
    left = ended(run, "withdrawal")
    not_knowing, whole = (chance - chance.mean()) ** 2, (left - left.mean()) ** 2
    return {
        "E[p]": averaged(left),
        "Var epistemic": averaged(not_knowing),
        "Var aleatory E[p(1-p)]": averaged(chance * (1.0 - chance)),
        "Var total": averaged(whole),
        "epistemic share": ratio(not_knowing, whole),
        "90% epistemic band lo": _quantile(chance, 0.05),
        "90% epistemic band hi": _quantile(chance, 0.95),
    }
