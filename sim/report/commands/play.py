"""`sim play`: take a party's seat, against the model."""

import shlex
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sim
from sim.engine.outlook import bid
from sim.errors import MissingName, UsageError
from sim.report.lines import fitting, paragraph
from sim.report.play import warm_up
from sim.report.seat.debrief_text import debrief_text
from sim.report.seat.game import TRIAL, begun
from sim.report.seat.saved import Saved, resumed
from sim.report.seat.talk import Talk
from sim.report.source import without_seats
from sim.report.voice import Voice, width
from sim.scenario import sha256
from sim.scenario.packing import pack
from sim.scenario.words import listed


@dataclass(frozen=True)
class Request:
    """What was asked for on the command line."""

    scenario: str | None
    party: str | None
    hints: bool
    seed: int | None
    settings: Sequence[str]
    resume: Path | None
    script: Path | None


def play(voice: Voice, request: Request) -> None:
    """Play to the end of the talks, of the input, or until the player leaves; then say how it compares."""
    saved = _new(request) if request.resume is None else _resumed(request, request.resume)
    lines = voice.typed(f"{saved.party}> ") if request.script is None else _script(request.script)
    warm_up(voice, saved.scenario, bid)
    wide = fitting(width())
    game = begun(pack(saved.scenario), saved.seed, saved.party)
    talk = Talk(game, saved.name, voice.show, wide, hints=request.hints)
    talk.replay(saved.orders)
    talk.open()
    is_heard = request.script is None and voice.is_asked()
    for line in lines:
        if not is_heard and line.strip():
            voice.show(f"\n{game.packed.parties[game.seat]}> {line.strip()}")
        if not talk.hear(line):
            break
    _finish(voice, request, talk)


def _new(request: Request) -> Saved:
    if request.scenario is None:
        raise UsageError("a scenario is missing; expected a name, such as `sim play montreal --as canada`")
    source = without_seats(request.scenario, request.settings)
    scenario = source.loaded.scenario
    if request.party is None:
        raise UsageError(f"--as PARTY is missing: whose seat do you take? Expected {listed(scenario.pact.members)}")
    seed = source.seed if request.seed is None else request.seed
    return Saved(scenario, source.name, seed, request.party, ())


def _resumed(request: Request, file: Path) -> Saved:
    """Return the saved game; raise UsageError where the command line says otherwise."""
    saved = resumed(file)
    if request.settings:
        raise UsageError(f"--set: {file} holds its scenario with every figure; leave --set out")
    if request.scenario is not None:
        source = without_seats(request.scenario)
        if sha256(source.loaded.scenario) != sha256(saved.scenario):
            raise UsageError(
                f"{file} was saved from another scenario than {request.scenario} is now; leave the name out"
            )
    for option, given, kept in (("--as", request.party, saved.party), ("--seed", request.seed, saved.seed)):
        if given is not None and given != kept:
            raise UsageError(f"{option} {given}: {file} was saved with {kept}; leave {option} out")
    return saved


def _script(file: Path) -> Iterator[str]:
    if not file.exists() or file.is_dir():
        raise MissingName(f"--script {file}: there is no such file")
    return iter(file.read_text(encoding="utf-8", errors="replace").splitlines())


def _finish(voice: Voice, request: Request, talk: Talk) -> None:
    data = _data(request, talk)
    if voice.as_json or voice.quiet:
        words = debrief_text(talk.game, talk.found()) if talk.is_over else []
        voice.answer(data, lambda: [line for each in words for line in paragraph(each, fitting(width()))])
    if talk.is_over:
        seed = f" -s {data['seed']}" if data["seed"] != 1 else ""
        name = shlex.quote(request.scenario or talk.name)
        voice.next(f"sim trace {name} --trial {data['trial']}{seed}", f"sim run {name}")
    else:
        voice.talk("the talks are not over: `save FILE` before you leave keeps them, `sim play --resume FILE` goes on")


def _data(request: Request, talk: Talk) -> dict[str, Any]:
    game = talk.game
    return {
        "schema": "sim/play/v1",
        "scenario": {
            "name": talk.name,
            "title": game.packed.scenario.about.title,
            "sha256": sha256(game.packed.scenario),
        },
        "version": sim.__version__,
        "contract": sim.CONTRACT,
        "party": game.packed.parties[game.seat],
        "seed": int(game.chair.rows["seed"][0]),
        "trial": TRIAL,
        "hints": request.hints,
        "orders": list(talk.orders),
        "finished": talk.is_over,
        **(talk.found() if talk.is_over else {}),
    }
