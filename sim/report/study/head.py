"""How every study begins and ends: what was played, and what its numbers are not."""

from __future__ import annotations

from sim.report.lines import paragraph
from sim.report.rounding import day
from sim.report.shape import Answer, Footing

DOUBT = "The ranges are Monte Carlo error alone; what is assumed moves the results more."


def head(answer: Answer, footing: Footing, width: int) -> list[str]:
    """Return the first lines: the title, the clock, what was set, how it was played."""
    title = answer["scenario"]["title"]
    clock = f"{day(answer['starts'])} -> {day(answer['ends'])}, {footing.file}"
    one_line = f"{title}   {clock}"
    lines = [one_line] if len(one_line) <= width else [*paragraph(title, width), *paragraph(clock, width)]
    changes = [line for change in footing.changes for line in paragraph(f"with {change}", width)]
    return [*lines, *changes, *paragraph(footing.played, width)]


def number(value: float) -> str:
    """Return what a dial stands at, to four digits."""
    return f"{value:.4g}"
