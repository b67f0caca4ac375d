"""The disagreement point under an exit at a constant rate, found from what alternating offers lead to.

In the limit of short steps the first share is d1 + a (1 - d1 - d2), with a the weight of the first party. With nothing
in the status quo and outside, d is (0, 0) and the share is a; with one party alone having something, it gives that
party's d.
"""

from __future__ import annotations

from math import exp

from tests.ladder.playing import YEAR, Findings, Found, first_offer, limit, scene

_EXIT = 0.3  # a year
_QUARTER = 0.25


def play() -> Findings:
    weight = limit(lambda step: _share(step, (0, 0), (0, 0)), _QUARTER)
    first = limit(lambda step: _share(step, (0.30, 0), (0.20, 0)), _QUARTER)
    second = limit(lambda step: _share(step, (0, 0.35), (0, 0.05)), _QUARTER)
    outside_alone = limit(lambda step: _share(step, (0, 0), (0.20, 0)), _QUARTER)
    return {
        "d1": Found((first.value - weight.value) / (1 - weight.value)),
        "d2": Found(1 - second.value / weight.value),
        "weight1": weight,
        "share1_limit": limit(_share, _QUARTER),
        "q1=lam/(r1+lam)": Found((outside_alone.value - weight.value) / (1 - weight.value) / 0.20),
        "proposer_share(step=0.2500y)": Found(_share(1 / 4)),
        "proposer_share(step=0.0833y)": Found(_share(1 / 12)),
    }


def _share(
    step: float, inside: tuple[float, float] = (0.30, 0.35), outside: tuple[float, float] = (0.20, 0.05)
) -> float:
    packed = scene(
        "R04",
        ("calendar.regular.period", f"{step * YEAR!r} days"),
        ("table.offers.breakdown", 1 - exp(-_EXIT * step)),
        ("parties.one.status_quo_value", inside[0]),
        ("parties.two.status_quo_value", inside[1]),
        ("table.offers.breakdown_value.one", outside[0]),
        ("table.offers.breakdown_value.two", outside[1]),
    )
    return float(first_offer(packed)["worth"][0, 0])
