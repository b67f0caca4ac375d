"""`sim run`: play a scenario many times, say how it ends, keep the run."""

import os
import shlex
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from sim.errors import Fault, UsageError
from sim.estimates.stopping import FIRST_LOOK
from sim.report.kept import Kept, Playing, kept_run
from sim.report.play import played
from sim.report.rounding import clock, whole
from sim.report.seating import seated
from sim.report.shape import Footing
from sim.report.source import Source, settings_of, source_of, without_seats
from sim.report.text import text
from sim.report.voice import Voice, has_blocks, width
from sim.simulate import endings_of, trials_until

_MANY, _ENOUGH = 200_000, 100_000
_FINEST = 0.0005  # a finer precision would take more trials than the engine plays at once


@dataclass(frozen=True)
class Request:
    """What was asked for on the command line."""

    scenario: str
    trials: int | None
    seed: int | None
    settings: Sequence[str]
    out: Path
    playing: Playing
    precise: str | None
    seats: Sequence[str]


def run(voice: Voice, request: Request) -> None:
    """Play, save and show; or show what was saved when the same run was played before."""
    if request.precise and (request.trials or request.seats):
        raise UsageError("--until-precise finds the number of trials itself; leave out --trials and --seat")
    precision = _precision(request.precise) if request.precise else None
    find = source_of if request.seats else without_seats
    source = find(request.scenario, request.settings)
    seats = seated(request.seats, source.loaded.scenario.pact.members)
    trials, seed = request.trials or source.trials, source.seed if request.seed is None else request.seed

    def play(count: int) -> Kept:
        return kept_run(voice, source, count, seed, request.out, request.playing, seats=seats)

    kept = play(trials) if precision is None else _precise(voice, source, seed, precision, play)
    _show(voice, request, kept, _how(kept, seed))


def _precise(voice: Voice, source: Source, seed: int, precision: float, play: Callable[[int], Kept]) -> Kept:
    """Return the run of as many trials as bring every range within +- `precision`; a first look is not kept."""
    scenario, found = source.loaded.scenario, list[Kept]()

    def counts(trials: int) -> Sequence[int]:
        if trials == FIRST_LOOK:
            return endings_of(played(voice, scenario, trials, seed))
        found.append(play(trials))
        return [row["count"] for row in found[-1].answer["endings"]]

    trials = trials_until(precision, counts)
    return found[-1] if found else play(trials)


def _how(kept: Kept, seed: int) -> str:
    trials, made = kept.answer["trials"], kept.played
    if made is None:
        return f"already played: {_times(trials)}, seed {seed}"
    before = f" ({whole(made.before)} of these before)" if made.before else ""
    noun = "worker" if made.workers == 1 else "workers"
    return f"played {_times(trials)}{before}, seed {seed}, {made.workers} {noun}, {clock(made.seconds)}"


def _show(voice: Voice, request: Request, kept: Kept, how: str) -> None:
    source, folder = kept.source, kept.folder
    lines = () if voice.quiet else _lines(request, kept)
    changes = tuple(f"{key} = {value}" for key, value in settings_of(request.settings))
    changes += tuple(f"{party} played by {by}" for party, _, by in (seat.partition("=") for seat in request.seats))
    file = Path(request.scenario)
    shown = f"{file.name}.yaml" if file.name == source.name else request.scenario
    footing = Footing(request.scenario, shown, how, changes, lines)
    voice.answer(kept.answer, lambda: text(kept.answer, footing, width(), has_blocks()))
    if voice.as_json:
        voice.talk(f"saved  {folder}{os.sep}")


def _lines(request: Request, kept: Kept) -> tuple[tuple[str, tuple[str, ...]], ...]:
    source, folder = kept.source, kept.folder
    name = shlex.quote(request.scenario)
    is_plain = not (request.settings or request.seats) and request.seed in (None, source.seed)
    traced = name if is_plain and request.trials in (None, source.trials) else shlex.quote(str(folder))
    if kept.answer["trials"] > _MANY and not request.seats:
        traced += f" -n {_ENOUGH}"  # trials that are looked through are played again, and held in memory
    told = f"sim replay {traced}" if request.seats else f"sim trace {traced} --pick surprising"
    lines: list[tuple[str, tuple[str, ...]]] = [
        ("saved", (f"{folder}{os.sep}", " . ".join(("summary.json", *kept.tables(), "manifest.json")))),
        ("next", (told, f"sim sources {name}")),
    ]
    warnings = source.loaded.warnings
    if warnings:
        lines.append(("note", (f"{_counted(warnings)} (sim validate {name})",)))
    return tuple(lines)


def _counted(warnings: Sequence[Fault]) -> str:
    hindsight = sum(fault.message.startswith("hindsight") for fault in warnings)
    kind = "hindsight " if hindsight == len(warnings) else ""
    words = f"{len(warnings)} {kind}warning{'s' if len(warnings) > 1 else ''}"
    return f"{words}, {hindsight} of hindsight" if hindsight and not kind else words


def _times(trials: int) -> str:
    return "once" if trials == 1 else f"{whole(trials)} times"


def _precision(word: str) -> float:
    number = word.strip().removesuffix("points").removesuffix("pt").removesuffix("%").strip()
    try:
        found = float(number) / 100
    except ValueError:
        found = -1.0
    if not _FINEST <= found <= 0.5:
        raise UsageError(
            f"--until-precise {word}: expected percentage points from 0.05pt to 50pt, such as 1pt: the 95%"
            " range of each ending is then at most one point up and one down"
        )
    return found
