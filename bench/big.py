"""Ten million trials on two workers of a Dask cluster on this machine, against one worker in the process itself."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from functools import partial

from bench.figure import TIMES, Figure, at_least, missing, ratio
from bench.montreal import SCENARIO
from bench.processes import SIM, quietly, takes
from bench.timing import Size, seconds

_TRIALS = 10_000_000
_TARGET = at_least(1.6)


def measure(size: Size) -> list[Figure]:
    """Compare two whole commands, each once: they are long enough for spells of the machine to even out."""
    trials = size.of(_TRIALS)
    name = f"{trials:,} trials, one worker against two of Dask"
    why = _why_not()
    if why:
        return [missing(name, TIMES, _TARGET, why)]
    with tempfile.TemporaryDirectory() as folder:
        alone, both = (seconds(partial(quietly, *way)) for way in _ways(trials, folder))
    return [
        Figure(f"{trials:,} trials on one worker", alone, "s"),
        Figure(f"{trials:,} trials on two workers of Dask", both, "s"),
        ratio(name, alone / both, _TARGET),
    ]


def _why_not() -> str:
    if (os.cpu_count() or 1) == 1:
        return "this machine has one core"
    lacking = [option for option in ("--cluster", "--keep") if not takes("run", option)]
    return f"sim run has no {' and no '.join(lacking)}" if lacking else ""


def _ways(trials: int, folder: str) -> Iterator[tuple[str, ...]]:
    # Folders of their own: a run that is kept is never played twice.
    for number, words in enumerate((("--workers", "1"), ("--cluster", "local:2"))):
        keep = ("--keep", "summary", "--out", f"{folder}/{number}")
        yield (*SIM, "run", SCENARIO, "--quiet", "--trials", str(trials), *keep, *words)
