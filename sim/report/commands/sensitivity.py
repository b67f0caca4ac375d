"""`sim sensitivity`: which dials move a result, one at a time, all at once, or against chance."""

import shlex
from collections.abc import Sequence
from dataclasses import dataclass

from sim.engine.quantiles import fill_uniforms, quantile_of
from sim.errors import UsageError
from sim.estimates.sobol import require
from sim.report.play import warm_up
from sim.report.rounding import clock, whole
from sim.report.shape import Answer
from sim.report.source import Source, without_seats
from sim.report.study.asking import elsewhere, footing_of, turner
from sim.report.study.sensitivity_answer import nested_answer, sobol_answer, tornado_answer
from sim.report.study.sensitivity_text import sensitivity_text
from sim.report.voice import Voice, width
from sim.study.points import Elsewhere
from sim.study.sensitivity import nested, sobol, tornado, turned_dials

_TRIALS = {"tornado": 10_000, "sobol": 1_000, "nested": 500}
_POINTS = {"sobol": 128, "nested": 200}


@dataclass(frozen=True)
class Request:
    """What was asked for on the command line."""

    scenario: str
    on: str | None
    sobol: bool
    nested: bool
    points: int | None
    trials: int | None
    seed: int | None
    settings: Sequence[str]
    workers: int
    cluster: str | None


def sensitivity(voice: Voice, request: Request) -> None:
    """Play the study that was asked for, and show it."""
    method = _method(request)
    if method == "sobol":
        require()  # before anything is compiled for it
    source = without_seats(request.scenario, request.settings)
    warm_up(voice, source.loaded.scenario, fill_uniforms, quantile_of)
    with elsewhere(voice, request.cluster) as away:
        found, how = {"tornado": _tornado, "sobol": _sobol, "nested": _nested}[method](voice, request, source, away)
    footing = footing_of(request.scenario, source, request.settings, how)
    voice.answer(found, lambda: sensitivity_text(found, footing, width()))
    voice.next(*_next(request, found))


def _method(request: Request) -> str:
    if request.sobol and request.nested:
        raise UsageError("--sobol and --nested are two studies; ask for one of them")
    method = "sobol" if request.sobol else "nested" if request.nested else "tornado"
    points = _points(request, method)
    if method == "tornado" and request.points is not None:
        raise UsageError("--points is for --sobol and --nested; one dial at a time has two points each")
    if method == "sobol" and (points < 2 or points & (points - 1)):
        raise UsageError(f"--points {points}: expected a power of 2, such as 128, which a Sobol sequence needs")
    if method == "nested" and points < 3:
        raise UsageError(f"--points {points}: expected three draws of the dials or more")
    if method != "tornado" and _trials(request, method) < 2:
        raise UsageError("expected two trials or more at each point (-n)")
    return method


def _tornado(voice: Voice, request: Request, source: Source, away: Elsewhere | None) -> tuple[Answer, str]:
    trials, seed = _trials(request, "tornado"), _seed(request, source)
    scenario = source.loaded.scenario
    turn = turner(source)
    runs = 2 * len(scenario.dials) + 1
    progress = voice.progress(runs * trials)
    study = tornado(turn, request.on, trials, seed, request.workers, progress=progress, elsewhere=away)
    noun = "trial" if trials == 1 else "trials"
    how = f"{whole(runs)} runs of {whole(trials)} {noun}, seed {seed}, {clock(study.seconds)}"
    return tornado_answer(scenario, source.name, study), how


def _sobol(voice: Voice, request: Request, source: Source, away: Elsewhere | None) -> tuple[Answer, str]:
    trials, seed, base = _trials(request, "sobol"), _seed(request, source), _points(request, "sobol")
    scenario = source.loaded.scenario
    turn = turner(source)
    count = base * (len(turned_dials(scenario)) + 2)
    progress = voice.progress(count * trials)
    study = sobol(turn, request.on, base, trials, seed, request.workers, progress=progress, elsewhere=away)
    how = f"{whole(count)} points of {whole(trials)} trials, seed {seed}, {clock(study.seconds)}"
    return sobol_answer(scenario, source.name, study), how


def _nested(voice: Voice, request: Request, source: Source, away: Elsewhere | None) -> tuple[Answer, str]:
    trials, seed, count = _trials(request, "nested"), _seed(request, source), _points(request, "nested")
    scenario = source.loaded.scenario
    turn = turner(source)
    progress = voice.progress(count * trials)
    study = nested(turn, request.on, count, trials, seed, request.workers, progress=progress, elsewhere=away)
    how = f"{whole(count)} draws of the dials, {whole(trials)} trials each, seed {seed}, {clock(study.seconds)}"
    return nested_answer(scenario, source.name, study), how


def _trials(request: Request, method: str) -> int:
    return request.trials or _TRIALS[method]


def _points(request: Request, method: str) -> int:
    return request.points or _POINTS.get(method, 0)


def _seed(request: Request, source: Source) -> int:
    return source.seed if request.seed is None else request.seed


def _next(request: Request, answer: Answer) -> tuple[str, ...]:
    """Return the command that looks closer at the dial that moves the result most."""
    name = shlex.quote(request.scenario)
    reach = answer["dials"][0].get("reach") if answer["dials"] else None
    if reach is None:
        return (f"sim sensitivity {name}", "sim explain Sobol index")
    axis = f"{answer['dials'][0]['name']}={reach['low']:g}:{reach['high']:g}:5"
    return f"sim sweep {name} --dial {axis}", "sim explain noise floor"
