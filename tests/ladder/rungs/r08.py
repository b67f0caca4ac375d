"""Tit for tat, absolute and one round behind, against a linear conceder."""

from __future__ import annotations

from tests.ladder.playing import Findings, Found, rows_at, scene, signed


def play() -> Findings:
    rows = signed(rows_at(scene("R08"), 2000.0))
    worth = rows["worth"][0]
    return {
        "rounds(c=.06)": Found(rows["held"][0]),
        "u_linear": Found(worth[0]),
        "u_tft": Found(worth[1]),
    }
