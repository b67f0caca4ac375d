"""Climb the ladder and print each step: `make ladder`."""

from __future__ import annotations

import json
import sys

from rich.console import Console
from rich.table import Table

from tests.ladder.rungs import EXPECTED, HERE, NOT_PLAYED, RUNGS, TRIALS, climbed

ALL = [f"R{number:02}" for number in range(1, 32)]
# Checked where the statistics are: tests/unit/test_estimates_*.py.
ELSEWHERE = ("R31",)


def main() -> int:
    """Print rung, quantity, expected, found and distance; return 1 where a distance is beyond its tolerance."""
    sources = {rung: entry["doc"] for rung, entry in json.loads((HERE / "expected.json").read_text()).items()}
    console = Console(width=140, highlight=False)
    missed = total = 0
    for rung in RUNGS:
        console.print(f"\n{rung.replace('_', ' ')}: {sources[rung]}")
        table = Table(box=None)
        for column in ("quantity", "expected", "found", "off by", ""):
            table.add_column(column, justify="left" if column == "quantity" else "right")
        for quantity, expected in EXPECTED[rung].items():
            if quantity in NOT_PLAYED:
                table.add_row(quantity, f"{expected:.8g}", "-", NOT_PLAYED[quantity], "")
                continue
            found = climbed(rung)[quantity]
            off = abs(found.value - expected)
            held = off <= found.tolerance
            total, missed = total + 1, missed + (not held)
            distance = f"{off / found.error:.1f} standard errors" if found.error else f"{off:.1e}"
            table.add_row(quantity, f"{expected:.8g}", f"{found.value:.8g}", distance, "" if held else "MISSED")
        console.print(table)
    played = [name for name in ALL if any(rung.startswith(name) for rung in RUNGS)]
    waiting = [name for name in ALL if name not in played and name not in ELSEWHERE]
    console.print(
        f"\n{total - missed} of {total} quantities within their tolerance, {TRIALS:,} trials where chance plays."
    )
    console.print(f"Rungs played: {len(played)} of {len(ALL)}. Not yet: {' '.join(waiting)}.")
    console.print(f"{' '.join(ELSEWHERE)} is a unit test of the statistics.")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
