"""The history of what was measured: a row for each figure, in a file that is kept with the program."""

from __future__ import annotations

import csv
import os
import platform
import subprocess
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import sim
from bench.figure import Figure
from bench.processes import ROOT

HISTORY = ROOT / "bench" / "history.csv"
FIELDS = ("date", "version", "commit", "machine", "benchmark", "figure", "value", "unit", "target", "reached")

# What is measured; a change of a benchmark or of a page makes no other program.
_MEASURED = ("sim", "cli.py", "scenarios", "pyproject.toml")


def record(name: str, figures: Sequence[Figure]) -> None:
    """Append every figure of a benchmark that has a value to the history."""
    about = (f"{datetime.now(UTC):%Y-%m-%dT%H:%MZ}", sim.__version__, commit(), machine())
    is_new = not HISTORY.exists()
    with HISTORY.open("a", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerows([FIELDS] if is_new else [])
        writer.writerows(rows(about, name, figures))


def rows(about: Sequence[str], name: str, figures: Sequence[Figure]) -> list[tuple[str, ...]]:
    """Return the rows of the history: what was measured when and where, then the figure; six digits of its value."""
    return [
        (*about, name, figure.name, f"{figure.value:.6g}", figure.unit, str(figure.target or ""), _word(figure.reached))
        for figure in figures
        if figure.value is not None
    ]


def commit() -> str:
    """Return the last commit that changed the program, with a + where it has been changed since."""
    last = _git("log", "-1", "--format=%h", "--", *_MEASURED)
    return f"{last}+" if _git("status", "--porcelain", "--", *_MEASURED) else last


def machine() -> str:
    """Return what the figures depend on, and nothing that tells whose machine it is."""
    parts = [
        _processor(),
        f"{os.cpu_count()} cores",
        f"{platform.system()} {platform.machine()}",
        f"Python {platform.python_version()}",
        f"NumPy {version('numpy')}",
        f"Numba {version('numba')}",
    ]
    return "; ".join(parts)


def _processor() -> str:
    table = Path("/proc/cpuinfo")
    if table.exists():
        for line in table.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def _git(*words: str) -> str:
    found = subprocess.run(["git", "-C", str(ROOT), *words], check=False, capture_output=True, text=True)
    return found.stdout.strip() if found.returncode == 0 else "unknown"


def _word(reached: bool | None) -> str:
    return "" if reached is None else "yes" if reached else "no"
