"""Alternating offers without end: the proposer keeps (1 - d2) / (1 - d1 d2), and the first offer is accepted."""

from __future__ import annotations

from tests.ladder.playing import Findings, Found, first_offer, scene


def play() -> Findings:
    found = {}
    for one, two in ((0.9, 0.9), (0.9, 0.8), (0.95, 0.95)):
        factors = (("parties.one.patience.round_factor", one), ("parties.two.patience.round_factor", two))
        rows = first_offer(scene("R01", *factors))
        found[f"share_proposer1(d1={one},d2={two})"] = Found(rows["worth"][0, 0])
        found[f"share_responder2(d1={one},d2={two})"] = Found(rows["worth"][0, 1])
        found["round_of_agreement"] = Found(rows["held"][0])
    return found
