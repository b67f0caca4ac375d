"""Zeuthen's principle ends where the Nash product is greatest, after as many steps as lie between the first offers.

Where both risk the same, both give way: with equal curvatures that is half as many rounds, and as many concessions.
"""

from __future__ import annotations

from tests.ladder.playing import Findings, Found, rows_at, scene, signed

STEPS = 300


def _agreement(curvatures: tuple[float, float], floors: tuple[float, float] = (0.0, 0.0)) -> tuple[float, float]:
    """Return where the two agree, and how many steps they gave between them."""
    overrides = [
        (f"parties.{name}.{key}", value)
        for key, values in (("curvature", curvatures), ("status_quo_value", floors))
        for name, value in zip(("one", "two"), values, strict=True)
    ]
    row = signed(rows_at(scene("R06", *overrides), 400.0))[0]
    given = (1.0 - row["table"][0, 0]) + row["table"][1, 0]
    return float(row["deal"][0]), float(given * STEPS)


def play() -> Findings:
    found = {}
    for one, two in ((1, 1), (1, 0.5), (0.5, 1)):
        x, concessions = _agreement((one, two))
        found[f"agreement_x(m=300,curv=({one},{two}))"] = Found(x)
        found[f"nash_x(curv=({one},{two}))"] = Found(x, 1.0 / STEPS)
        found[f"concessions(m=300,curv=({one},{two}))"] = Found(concessions)
    x, _ = _agreement((1.0, 1.0), (0.2, 0.1))
    found["agreement_x(m=300,linear,d=(.2,.1))"] = Found(x)
    found["nash_x(linear,d=(.2,.1))"] = Found(x, 1.0 / STEPS)
    return found
