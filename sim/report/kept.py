"""Runs that are kept: found again where they were played before, else played part by part and kept."""

from __future__ import annotations

import hashlib
import math
import os
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from numpy.typing import NDArray

import sim
from sim.durable import play_durably
from sim.engine.batch import CHUNK
from sim.engine.crew import Crew, Seated, Threads
from sim.engine.files import Claim, claim
from sim.engine.parquet import read_parquet
from sim.engine.parts import EVENTS, FILES, KEEPS, TRIALS, Job, begun, working_folder
from sim.engine.seats import Named
from sim.errors import UsageError
from sim.outcomes import columns_of
from sim.report.answer import answer, words_of
from sim.report.calling import this_command
from sim.report.guard import Interrupted
from sim.report.play import warm_up
from sim.report.rounding import whole
from sim.report.saving import folder_of, save_run, saved_answer, versions
from sim.report.seating import fingerprint
from sim.report.shape import KEYS, Answer
from sim.report.source import MANIFEST, Source
from sim.report.voice import Voice
from sim.scenario import sha256
from sim.scenario.packing import pack
from sim.simulate import Run

_SOME = 100_000  # enough for every picture, and few enough to hold in memory

Table = dict[str, NDArray[Any]]


@dataclass(frozen=True)
class Playing:
    """How a run is to be played, which no result depends on, and what is to be kept of it."""

    workers: int = 0
    keep: str = TRIALS
    cluster: str | None = None
    resume: bool = False  # only go on with what was interrupted
    opened: Callable[[], Crew] | None = None  # opens the cluster, once for all runs that share it


DEFAULT = Playing()


def playing(workers: int = 0, keep: str = TRIALS, cluster: str | None = None, *, resume: bool = False) -> Playing:
    """Return how a run is to be played; raise UsageError where there is no such thing to keep."""
    if keep not in KEEPS:
        raise UsageError(f"--keep {keep[:40]}: expected {', '.join(KEEPS[:-1])} or {KEEPS[-1]}")
    return Playing(workers, keep, cluster, resume)


@dataclass(frozen=True)
class Played:
    """How a run was played in this call."""

    seconds: float
    workers: int
    before: int  # trials that were kept when it began


@dataclass(frozen=True)
class Kept:
    """A run in its folder, its answer, and, where it was played in this call, how."""

    source: Source
    folder: Path
    answer: Answer
    played: Played | None = None

    def tables(self) -> tuple[str, ...]:
        """Return the names of the tables in its folder."""
        return tuple(name for name in FILES.values() if (self.folder / name).exists())

    def table(self, *names: str, most: int | None = None) -> Table:
        """Return columns of its trials, or of the first ones; kinds are places among the answer's endings or paths."""
        places = {
            name: tuple(row["name"] for row in self.answer[rows])
            for name, rows in (("ending", "endings"), ("path", "paths"))
            if name in names
        }
        found: Table = dict(read_parquet(self.folder / FILES[TRIALS], names, places=places, most=most))
        return found


def kept_run(
    voice: Voice,
    source: Source,
    trials: int,
    seed: int,
    out: Path,
    how: Playing = DEFAULT,
    *,
    seats: Mapping[str, Named] | None = None,
) -> Kept:
    """Return the run of a scenario: the one that is kept below `out`, else played now and kept there.

    Finished parts of an interrupted one are not played again. A run with `seats` is always played. Raise Interrupted,
    naming the command that goes on, when the user stops it; UsageError where there is nothing to resume.
    """
    scenario = source.loaded.scenario
    address = sha256(scenario)
    if seats:
        address = hashlib.sha256(f"{address} {fingerprint(seats)}".encode()).hexdigest()
    folder = folder_of(out, source.name, address, trials, seed)
    found = None if seats else saved_answer(folder, KEYS, how.keep)
    if found is not None:
        return Kept(source, folder, found)
    if how.resume and not working_folder(folder).is_dir():
        raise UsageError(f"there is nothing to resume: {folder} was not begun; leave out --resume")
    with claim(folder, math.inf, lambda: voice.talk(f"another process is playing {folder}; waiting for it")) as held:
        found = None if seats else saved_answer(folder, KEYS, how.keep)  # the other one may have played it
        if found is not None:
            return Kept(source, folder, found)
        warm_up(voice, scenario)
        facts = {
            "scenario": address,
            "seed": seed,
            "trials": trials,
            "keep": how.keep,
            "contract": sim.CONTRACT,
            "versions": versions(),
        }
        return _play(voice, source, held, Job(pack(scenario), seed, trials, how.keep, folder, facts, seats or {}), how)


def _play(voice: Voice, source: Source, held: Claim, job: Job, how: Playing) -> Kept:
    started = time.perf_counter()
    shown = voice.progress(job.trials, {name: words.label for name, words in words_of(job.packed).items()})
    try:
        with _crew(voice, job, how) as crew:
            busy = _busy(job, crew)
            summary, before = play_durably(job, crew, shown)
        found = answer(job.packed, job.seed, summary, source.name, sha256(job.packed.scenario))
        save_run(held, job, source.name, found)
    except KeyboardInterrupt:
        raise _interrupted(job) from None
    return Kept(source, job.folder, found, Played(time.perf_counter() - started, busy, before))


@contextmanager
def sharing(voice: Voice, how: Playing) -> Iterator[Playing]:
    """Let all runs that are played in this block be played by one cluster, opened for the first of them."""
    if how.cluster is None or how.opened is not None:
        yield how
        return
    from sim.engine.cluster import cluster

    address = how.cluster
    with ExitStack() as stack:
        yield replace(how, opened=cache(lambda: stack.enter_context(cluster(address, voice.talk))))


@contextmanager
def _crew(voice: Voice, job: Job, how: Playing) -> Iterator[Crew]:
    with sharing(voice, how) as shared:
        if shared.opened is not None:
            yield shared.opened()
            return
    workers = how.workers or os.cpu_count() or 1
    yield Seated(workers, voice.talk) if job.seats else Threads(workers)


def _busy(job: Job, crew: Crew) -> int:
    """Return how many workers had something to do: each chunk of trials is played by one."""
    return 1 if job.keep == EVENTS and len(job.parts) == 1 else min(crew.workers, math.ceil(job.trials / CHUNK))


def _interrupted(job: Job) -> Interrupted:
    count = begun(job)
    if count == 0:
        return Interrupted(f"interrupted; nothing is kept yet; this starts again: {this_command()}")
    kept = f"{whole(count)} of {whole(job.trials)} trials are kept in {job.working}{os.sep}"
    return Interrupted(f"interrupted; {kept}; this goes on: {this_command()}")


def folder_beside(word: str, out: Path) -> Path:
    """Return where runs are kept: beside a run that was named by its folder, else below `out`."""
    folder = Path(word)
    return folder.parent if (folder / MANIFEST).is_file() else out


def first_trials(kept: Kept) -> Run:
    """Return a run read again from its folder: its first 100,000 trials, all columns but those of places."""
    packed = pack(kept.source.loaded.scenario)
    columns = [column for column in columns_of(packed) if not column.labels or column.name in {"ending", "path"}]
    table = kept.table(*(column.name for column in columns), most=_SOME)
    return Run(packed.scenario, packed, kept.answer["seed"], len(table["day"]), tuple(columns), table)
