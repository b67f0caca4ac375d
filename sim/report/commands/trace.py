"""`sim trace`: one trial as a dated story."""

from collections.abc import Sequence
from dataclasses import dataclass

from sim.errors import UsageError
from sim.report.pick import pick
from sim.report.play import played, warm_up
from sim.report.source import source_of
from sim.report.story import tell
from sim.report.voice import Voice
from sim.scenario.packing import pack


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
    source = source_of(request.scenario, request.settings)
    sources = [source, *([source_of(request.pair)] if request.pair else [])]
    seed = source.seed if request.seed is None else request.seed
    trial = request.trial
    if trial is None:
        run = played(voice, source.loaded.scenario, request.trials or source.trials, seed)
        trial = pick(run, request.wish or "typical")
    else:
        warm_up(voice, source.loaded.scenario)
    stories = [tell(pack(one.loaded.scenario), seed, trial) for one in sources]
    data = {
        "schema": "sim/trace/v1",
        "seed": seed,
        "trial": trial,
        "stories": [{"scenario": one.name, **story.as_dict()} for one, story in zip(sources, stories, strict=True)],
    }
    names = [request.scenario, *([request.pair] if request.pair else [])]
    voice.answer(data, lambda: _lines(names, [story.lines() for story in stories]))
    again = f"sim trace {request.scenario} --trial {trial}"
    voice.next(again if request.pair else f"{again} --pair no-threats", f"sim run {request.scenario}")


def _lines(names: Sequence[str], stories: Sequence[list[str]]) -> list[str]:
    if len(stories) == 1:
        return stories[0]
    lines = []
    for name, story in zip(names, stories, strict=True):
        lines += [f"{name} {'-' * max(3, 78 - len(name))}", *story, ""]
    return lines[:-1]
