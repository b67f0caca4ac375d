"""Two parties who give way as time goes cross at a known moment (Faratin, Sierra and Jennings 1998)."""

from __future__ import annotations

from tests.ladder.playing import EXPECTED, Findings, Found, crossing, only_meeting, rows_at, scene, signed, tactics


def play() -> Findings:
    found = {}
    for beta, floors in ((0.2, (0, 0)), (1.0, (0, 0)), (2.0, (0, 0)), (0.2, (0.3, 0.1)), (0.5, (0.2, 0.2))):
        tag = f"beta={beta},R=({floors[0]},{floors[1]})"
        for n in (10, 20):
            packed = scene(f"R07-{n}", *tactics((beta, beta), floors))
            rows = signed(rows_at(packed, 2000.0))
            found[f"round(n={n},{tag})"] = Found(rows["held"][0])
            found[f"u1_at_deal(n={n},{tag})"] = Found(rows["worth"][0, 0])
        found[f"tau*({tag})"] = crossing(packed)
        at_crossing = 1000 * EXPECTED["R07"][f"tau*({tag})"]
        found[f"u1*({tag})"] = Found(signed(only_meeting(packed, at_crossing))["worth"][0, 0])
    packed = scene("R07-10", *tactics((0.5, 0.25), (0, 0)))
    found["tau*(beta=(.5,.25),R=0)"] = crossing(packed)
    at_crossing = 1000 * EXPECTED["R07"]["tau*(beta=(.5,.25),R=0)"]
    worth = signed(only_meeting(packed, at_crossing))["worth"][0]
    found["u1*(beta=(.5,.25),R=0)"], found["u2*(beta=(.5,.25),R=0)"] = Found(worth[0]), Found(worth[1])
    return found
