"""What is believed of a leader after threats that ran out unexecuted: Bayes with two types."""

from __future__ import annotations

from tests.ladder.playing import TRIALS, Findings, Found, only, rows_at, scene


def play() -> Findings:
    packed = scene("R14")
    found = {"posterior(k=0)": Found(only(rows_at(packed, 9.0)["belief"][:, 0]))}
    for k in (1, 2, 3, 4):
        rows = rows_at(packed, 10.0 * k + 5.0, TRIALS)
        bluffed = (rows["backdowns"][:, 0] == k) & (rows["notices"][:, 0] == 0)
        found[f"posterior(k={k})"] = Found(only(rows["belief"][bluffed, 0]))
    threat = "parties.sender.threat.fixed-rates.threat"
    packed = scene("R14", (f"{threat}.resolute", 0.7), (f"{threat}.bluffer", 0.35))
    rows = rows_at(packed, 10.0, TRIALS)
    found["posterior(threat seen)"] = Found(only(rows["belief"][rows["threats"][:, 0] == 1, 0]))
    found["posterior(window without threat)"] = Found(only(rows["belief"][rows["threats"][:, 0] == 0, 0]))
    rows = rows_at(packed, 15.0, TRIALS)
    found["posterior(threat seen, then not executed)"] = Found(only(rows["belief"][rows["backdowns"][:, 0] == 1, 0]))
    return found
