"""An outside option moves the split only where it beats waiting; an inside option always does."""

from __future__ import annotations

from tests.ladder.playing import Findings, Found, first_offer, limit, scene


def play() -> Findings:
    found = {f"share1(outside2={value})": Found(_share(value)) for value in (0.0, 0.3, 0.47, 0.5, 0.6)}
    found["inside_option_share1(g=(.3,0))"] = limit(_inside, 0.16)
    return found


def _share(outside: float) -> float:
    return float(first_offer(scene("R05", ("table.offers.outside_option.two", outside)))["worth"][0, 0])


def _inside(impatience: float) -> float:
    factors = ((f"parties.{party}.patience.round_factor", 1 - impatience) for party in ("one", "two"))
    packed = scene("R05", ("parties.one.status_quo_value", 0.3), *factors)
    return float(first_offer(packed)["worth"][0, 0])
