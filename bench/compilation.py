"""How long the first trial ever takes, with nothing kept on disk, and the first one of a later process."""

from __future__ import annotations

import tempfile

from bench.figure import Figure, ratio
from bench.processes import PYTHON, answer
from bench.timing import Size

# What is timed is the first call alone: imports and reading the scenario are not in it.
_FIRST_TRIAL = (
    "import time\n"
    "from sim.engine.batch import blank_rows, run_on\n"
    "from sim.scenario import load\n"
    "from sim.scenario.packing import pack\n"
    "packed = pack(load('montreal').scenario)\n"
    "rows = blank_rows(packed, 1, 0, 1)\n"
    "start = time.perf_counter()\n"
    "run_on(packed, rows)\n"
    "print(time.perf_counter() - start)\n"
)


def measure(size: Size) -> list[Figure]:
    """Compile once in an empty folder, then read what was kept there as often as there are turns."""
    with tempfile.TemporaryDirectory() as folder:
        cold = _first_trial(folder)
        read = min(_first_trial(folder) for _ in range(size.rounds))
    return [
        Figure("compiling the rules", cold, "s"),
        Figure("reading the compiled rules", read, "s"),
        ratio("compiling against reading", cold / read),
    ]


def _first_trial(folder: str) -> float:
    return float(answer(*PYTHON, _FIRST_TRIAL, SIM_CACHE_DIR=folder))
