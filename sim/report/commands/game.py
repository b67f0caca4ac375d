"""`sim game`: every pair of strategies of two parties, who would gain by switching, and where nobody would."""

import csv
import io
import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sim.game import play_game, sides_of
from sim.report.game_answer import game_answer
from sim.report.game_text import game_text
from sim.report.play import warm_up
from sim.report.rounding import clock, whole
from sim.report.shape import Answer, Footing
from sim.report.source import Source, settings_of, without_seats
from sim.report.voice import Voice, width
from sim.scenario import sha256

TRIALS = 2_000
_COLUMNS = "strategy_a strategy_b party mean low high trials".split()


@dataclass(frozen=True)
class Request:
    """What was asked for on the command line."""

    scenario: str
    parties: Sequence[str]
    trials: int | None
    seed: int | None
    settings: Sequence[str]
    workers: int
    as_csv: bool


def game(voice: Voice, request: Request) -> None:
    """Play the game and show it as text, as CSV or as JSON."""
    source = without_seats(request.scenario, request.settings)
    scenario = source.loaded.scenario
    first, second = sides_of(scenario, request.parties)
    trials, seed = request.trials or TRIALS, source.seed if request.seed is None else request.seed
    pairs = len(first) * len(second)
    warm_up(voice, scenario)
    progress = voice.progress(pairs * trials)
    played = play_game(scenario, request.parties, trials, seed, request.workers, progress=progress)
    found = game_answer(played, source.name, sha256(scenario))
    noun = "trial" if trials == 1 else "trials"
    how = f"{pairs} pairs of strategies, {whole(trials)} {noun} each, seed {seed}, {clock(played.seconds)}"
    footing = _footing(request, source, how)
    voice.answer(found, lambda: _csv(found) if request.as_csv else game_text(found, footing, width()))
    voice.next(*_next(request, found))


def _footing(request: Request, source: Source, how: str) -> Footing:
    file = Path(request.scenario)
    shown = f"{file.name}.yaml" if file.name == source.name else request.scenario
    changes = tuple(f"{key} = {value}" for key, value in settings_of(request.settings))
    return Footing(request.scenario, shown, how, changes)


def _csv(answer: Answer) -> list[str]:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for cell in answer["payoffs"]:
        for party, gain in cell["gains"].items():
            row = (*cell["strategies"].values(), party, gain["mean"], gain["low"], gain["high"], answer["trials"])
            writer.writerow(row)
    return out.getvalue().splitlines()


def _next(request: Request, answer: Answer) -> tuple[str, ...]:
    """Return the command that plays the switch that gains the most, or else what explains the table."""
    regrets = {party: found for party, found in answer["regret"].items() if found["is_clear"]}
    if not regrets:
        return ("sim explain pure equilibrium",)
    party = max(regrets, key=lambda one: regrets[one]["mean"])
    strategies = next(one["strategies"] for one in answer["parties"] if one["name"] == party)
    setting = next(one["setting"] for one in strategies if one["name"] == regrets[party]["best"])
    switch = f"--set=parties.{party}.strategy={setting}"
    seed = [] if request.seed is None else ["-s", str(request.seed)]
    settings = [f"--set={each}" for each in request.settings]
    return shlex.join(["sim", "run", request.scenario, *settings, switch, *seed]), "sim explain regret"
