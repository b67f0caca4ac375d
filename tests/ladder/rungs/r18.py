"""A deal and a notice compete at constant rates; notice runs, and may be taken back."""

from __future__ import annotations

from math import sqrt

import numpy as np

from sim.model.state import FULL_DEAL, WITHDRAWAL, Rows
from tests.ladder.playing import TRIALS, YEAR, Findings, Found, averaged, estimated, rows_at, scene

_SLOW = 5.0  # years of the scenario for one of the rung
_NU = 0.5 * _SLOW * YEAR


def play() -> Findings:
    return {**_no_period(), **_with_period(), **_with_rescission()}


def _no_period() -> Findings:
    rows = _ended(0)
    deal, left, years = rows["ending"] == FULL_DEAL, rows["ending"] == WITHDRAWAL, rows["end_day"] / YEAR / _SLOW
    return {
        "P(deal) no notice period": averaged(deal),
        "CIF deal(1y)": averaged(deal & (years <= 1.0)),
        "CIF withdrawal(1y)": averaged(left & (years <= 1.0)),
        "P(still talking at 1y)": averaged(years > 1.0),
        "1-KM for deal at 1y (wrong if withdrawal treated as censoring)": _product_limit(deal, years, 1.0),
    }


def _with_period() -> Findings:
    rows = _ended(_NU)
    deal, left = rows["ending"] == FULL_DEAL, rows["ending"] == WITHDRAWAL
    noticed = rows["notices"][:, 0] > 0
    return {
        "notice: P(withdrawal effective)": averaged(left),
        "notice: P(deal after notice)": averaged(deal & noticed),
        "notice: P(deal before notice)": averaged(deal & ~noticed),
        "notice: P(effective by 1y)": averaged(left & (rows["end_day"] <= _SLOW * YEAR)),
    }


def _with_rescission() -> Findings:
    rows = _ended(_NU, 0.3)
    notices = rows["notices"][:, 0]
    tag = "rescission .3/y"
    return {
        f"{tag}: P(withdrawal effective)": averaged(rows["ending"] == WITHDRAWAL),
        f"{tag}: P(deal ever)": averaged(rows["ending"] == FULL_DEAL),
        f"{tag}: E[# notices]": averaged(notices),
    }


def _ended(period: float, rescission: float = 0.0) -> Rows:
    packed = scene(
        "R18",
        ("pact.notice.period", f"{max(1.0, period)} days"),
        ("parties.leaver.threat.fixed-rates.early_rescission", rescission / _SLOW),
    )
    return rows_at(packed, np.inf, TRIALS)


def _product_limit(event: np.ndarray, when: np.ndarray, until: float) -> Found:
    """Return 1 - Kaplan and Meier's survival at a time, with Greenwood's error; other endings count as censored."""
    order = np.argsort(when)
    at_risk = np.arange(len(when), 0, -1)[event[order] & (when[order] <= until)]
    survival = float(np.prod(1.0 - 1.0 / at_risk))
    return estimated(1.0 - survival, survival * sqrt(float(np.sum(1.0 / (at_risk * (at_risk - 1.0))))))
