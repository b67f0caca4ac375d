"""How fast one core plays: trials of montreal in a batch, and with everything that is measured of them."""

from __future__ import annotations

from bench.figure import Figure, ratio
from bench.montreal import ignore, packed, scenario
from bench.timing import Size, best, processor_seconds
from sim.engine.batch import play_batch
from sim.simulate import simulate

_TRIALS = 16_384


def measure(size: Size) -> list[Figure]:
    """Compare the rules alone with a whole run, on one worker."""
    ready, whole, trials = packed(), scenario(), size.of(_TRIALS)
    rules, run = best(
        size,
        lambda: play_batch(ready, 1, trials, 1, ignore),
        lambda: simulate(whole, trials, 1, workers=1),
        clock=processor_seconds,
    )
    return [
        Figure("a trial, rules alone", 1e6 * rules / trials, "us"),
        Figure("rules alone", trials / rules, "trials a second"),
        Figure("a trial of a run, outcomes measured", 1e6 * run / trials, "us"),
        ratio("a run against the rules alone", run / rules),
    ]
