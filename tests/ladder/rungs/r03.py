"""A chance of breakdown after each rejection; the Nash solution is the limit as the chance goes to nothing."""

from __future__ import annotations

from tests.ladder.playing import Findings, Found, first_offer, limit, scene


def play() -> Findings:
    found = {}
    for p in (0.2, 0.05, 0.001):
        found[f"proposer_share(p={p},b=(.2,.1))"] = Found(_share(p))
        found[f"proposer_share(p={p},curvature=(1,.5))"] = Found(_curved(p))
    found["nash_limit(b=(.2,.1))"] = limit(_share, 0.16)
    found["nash_limit(curvature=(1,.5),b=0)"] = limit(_curved, 0.16)
    return found


def _share(p: float) -> float:
    return float(first_offer(scene("R03", ("table.offers.breakdown", p)))["deal"][0, 0])


def _curved(p: float) -> float:
    nothing = (("table.offers.breakdown_value.one", 0), ("table.offers.breakdown_value.two", 0))
    packed = scene("R03", ("table.offers.breakdown", p), ("parties.two.curvature", 0.5), *nothing)
    return float(first_offer(packed)["deal"][0, 0])
