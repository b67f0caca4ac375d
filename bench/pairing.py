"""How many trials shared draws save, in every shipped what-if that turns one figure."""

from __future__ import annotations

import json
import tempfile
from statistics import median

from bench.figure import Figure, at_least, ratio
from bench.montreal import SCENARIO
from bench.processes import SIM, answer
from bench.timing import Size
from sim.scenario import shipped


def measure(_size: Size) -> list[Figure]:
    """Ask `sim compare` how many trials with draws of their own would do what the paired ones do.

    No clock is read: these are estimates from trials, the same on every machine.
    """
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        for name in sorted(shipped()):
            data = json.loads(answer(*SIM, "compare", SCENARIO, name, "--json", "-o", folder))
            turned = [one["path"] for one in data["inputs"] if not one["path"].startswith(("about.", "teaching."))]
            if len(turned) == 1:
                found[name] = float(data["pairing"])
    return [
        *(ratio(name, saved) for name, saved in found.items()),
        ratio("median of these", median(found.values()), at_least(5)),
    ]
