"""What a second core brings: the time on one worker against that on two."""

from __future__ import annotations

import os
from functools import partial

from bench.figure import TIMES, Figure, at_least, missing, ratio
from bench.montreal import ignore, packed, scenario
from bench.timing import Size, best, seconds
from sim.engine.batch import play_batch
from sim.simulate import simulate

_TRIALS = 65_536
_TARGET = at_least(1.8)


def measure(size: Size) -> list[Figure]:
    """Compare one worker with two, for the rules alone and for a whole run; best of all turns."""
    cores = Figure("cores of this machine", float(os.cpu_count() or 1), "cores")
    names = ("rules alone, one worker against two", "a run, one worker against two")
    if cores.value == 1.0:
        return [cores, *(missing(name, TIMES, _TARGET, "this machine has one core") for name in names)]
    ready, whole, trials = packed(), scenario(), size.of(_TRIALS)
    alone, both = best(
        size, *(partial(play_batch, ready, 1, trials, workers, ignore) for workers in (1, 2)), clock=seconds
    )
    one, two = best(size, *(partial(simulate, whole, trials, 1, workers) for workers in (1, 2)), clock=seconds)
    return [cores, ratio(names[0], alone / both, _TARGET), ratio(names[1], one / two, _TARGET)]
