"""Play trials for a command: say when rules must be compiled first, show progress."""

import gc
import sys
from collections.abc import Callable
from typing import Any

from sim.engine.loop import advance
from sim.model.compiled import is_compiled
from sim.report.voice import Voice
from sim.scenario import Scenario
from sim.simulate import Run, simulate


def played(
    voice: Voice,
    scenario: Scenario,
    trials: int,
    seed: int,
    workers: int = 0,
) -> Run:
    """Play `trials` trials, which are held in memory and not kept."""
    warm_up(voice, scenario)
    return simulate(scenario, trials, seed, workers, progress=voice.progress(trials))


def warm_up(voice: Voice, scenario: Scenario, *entries: Callable[..., Any]) -> None:
    """Load the compiled rules, or compile them and say so; no clock runs yet. `entries` will be called besides."""
    if not all(is_compiled(each) for each in (advance, *entries)):
        voice.talk("compiling the rules once (about a minute or two); later runs start at once")
    simulate(scenario, 1)
    # What is imported stays to the end; frozen, it takes half the time when the process ends. (Not once DuckDB
    # is there: it reports frozen objects as leaks.)
    if "duckdb" not in sys.modules:
        gc.freeze()
    gc.enable()
