"""Sealed bids: the linear equilibrium of the double auction (Chatterjee and Samuelson 1983)."""

from __future__ import annotations

import numpy as np

from sim.simulate import simulate
from tests.ladder.playing import TRIALS, Findings, averaged, column, ended, ratio, scene


def play() -> Findings:
    run = simulate(scene("R09").scenario, TRIALS, seed=2018)
    value = 1.0 - column(run, "drawn_parties.buyer.status_quo_value")
    cost = column(run, "drawn_parties.seller.status_quo_value")
    price = column(run, "term_price")
    trade, efficient = np.isfinite(price), value > cost
    gains = np.where(trade, value - cost, 0.0)
    best = np.where(efficient, value - cost, 0.0)
    # What each side has from the deal beyond what it would have had without one, as the engine pays it out.
    own = np.where(trade, 0.5 * (column(run, "gain_buyer") + column(run, "gain_seller")), 0.0)
    truthful = [(f"parties.{name}.strategy.sealed-bid.style", "truthful") for name in ("buyer", "seller")]
    honest = simulate(scene("R09", *truthful).scenario, TRIALS, seed=2018)
    return {
        "P(trade)": averaged(trade),
        "P(trade | v>c)": ratio(trade & efficient, efficient),
        "E[gains]": averaged(gains),
        "E[gains] first best": averaged(best),
        "efficiency": ratio(gains, best),
        "E[gain per side]": averaged(own),
        "E[price | trade]": averaged(price[trade]),
        "truthful bids: P(trade)": averaged(ended(honest, "full_deal")),
    }
