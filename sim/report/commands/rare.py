"""`sim rare`: how likely an ending is that plain trials hardly ever show."""

import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sim.rare import rare as found_of
from sim.report.play import warm_up
from sim.report.rare.answer import rare_answer
from sim.report.rare.text import rare_text
from sim.report.rounding import clock, whole
from sim.report.shape import Footing
from sim.report.source import settings_of, without_seats
from sim.report.voice import Voice, width
from sim.scenario import sha256


@dataclass(frozen=True)
class Request:
    """What was asked for on the command line."""

    scenario: str
    ending: str
    trials: int | None
    seed: int | None
    settings: Sequence[str]


def rare(voice: Voice, request: Request) -> None:
    """Estimate how likely an ending is, and show what that took."""
    source = without_seats(request.scenario, request.settings)
    scenario = source.loaded.scenario
    trials, seed = request.trials or source.trials, source.seed if request.seed is None else request.seed
    warm_up(voice, scenario)
    made = found_of(scenario, request.ending, trials, seed, progress=voice.progress(trials))
    found = rare_answer(made, source.name, sha256(scenario))
    file = Path(request.scenario)
    shown = f"{file.name}.yaml" if file.name == source.name else request.scenario
    changes = tuple(f"{key} = {text}" for key, text in settings_of(request.settings))
    strata = "one stratum" if len(made.strata) == 1 else f"{len(made.strata)} strata"
    how = f"{whole(made.trials)} trials in {strata}, seed {seed}, {clock(made.seconds)}"
    voice.answer(found, lambda: rare_text(found, Footing(request.scenario, shown, how, changes), width()))
    settings = [f"--set={each}" for each in request.settings]
    plain = ["sim", "run", request.scenario, *settings, *([] if request.seed is None else ["-s", str(seed)])]
    voice.next(shlex.join(plain), "sim explain splitting")
