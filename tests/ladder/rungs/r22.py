"""Votes at home on a deal, and the Nash solution where hurdles at home bind it (Putnam 1988; Schelling 1960).

The engine stops at the first vote that fails, and draws the others no more. What they would have been can still be
played: a vote is drawn at the address of its trial, its party and the round of the deal, whatever its day. So each
party in turn is made to vote first, in the same trials; whether it votes no is then seen in full. That all ratify is
counted in a play of its own, with all votes on one day, and has to agree with the three trial by trial.
"""

from __future__ import annotations

from math import nan, sqrt

import numpy as np

from sim.model.state import FULL_DEAL, LAPSED, RATIFICATION_FAILED
from tests.ladder.playing import TRIALS, Findings, Found, estimated, rows_at, scene

PARTIES = ("one", "two", "three")
MARGINS = (1.0, 0.5, 1.3)
HURDLES = ((0.3, 0.0), (0.65, 0.0), (0.65, 0.4), (0.2, 0.6))
END = 360.0


def play() -> Findings:
    vetoes = np.array([_vetoes(party) for party in PARTIES])
    ratified = rows_at(scene("R22"), END, TRIALS)["ending"] == FULL_DEAL
    assert np.array_equal(ratified, ~vetoes.any(axis=0))
    found = {
        f"P(ratify party {seat}) z={z}": _share(~own)
        for seat, (z, own) in enumerate(zip(MARGINS, vetoes, strict=True), 1)
    }
    found["P(all ratify)"] = _share(ratified)
    found["P(exactly one veto)"] = _share(vetoes.sum(axis=0) == 1)
    for rho in HURDLES:
        found[f"constrained Nash share1 (rho=({rho[0]},{rho[1]}))"] = Found(_share_of_one(rho))
    return found


def _vetoes(party: str) -> np.ndarray:
    """Return in which trials the party, which votes on the day after signature, votes no."""
    rows = rows_at(scene("R22", (f"parties.{party}.ratification.lag", "1 days")), END, TRIALS)
    assert (rows["signed_day"] == 10.0).all()
    return np.array((rows["ending"] == RATIFICATION_FAILED) & (rows["end_day"] == 11.0))


def _share(happened: np.ndarray) -> Found:
    share = float(happened.mean())
    return estimated(share, sqrt(share * (1 - share) / TRIALS))


def _share_of_one(rho: tuple[float, float]) -> float:
    hurdles = [(f"parties.{party}.ratification.hurdle", hurdle) for party, hurdle in zip(PARTIES, rho, strict=False)]
    rows = rows_at(scene("R22-nash", *hurdles), END)
    if rows["ending"][0] == LAPSED:
        return nan
    assert rows["ending"][0] == FULL_DEAL
    return float(rows["worth"][0, 0])
