"""Alternating offers that end: counted back from the last round."""

from __future__ import annotations

from datetime import date, timedelta

from tests.ladder.playing import Findings, Found, first_offer, scene

_LAST = date(2019, 1, 1)


def play() -> Findings:
    found = {}
    for rounds in (1, 2, 5, 6, 7, 60):
        first = _LAST - timedelta(days=10 * (rounds - 1))
        packed = scene("R02", ("calendar.regular.from", first))
        found[f"proposer_share(T={rounds},delta=0.9)"] = Found(first_offer(packed)["worth"][0, 0])
    return found
