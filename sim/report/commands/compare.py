"""`sim compare`: two scenarios or more over the same trials, and what differs."""

import re
import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sim.errors import UsageError
from sim.report.compare.answer import compare_answer
from sim.report.compare.text import compare_text
from sim.report.kept import Playing
from sim.report.pairs import paired_runs, sides_of
from sim.report.voice import Voice, width

_SIDE = re.compile(r"([0-9]+):(.+)", re.DOTALL)


@dataclass(frozen=True)
class Request:
    """What was asked for on the command line."""

    scenarios: Sequence[str]
    trials: int | None
    seed: int | None
    settings: Sequence[str]
    out: Path
    playing: Playing


def compare(voice: Voice, request: Request) -> None:
    """Play each scenario, unless it is kept, and show what changes from the first to each other."""
    words, settings = _asked(request)
    sides = sides_of(words, settings)
    runs = paired_runs(voice, sides, request.trials, request.seed, request.out, request.playing)
    found = compare_answer(runs[0], runs[1:], [side.settings for side in sides])
    voice.answer(found, lambda: compare_text(found, width()))
    one, other = (shlex.quote(side.word) for side in sides[:2])
    voice.next(f"sim diff {one} {other}", f"sim trace {one} --pair {other} --pick surprising")


def _asked(request: Request) -> tuple[list[str], list[list[str]]]:
    """Return the scenarios and the settings of each: `2:KEY=VALUE` is for the second, `KEY=VALUE` for all.

    A single scenario is compared with itself as the settings have it.
    """
    words = list(request.scenarios)
    if len(words) == 1:
        if not request.settings:
            raise UsageError("compare needs two scenarios, or one and --set KEY=VALUE for what is to differ")
        return [words[0], words[0]], [[], list(request.settings)]
    settings: list[list[str]] = [[] for _ in words]
    for setting in request.settings:
        match = _SIDE.fullmatch(setting)
        if match is None:
            for own in settings:
                own.append(setting)
        elif not 1 <= int(match[1]) <= len(words):
            raise UsageError(f"--set {setting}: there are {len(words)} scenarios, counted from 1")
        else:
            settings[int(match[1]) - 1].append(match[2])
    return words, settings
