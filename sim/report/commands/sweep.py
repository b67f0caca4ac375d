"""`sim sweep`: the same talks over a grid or a Latin hypercube of dials, as a tidy table."""

import os
import shlex
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.engine.files import claim
from sim.engine.quantiles import fill_uniforms, quantile_of
from sim.errors import UsageError
from sim.report.guard import Interrupted
from sim.report.play import warm_up
from sim.report.rounding import clock, whole
from sim.report.shape import Answer
from sim.report.source import Source, settings_of, without_seats
from sim.report.study.asking import elsewhere, footing_of, turner
from sim.report.study.design import Design, design_of
from sim.report.study.keeping import Place, keeper, kept_answer, kept_points, place_of, save_sweep
from sim.report.study.sweep_answer import sweep_answer
from sim.report.study.sweep_table import csv_lines
from sim.report.study.sweep_text import sweep_text
from sim.report.voice import Voice, width
from sim.study.sweep import sweep as play_sweep

TRIALS = 2_000


@dataclass(frozen=True)
class Request:
    """What was asked for on the command line."""

    scenario: str
    dials: Sequence[str]
    hypercube: int | None
    trials: int | None
    seed: int | None
    settings: Sequence[str]
    out: Path
    workers: int
    cluster: str | None
    as_csv: bool


def sweep(voice: Voice, request: Request) -> None:
    """Play every point that is not kept yet, keep it, and show all of them."""
    source = without_seats(request.scenario, request.settings)
    trials, seed = request.trials or TRIALS, source.seed if request.seed is None else request.seed
    scenario = source.loaded.scenario
    entries: tuple[Callable[..., Any], ...] = (fill_uniforms, quantile_of) if request.hypercube else ()
    warm_up(voice, scenario, *entries)
    design = design_of(scenario, request.dials, request.hypercube, seed)
    _refuse_both(request, design)
    place = place_of(request.out, source.name, scenario, design, trials, seed)
    found, how = kept_answer(place), "already played"
    if found is None:
        found, how = _played(voice, request, source, design, place)
    noun, each = ("point", "trials") if len(design.points) == 1 else ("points", "trials each")
    played = f"{whole(len(design.points))} {noun}, {whole(trials)} {each}, seed {seed}, {how}"
    footing = footing_of(request.scenario, source, request.settings, played)
    voice.answer(found, lambda: csv_lines(found) if request.as_csv else sweep_text(found, footing, width()))
    voice.talk(f"saved  {place.folder}{os.sep}")
    voice.next(f"sim sensitivity {shlex.quote(request.scenario)}", "sim explain sweep")


def _played(voice: Voice, request: Request, source: Source, design: Design, place: Place) -> tuple[Answer, str]:
    scenario, trials, seed = source.loaded.scenario, place.facts["trials"], place.facts["seed"]
    started = time.perf_counter()
    done = kept_points(place)
    if done:
        voice.talk(f"going on: {whole(len(done))} of {whole(len(design.points))} points are kept already")
    total = (len(design.points) - len(done)) * trials
    progress = voice.progress(total)
    keep, turn, workers = keeper(place), turner(source), request.workers
    try:
        with claim(place.folder) as held, elsewhere(voice, request.cluster) as away:
            outcomes = play_sweep(
                turn, design.points, trials, seed, workers, done=done, keep=keep, progress=progress, elsewhere=away
            )
            found = sweep_answer(scenario, source.name, design, outcomes, trials, seed)
            save_sweep(held, place, scenario, found)
    except KeyboardInterrupt:
        raise _interrupted(request, place, len(design.points)) from None
    return found, clock(time.perf_counter() - started)


def _interrupted(request: Request, place: Place, points: int) -> Interrupted:
    count = len(kept_points(place))
    kept = f"{whole(count)} of {whole(points)} points are kept in {place.parts}{os.sep}" if count else "nothing is kept"
    return Interrupted(f"interrupted; {kept}; this goes on: {_again(request)}")


def _again(request: Request) -> str:
    """Return the command that plays the points that are left."""
    words = ["sim", "sweep", request.scenario]
    words += [word for dial in request.dials for word in ("--dial", dial)]
    words += [word for setting in request.settings for word in ("--set", setting)]
    numbers = (("--lhs", request.hypercube), ("-n", request.trials), ("-s", request.seed))
    words += [word for option, value in numbers if value is not None for word in (option, str(value))]
    words += [] if request.out == Path("sweeps") else ["-o", str(request.out)]
    words += [] if request.cluster is None else ["--cluster", request.cluster]
    return shlex.join(words)


def _refuse_both(request: Request, design: Design) -> None:
    for key, _ in settings_of(request.settings):
        for axis in design.axes:
            if key in (axis.name, f"dials.{axis.name}", f"dials.{axis.name}.value"):
                raise UsageError(f"the dial {axis.name} is turned by the sweep; leave out --set {key}=...")
