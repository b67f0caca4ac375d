"""`sim trace`: one trial as a dated story."""

import shlex
from collections.abc import Sequence
from dataclasses import dataclass

from sim.errors import UsageError
from sim.report.lines import fitting, paragraph
from sim.report.pick import pick, why
from sim.report.play import played, warm_up
from sim.report.source import without_seats
from sim.report.story import tell
from sim.report.voice import Voice, width
from sim.scenario.packing import pack

_TRIALS = 2**62  # trials are numbered in whole numbers of eight bytes


@dataclass(frozen=True)
class Request:
    """What was asked for on the command line."""

    scenario: str
    trial: int | None
    wish: str | None
    pair: str | None
    trials: int | None
    seed: int | None
    settings: Sequence[str]


def trace(voice: Voice, request: Request) -> None:
    """Tell the trial that is named or wished for, and the same trial of `pair`."""
    if request.trial is not None and request.wish is not None:
        raise UsageError("--trial names a trial and --pick looks for one; give one of them")
    if request.trial is not None and request.trial >= _TRIALS:
        raise UsageError(f"--trial {request.trial}: there is no such trial; expected a number below {_TRIALS:,}")
    source = without_seats(request.scenario, request.settings)
    sources = [source, *([without_seats(request.pair)] if request.pair else [])]
    seed = source.seed if request.seed is None else request.seed
    trial, reason = request.trial, ""
    if trial is None:
        wish = request.wish or "typical"
        run = played(voice, source.loaded.scenario, request.trials or source.trials, seed)
        trial = pick(run, wish)
        reason = why(run, trial, wish)
    else:
        warm_up(voice, source.loaded.scenario)
    stories = [tell(pack(one.loaded.scenario), seed, trial) for one in sources]
    data = {
        "schema": "sim/trace/v1",
        "seed": seed,
        "trial": trial,
        "picked": reason or None,
        "stories": [{"scenario": one.name, **story.as_dict()} for one, story in zip(sources, stories, strict=True)],
    }
    names = [one.name for one in sources]
    wide = fitting(width())
    voice.answer(data, lambda: _lines(reason, names, [story.lines(wide) for story in stories], wide))
    again = _again(request)
    other = "typical" if request.wish == "surprising" else "surprising"
    voice.next(shlex.join([*again, "--pick", other]), shlex.join([*again, "--trial", str(trial + 1)]))


def _again(request: Request) -> list[str]:
    """Return the command without what it says about the trial."""
    options = {"-n": request.trials, "-s": request.seed, "--pair": request.pair}
    given = [word for name, value in options.items() if value is not None for word in (name, str(value))]
    return ["sim", "trace", request.scenario, *(f"--set={setting}" for setting in request.settings), *given]


def _lines(reason: str, names: Sequence[str], stories: Sequence[list[str]], wide: int) -> list[str]:
    lines = [*paragraph(reason, wide), ""] if reason else []
    for name, story in zip(names, stories, strict=True):
        if len(stories) > 1:
            lines.append(f"---- {name} {'-' * (wide - len(name) - 6)}")
        lines += [*story, ""]
    return lines[:-1]
