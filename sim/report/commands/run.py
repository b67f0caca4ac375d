"""`sim run`: play a scenario many times, say how it ends, keep the run."""

import hashlib
import math
import os
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sim.engine.batch import CHUNK
from sim.engine.seats import SeatStrategy
from sim.errors import Fault, UsageError
from sim.report.guard import Interrupted
from sim.report.kept import Kept, keep_run, kept_run
from sim.report.play import played
from sim.report.rounding import clock, whole
from sim.report.saving import folder_of
from sim.report.seating import fingerprint, seated
from sim.report.shape import Footing
from sim.report.source import Source, settings_of, source_of, without_seats
from sim.report.text import text
from sim.report.voice import Voice, has_blocks, width
from sim.scenario import sha256
from sim.simulate import Run

_FINEST = 0.0005  # a finer precision would take more trials than the engine plays at once


@dataclass(frozen=True)
class Request:
    """What was asked for on the command line."""

    scenario: str
    trials: int | None
    seed: int | None
    settings: Sequence[str]
    out: Path
    workers: int
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
    if precision is None and not seats:
        kept = kept_run(voice, source, trials, seed, request.out, request.workers)
    else:
        scenario = source.loaded.scenario
        made = played(voice, scenario, trials, seed, request.workers, precision=precision, seats=seats)
        address = _address(sha256(scenario), made, seats)
        folder = folder_of(request.out, source.name, address, made.trials, seed)
        kept = keep_run(source, made, folder, tuple(request.seats))
    _show(voice, request, kept, _how(kept, trials, seed, is_seated=bool(seats)))
    if kept.run is not None and kept.run.interrupted:
        count = kept.run.trials
        noun = "trial" if count == 1 else "trials"
        raise Interrupted(f"interrupted after {whole(count)} {noun}; these trials are kept in {kept.folder}{os.sep}")


def _how(kept: Kept, trials: int, seed: int, is_seated: bool) -> str:
    made = kept.run
    if made is None:
        return f"already played: {_times(trials)}, seed {seed}"
    workers = 1 if is_seated else _workers(made)
    noun = "worker" if workers == 1 else "workers"
    return f"played {_times(made.trials)}, seed {seed}, {workers} {noun}, {clock(made.seconds)}"


def _show(voice: Voice, request: Request, kept: Kept, how: str) -> None:
    source, folder = kept.source, kept.folder
    lines = () if voice.quiet else _lines(request, source, folder)
    changes = tuple(f"{key} = {value}" for key, value in settings_of(request.settings))
    changes += tuple(f"{party} played by {by}" for party, _, by in (seat.partition("=") for seat in request.seats))
    file = Path(request.scenario)
    shown = f"{file.name}.yaml" if file.name == source.name else request.scenario
    footing = Footing(request.scenario, shown, how, changes, lines)
    voice.answer(kept.answer, lambda: text(kept.answer, footing, width(), has_blocks()))
    if voice.as_json:
        voice.talk(f"saved  {folder}{os.sep}")


def _lines(request: Request, source: Source, folder: Path) -> tuple[tuple[str, tuple[str, ...]], ...]:
    name = shlex.quote(request.scenario)
    is_plain = not (request.settings or request.seats) and request.seed in (None, source.seed)
    traced = name if is_plain and request.trials in (None, source.trials) else shlex.quote(str(folder))
    told = f"sim replay {traced}" if request.seats else f"sim trace {traced} --pick surprising"
    lines: list[tuple[str, tuple[str, ...]]] = [
        ("saved", (f"{folder}{os.sep}", "summary.json . trials.parquet . manifest.json")),
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


def _workers(made: Run) -> int:
    """Return how many processors had something to do: each chunk of trials is played by one."""
    return min(made.workers or os.cpu_count() or 1, math.ceil(made.trials / CHUNK))


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


def _address(digest: str, made: Run, seats: Mapping[str, SeatStrategy]) -> str:
    """Return what a run's folder is named after: the scenario, and what a user's strategies made of it."""
    if not seats:
        return digest
    found = hashlib.sha256(f"{digest} {fingerprint(seats)}".encode())
    for column in made.table.values():
        found.update(column.tobytes())
    return found.hexdigest()
