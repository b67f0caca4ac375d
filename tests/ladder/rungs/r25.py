"""Technical meetings shrink each gap by a fixed share until the issue closes."""

from __future__ import annotations

from tests.ladder.playing import Findings, Found, rows_at, scene


def play() -> Findings:
    found = {}
    for gap, step, near in ((0.5, 0.25, 0.02), (0.3, 0.25, 0.02), (0.5, 0.5, 0.05)):
        packed = scene(
            "R25",
            ("parties.one.positions.standards.wants", 0.5 + gap),
            ("parties.two.positions.standards.wants", 0.5 - gap),
            ("calendar.technical.step", step),
            ("calendar.technical.tolerance", near),
        )
        meetings = next(day for day in range(1, 31) if rows_at(packed, float(day))["closed"][0, 0] == 1)
        rows = rows_at(packed, float(meetings))
        tag = f"(gap={gap},eta={step},eps={near})"
        found[f"meetings to close{tag}"] = Found(meetings)
        found[f"residual gap{tag}"] = Found(abs(rows["table"][0, 0, 0] - rows["text"][0, 0]))
    return found
