"""`sim report`: a run as one HTML page that needs nothing else."""

from __future__ import annotations

import shlex
import webbrowser
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sim.engine.files import write_file
from sim.errors import SimError
from sim.report.extra import need_extra
from sim.report.kept import Playing
from sim.report.pairs import paired_runs, sides_of
from sim.report.rivals import NULL
from sim.report.voice import Voice

_RUNS = Path("runs")
PAGE = "report.html"


@dataclass(frozen=True)
class Request:
    """What was asked for on the command line."""

    scenario: str
    other: str | None
    trials: int | None
    seed: int | None
    settings: Sequence[str]
    file: Path | None
    opens: bool
    playing: Playing


def report(voice: Voice, request: Request) -> None:
    """Play what is not kept, write the page whole or not at all, and say where it lies.

    Raise, before anything is played, MissingDependency where a package that only pages need is missing, and SimError
    where there is no folder for the page.
    """
    need_extra()
    if request.file is not None and not request.file.parent.is_dir():
        raise SimError(f"cannot write {request.file}: there is no folder {request.file.parent}")
    from sim.report.page.build import page_of
    from sim.report.page.html import html

    words = [request.scenario, *([request.other] if request.other is not None else [])]
    *sides, null = sides_of([*words, NULL], [request.settings] * (len(words) + 1))
    runs = paired_runs(voice, [*sides, null], request.trials, request.seed, _RUNS, request.playing)
    page = page_of(runs[0], runs[-1], runs[1:-1], sides, words, request.settings)
    kept = runs[0]
    written = html(page)
    file = request.file or kept.folder / PAGE
    write_file(file, written)
    data = {
        "schema": "sim/report/v1",
        "file": str(file),
        "bytes": len(written),
        "scenario": kept.answer["scenario"],
        "trials": kept.answer["trials"],
        "seed": kept.answer["seed"],
        "parts": [{"name": part.name, "title": part.title, "says": part.says} for part in page.parts],
    }
    voice.answer(
        data, lambda: [f"wrote {file} ({len(written) / 1000:,.0f} kB): one page, without a network or scripts"]
    )
    if request.opens and not webbrowser.open(file.absolute().as_uri()):
        voice.talk("found no browser to open it with")
    name = shlex.quote(request.scenario)
    voice.next(f"sim trace {name} --pick surprising", f"sim sources {name}")
