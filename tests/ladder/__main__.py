"""Climb the ladder and print each step: `make ladder`."""

from __future__ import annotations

import sys

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from tests.ladder.playing import EXPECTED, SOURCES, TRIALS
from tests.ladder.rungs import RUNGS, climbed

# Checked where the statistics are: tests/unit/test_estimates_*.py.
ELSEWHERE = ("R31",)


def main() -> int:
    """Print rung, quantity, expected, found and distance; return 1 where a distance is beyond its tolerance."""
    console = Console(width=140, highlight=False)
    missed = total = 0
    for rung in RUNGS:
        console.print(f"\n{rung}: {SOURCES[rung]}")
        table = Table(box=None)
        for column in ("quantity", "expected", "found", "off by", ""):
            table.add_column(column, justify="left" if column == "quantity" else "right")
        for quantity, expected in EXPECTED[rung].items():
            found = climbed(rung)[quantity]
            held = found.holds(expected)
            total, missed = total + 1, missed + (not held)
            off = abs(found.value - expected)
            distance = f"{off / found.error:.1f} standard errors" if found.error else f"{off:.1e}"
            table.add_row(escape(quantity), f"{expected:.8g}", f"{found.value:.8g}", distance, "" if held else "MISSED")
        console.print(table)
    waiting = [name for name in EXPECTED if name not in RUNGS]
    console.print(
        f"\n{total - missed} of {total} quantities within their tolerance, {TRIALS:,} trials where chance plays."
    )
    console.print(f"Rungs played: {len(RUNGS)} of {len(EXPECTED)}. Not yet: {' '.join(waiting) or 'none'}.")
    console.print(f"{' '.join(ELSEWHERE)} is a unit test of the statistics.")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
