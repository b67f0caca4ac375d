"""`sim why`: what would have turned the ending of one trial."""

import shlex
from collections.abc import Sequence
from dataclasses import dataclass

from sim.errors import UsageError
from sim.report.pick import pick
from sim.report.pick import why as reason_of
from sim.report.play import played, warm_up
from sim.report.source import Source, without_seats
from sim.report.story import tell
from sim.report.voice import Voice, width
from sim.report.why.answer import why_answer
from sim.report.why.text import why_text
from sim.scenario import sha256
from sim.scenario.packing import pack
from sim.why import changes, replay

_TRIALS = 2**40  # beyond lie the trials whose draws are lent


@dataclass(frozen=True)
class Request:
    """What was asked for on the command line."""

    scenario: str
    trial: int | None
    wish: str | None
    trials: int | None
    seed: int | None
    settings: Sequence[str]


def why(voice: Voice, request: Request) -> None:
    """Play one trial again with one thing changed at a time, and show what turns its ending."""
    if request.trial is not None and request.wish is not None:
        raise UsageError("--trial names a trial and --pick looks for one; give one of them")
    if request.trial is not None and request.trial >= _TRIALS:
        raise UsageError(f"--trial {request.trial}: there is no such trial; expected a number below {_TRIALS:,}")
    source = without_seats(request.scenario, request.settings)
    seed = source.seed if request.seed is None else request.seed
    trial, reason = _which(voice, request, source, seed)
    packed = pack(source.loaded.scenario)
    story = tell(packed, seed, trial)
    again = replay(packed, seed, trial)
    scenario = {"name": source.name, "title": packed.scenario.about.title, "sha256": sha256(packed.scenario)}
    found = why_answer(again, changes(again), {"scenario": scenario, "picked": reason or None})
    voice.answer(found, lambda: why_text(found, story.ending, story.title, width()))
    options = [
        *(f"--set={setting}" for setting in request.settings),
        *([] if request.seed is None else ["-s", str(seed)]),
    ]
    one = ["--trial", str(trial), *options]
    voice.next(shlex.join(["sim", "trace", request.scenario, *one]), "sim explain draw")


def _which(voice: Voice, request: Request, source: Source, seed: int) -> tuple[int, str]:
    if request.trial is not None:
        warm_up(voice, source.loaded.scenario)
        return request.trial, ""
    wish = request.wish or "typical"
    run = played(voice, source.loaded.scenario, request.trials or source.trials, seed)
    trial = pick(run, wish)
    return trial, reason_of(run, trial, wish)
