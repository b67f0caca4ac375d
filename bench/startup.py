"""How long commands take from the line to the answer, against the imports that they cannot do without."""

from __future__ import annotations

import tempfile

from bench.figure import Figure, at_most, ratio
from bench.montreal import SCENARIO
from bench.processes import PYTHON, SIM, quietly
from bench.timing import Size, best, seconds

_RUN = (*SIM, "run", SCENARIO, "--quiet", "--out")


def measure(size: Size) -> list[Figure]:
    """Compare whole processes: runs with numpy, numba and pydantic, help and version with typer."""
    with tempfile.TemporaryDirectory() as folder:
        quietly(*_RUN, folder)
        seeds = iter(range(10_000, 20_000))
        kept, new, imports = best(
            size,
            lambda: quietly(*_RUN, folder),
            lambda: quietly(*_RUN, folder, "--seed", str(next(seeds))),
            lambda: quietly(*PYTHON, "import numpy, numba, pydantic"),
            clock=seconds,
        )
    wanted, version, typer = best(
        size,
        lambda: quietly(*SIM, "--help"),
        lambda: quietly(*SIM, "--version"),
        lambda: quietly(*PYTHON, "import typer"),
        clock=seconds,
    )
    return [
        Figure("sim run montreal, 10,000 new trials", new, "s"),
        Figure("sim run montreal, kept", kept, "s"),
        Figure("import numpy, numba, pydantic", imports, "s"),
        ratio("a new run against these imports", new / imports, at_most(3)),
        ratio("a kept run against these imports", kept / imports),
        Figure("sim --help", wanted, "s"),
        Figure("sim --version", version, "s"),
        Figure("import typer", typer, "s"),
        ratio("help against import typer", wanted / typer, at_most(2)),
        ratio("version against import typer", version / typer),
    ]
