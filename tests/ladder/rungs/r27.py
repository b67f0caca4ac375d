"""A deal of three and a deal of two compete; the third may join later."""

from __future__ import annotations

import numpy as np

from sim.engine.batch import blank_rows, run_on
from sim.model.events import ACCESSION
from sim.model.state import FULL_DEAL, NOBODY, PARTIAL_DEAL, TOLD
from tests.ladder.playing import TRIALS, YEAR, Findings, Found, averaged, rows_at, scene


def play() -> Findings:
    rows = rows_at(scene("R27"), np.inf, TRIALS)
    all_three, alone = rows["ending"] == FULL_DEAL, rows["ending"] == PARTIAL_DEAL
    direct = rows["coalition"] == NOBODY
    soon = rows["end_day"] <= YEAR
    return {
        "P(trilateral direct, ever)": averaged(all_three & direct),
        "P(bilateral first, ever)": averaged(~direct),
        "P(trilateral incl. accession, ever)": averaged(all_three),
        "P(bilateral only, ever)": averaged(alone),
        "by 1y: trilateral direct": averaged(all_three & direct & soon),
        "by 1y: via accession": averaged(all_three & ~direct & soon),
        "by 1y: bilateral only": averaged(alone & soon),
        "by 1y: no deal": averaged(~soon),
        "outsider accepts text iff u >=": _least_text(),
    }


def _least_text() -> Found:
    """Return what a side deal has to be worth to an outsider that has 0.80 today and is sure to lose links of 0.45."""
    changes = (
        ("parties.outsider.status_quo_value", 0.8),
        ("parties.outsider.strategy.fixed-rates.quiet", 0),
        ("calendar.side_deals[1].outsider_lapse", 1),
        ("calendar.side_deals[1].pride.outsider", 0),
    )
    packed = scene("R27", *changes)
    start = blank_rows(packed, 2018, 0, 1)
    run_on(packed, start, 1 << ACCESSION)
    low, high = 0.0, 1.0
    for _ in range(50):
        rows, worth = start.copy(), 0.5 * (low + high)
        rows["deal"][:, 0] = 1.0 - worth  # the outsider wants 0
        rows["watched"] = TOLD
        run_on(packed, rows)
        if rows["joined"][0] == 1:
            high = worth
        else:
            low = worth
    return Found(high, 3e-9)
