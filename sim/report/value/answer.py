"""The answer of `sim value`: what a means is worth to every party, over all trials and where it was used."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

import sim
from sim.estimates import Estimate, paired_difference, share
from sim.report.shape import Answer
from sim.value import Worth

SCHEMA = "sim/value/v1"
CAUTION = "Means of simulated trials under these assumptions; not a forecast."


def value_answer(worth: Worth, name: str, digest: str) -> Answer:
    """Return the differences with less without, in utility units of each party, with paired 95% ranges.

    `ex_ante` is over all trials, `ex_post` over those in which the means was used (None where it never was), `unused`
    over the rest.
    """
    about = worth.scenario.about
    used = share(int(np.count_nonzero(worth.used)), worth.trials)
    return {
        "schema": SCHEMA,
        "scenario": {"name": name, "title": about.title, "sha256": digest},
        "version": sim.__version__,
        "trials": worth.trials,
        "seed": worth.seed,
        "of": worth.means,
        "party": worth.party,
        "told": worth.told,
        "used": {"count": int(np.count_nonzero(worth.used)), "share": used.value, "low": used.low, "high": used.high},
        "parties": {party: _party(worth, seat, party) for seat, party in enumerate(worth.scenario.pact.members)},
        "caution": CAUTION,
    }


def _party(worth: Worth, seat: int, party: str) -> Answer:
    written, without = worth.written[seat], worth.without[seat]
    return {
        "label": worth.scenario.parties[party].label,
        "with": float(written.mean()),
        "without": float(without.mean()),
        "ex_ante": _over(written, without, np.ones(worth.trials, dtype=np.bool_)),
        "ex_post": _over(written, without, worth.used),
        "unused": _over(written, without, ~worth.used),
    }


def _over(
    written: NDArray[np.float64], without: NDArray[np.float64], which: NDArray[np.bool_]
) -> dict[str, float | None] | None:
    return _ranged(paired_difference(without[which], written[which])) if which.any() else None


def _ranged(found: Estimate) -> dict[str, float | None]:
    # One trial has no range; JSON has no NaN.
    low, high = (None if math.isnan(end) else end for end in (found.low, found.high))
    return {"difference": found.value, "low": low, "high": high}
