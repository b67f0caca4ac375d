"""The most memory that a run holds: the table grows with the trials, and all else should not."""

from __future__ import annotations

import tempfile

from bench.figure import TIMES, Figure, Target, at_most, missing, ratio
from bench.montreal import SCENARIO
from bench.processes import PYTHON, SIM, answer, peak, takes
from bench.timing import Size

_TRIALS = (1_000, 100_000, 1_000_000)
# Counts of trials may differ by a factor of a thousand; a tenth is what memory differs by from run to run.
_CONSTANT = at_most(1.1)


def measure(size: Size) -> list[Figure]:
    """Look at processes that play few and many trials in memory, and at `sim run` where it keeps a summary only."""
    found, rest = [], []
    for trials in map(size.of, _TRIALS):
        most, table = _held(trials)
        rest.append(most - table)
        found.append(Figure(f"{trials:,} trials: peak", most, "MiB"))
        found.append(Figure(f"{trials:,} trials: all but the table", most - table, "MiB"))
    few, many = size.of(_TRIALS[0]), size.of(_TRIALS[-1])
    found.append(ratio(f"all but the table, {many:,} against {few:,}", rest[-1] / rest[0], _CONSTANT))
    return [*found, *_summary_only(size.of(_TRIALS[1]), size.of(_TRIALS[2]), _CONSTANT)]


def _held(trials: int) -> tuple[float, float]:
    """Return the peak of a process that keeps a run in memory, and the size of the table, in MiB."""
    script = (
        "import resource, sys\n"
        "from sim.scenario import load\n"
        "from sim.simulate import simulate\n"
        f"run = simulate(load('{SCENARIO}').scenario, {trials})\n"
        "peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**20 if sys.platform == 'darwin' else 2**10)\n"
        "print(peak, sum(values.nbytes for values in run.table.values()) / 2**20)\n"
    )
    most, table = answer(*PYTHON, script).split()
    return float(most), float(table)


def _summary_only(few: int, many: int, target: Target) -> list[Figure]:
    name = f"sim run --keep summary, {many:,} against {few:,}"
    if not takes("run", "--keep"):
        return [missing(name, TIMES, target, "sim run has no --keep")]
    with tempfile.TemporaryDirectory() as folder:
        command = (*SIM, "run", SCENARIO, "--quiet", "--keep", "summary", "--out", folder, "--trials")
        low, high = peak(*command, str(few)), peak(*command, str(many))
    return [
        Figure(f"sim run --keep summary, {few:,} trials: peak", low, "MiB"),
        Figure(f"sim run --keep summary, {many:,} trials: peak", high, "MiB"),
        ratio(name, high / low, target),
    ]
