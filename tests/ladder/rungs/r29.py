"""A package against issue-by-issue bargaining; the proportional point, and the Nash point."""

from __future__ import annotations

import numpy as np

from tests.ladder.playing import EXPECTED, Findings, Found, crossing, only, only_meeting, scene, signed, tactics


def play() -> Findings:
    expected = EXPECTED["R29"]
    package = scene("R29")
    even = scene("R29", *((f"parties.{name}.strategy.time-dependent.bidding", "even") for name in ("one", "two")))
    floors = scene("R29", ("parties.one.status_quo_value", 0.2), ("parties.two.status_quo_value", 0.5))
    found = {
        "package: tau* (beta=1)": crossing(package),
        "package: tau* (beta=.5)": crossing(scene("R29", *tactics((0.5, 0.5), (0, 0)))),
        "issue-by-issue: tau* (beta=1)": crossing(even),
        "KS-type tau* (beta=1)": crossing(floors),
    }
    rolled = signed(only_meeting(package, 1000 * expected["package: tau* (beta=1)"]))["worth"][0, :2]
    found["package (logroll, equal schedules): u1=u2"] = Found(only(np.round(rolled, 12)))
    split = signed(only_meeting(even, 1000 * expected["issue-by-issue: tau* (beta=1)"]))["worth"][0, :2]
    found["issue-by-issue ('even' bidding): u1=u2"] = Found(only(np.round(split, 12)))
    found["efficiency loss of issue-by-issue"] = Found(1 - split[0] / rolled[0])
    worth = signed(only_meeting(floors, 1000 * expected["KS-type tau* (beta=1)"]))["worth"][0]
    found["KS-type u1 (F=(.2,.5))"], found["KS-type u2"] = Found(worth[0]), Found(worth[1])
    nash = signed(only_meeting(scene("R29-nash"), 500.0))["worth"][0]
    found["Nash u1 (F=(.2,.5))"], found["Nash u2"] = Found(nash[0]), Found(nash[1])
    return found
