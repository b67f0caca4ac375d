"""`sim value`: what a threat, a notice or outreach is worth to every party."""

import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sim.errors import UsageError
from sim.report.play import warm_up
from sim.report.rounding import clock, whole
from sim.report.shape import Footing
from sim.report.source import settings_of, without_seats
from sim.report.value.answer import value_answer
from sim.report.value.text import value_text
from sim.report.voice import Voice, width
from sim.scenario import sha256
from sim.value import whose, worth_of


@dataclass(frozen=True)
class Request:
    """What was asked for on the command line."""

    scenario: str
    means: str | None
    party: str | None
    trials: int | None
    seed: int | None
    settings: Sequence[str]
    workers: int


def value(voice: Voice, request: Request) -> None:
    """Play the trials with and without the means, and show what it brings to whom."""
    if request.means is None:
        raise UsageError("--of is missing: expected --of threat, --of outreach or --of notice")
    source = without_seats(request.scenario, request.settings)
    scenario = source.loaded.scenario
    party = whose(scenario, request.means, request.party)
    trials, seed = request.trials or source.trials, source.seed if request.seed is None else request.seed
    warm_up(voice, scenario)
    progress = voice.progress(2 * trials)
    worth = worth_of(scenario, request.means, party, trials, seed, request.workers, progress=progress)
    found = value_answer(worth, source.name, sha256(scenario))
    file = Path(request.scenario)
    shown = f"{file.name}.yaml" if file.name == source.name else request.scenario
    noun = "trial" if trials == 1 else "trials"
    how = f"{whole(trials)} {noun}, each played with and without on the same draws, seed {seed}, {clock(worth.seconds)}"
    changes = tuple(f"{key} = {text}" for key, text in settings_of(request.settings))
    footing = Footing(request.scenario, shown, how, changes)
    voice.answer(found, lambda: value_text(found, footing, width()))
    voice.next(*_next(request, party))


def _next(request: Request, party: str) -> tuple[str, ...]:
    """Return the command that shows how endings change, where one setting makes the difference."""
    if request.means != "threat" or request.settings:
        return ("sim explain ex post",)
    compared = ["sim", "compare", request.scenario, "--set", f"parties.{party}.threat=never"]
    return shlex.join(compared), "sim explain ex post"
