"""`sim trace`: one trial as a dated story."""

import shlex
from collections.abc import Sequence
from dataclasses import dataclass

from sim.errors import UsageError
from sim.report.lines import fitting, paragraph
from sim.report.pick import pick, why
from sim.report.play import played, warm_up
from sim.report.rounding import day, listed
from sim.report.source import without_seats
from sim.report.story import Story, tell
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
        "parting": _parting(stories) if len(stories) > 1 else None,
        "stories": [{"scenario": one.name, **story.as_dict()} for one, story in zip(sources, stories, strict=True)],
    }
    names = [one.name for one in sources]
    wide = fitting(width())
    voice.answer(data, lambda: [*_reason(reason, wide), *_lines(names, stories, wide)])
    again = _again(request)
    other = "typical" if request.wish == "surprising" else "surprising"
    voice.next(shlex.join([*again, "--pick", other]), shlex.join([*again, "--trial", str(trial + 1)]))


def _again(request: Request) -> list[str]:
    """Return the command without what it says about the trial."""
    options = {"-n": request.trials, "-s": request.seed, "--pair": request.pair}
    given = [word for name, value in options.items() if value is not None for word in (name, str(value))]
    return ["sim", "trace", request.scenario, *(f"--set={setting}" for setting in request.settings), *given]


def _reason(reason: str, wide: int) -> list[str]:
    return [*paragraph(reason, wide), ""] if reason else []


def _parting(stories: Sequence[Story]) -> dict[str, object]:
    """Return how many entries both worlds share, and the first day on which they tell something else."""
    shared = stories[0].shared(stories[1])
    after = [story.entries[shared].date for story in stories if shared < len(story.entries)]
    return {"shared": shared, "date": min(after).isoformat() if after else None}


def _lines(names: Sequence[str], stories: Sequence[Story], wide: int) -> list[str]:
    if len(stories) == 1:
        return stories[0].lines(wide)
    parting = _parting(stories)
    shared, date = parting["shared"], parting["date"]
    if date is None:
        told = f"Both worlds, {listed(names)}, go the same way to the end."
        return [*paragraph(told, wide), "", *stories[0].lines(wide)]
    first, second = names
    lines = [*paragraph(_until(int(str(shared)), day(str(date))), wide), "", _rule(first, wide)]
    lines += [*stories[0].lines(wide), "", _rule(f"{second}, from where they part", wide)]
    return [*lines, *stories[1].lines(wide, skip=int(str(shared)))]


def _until(shared: int, when: str) -> str:
    return f"They part on {when}." if shared else f"They differ from the first day on, {when}."


def _rule(name: str, wide: int) -> str:
    return f"---- {name} {'-' * (wide - len(name) - 6)}"
