"""Who plays the parts of a run: threads of this process, or processes where a user's strategy holds Python's lock.

A crew hands out parts, as many at a time as it has workers, and yields what each has found in the order in which they
are done. A cluster (sim/engine/cluster.py) is a crew too. Results do not depend on it.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from multiprocessing.connection import Connection
from multiprocessing.connection import wait as wait_for
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from sim.engine.parts import Job, Part, play_part
from sim.engine.summary import Summary
from sim.errors import SimError
from sim.model.state import Rows
from sim.outcomes import columns_of

_TICK = 0.1  # seconds between two looks at how far the others are
_TRIES = 3  # of a part whose worker dies
_WORTH_IT = 3.0  # seconds of work that are worth starting processes for

Shown = Callable[[int, Sequence[int]], None]


class Stopped(Exception):
    """The play was stopped from outside; what is not done yet is not wanted any more."""


class Count:
    """How many trials are done and how often each ending came so far: told by any thread, shown by one."""

    def __init__(self, job: Job, shown: Shown | None = None) -> None:
        self._ending = next(column for column in columns_of(job.packed) if column.name == "ending")
        self._endings = np.zeros(len(self._ending.labels), dtype=np.int64)
        self._shown, self._lock, self._stopped = shown, threading.Lock(), False

    def heard(self, rows: Rows) -> None:
        """Count finished rows; raise Stopped where nobody waits for them."""
        if self._stopped:
            raise Stopped
        self._add(np.bincount(self._ending.of(rows), minlength=len(self._endings)))

    def add(self, found: Summary) -> None:
        """Count the trials of a summary."""
        self._add(np.array([kind.count for kind in found.kinds["ending"].values()]))

    def show(self) -> None:
        """Show how far the play has come."""
        if self._shown is not None:
            self._shown(int(self._endings.sum()), self._endings.tolist())

    def stop(self) -> None:
        """Let whoever plays stop at the next chunk."""
        self._stopped = True

    def _add(self, endings: NDArray[np.int64]) -> None:
        with self._lock:
            self._endings += endings


class Crew(Protocol):
    """Plays parts of a job; `workers` of them at the same time."""

    @property
    def workers(self) -> int:
        """Return how many play at the same time."""
        ...

    def results(self, job: Job, parts: Sequence[Part], count: Count) -> Iterator[tuple[Part, Summary]]:
        """Yield each part as it is done, its record on disk; `count` is told of finished trials, and shown.

        Raise SimError where a part cannot be played or kept.
        """
        ...


@dataclass(frozen=True)
class Threads:
    """Threads of this process: the compiled rules do not hold Python's lock."""

    workers: int

    def results(self, job: Job, parts: Sequence[Part], count: Count) -> Iterator[tuple[Part, Summary]]:
        """Yield each part as it is done (see Crew); where there are fewer parts than workers, these share a part."""
        together = max(1, min(self.workers, len(parts)))
        share, queue = self.workers // together, iter(parts)
        waiting: dict[Future[Summary], Part] = {}
        with ThreadPoolExecutor(together) as pool:
            try:
                while True:
                    for part in islice(queue, together - len(waiting)):
                        waiting[pool.submit(play_part, job, part, share, count.heard)] = part
                    if not waiting:
                        return
                    done, _ = wait(waiting, timeout=_TICK, return_when=FIRST_COMPLETED)
                    count.show()
                    for future in done:
                        yield waiting.pop(future), future.result()
            except BaseException:
                count.stop()
                raise


@dataclass(frozen=True)
class Seated:
    """For strategies of a user's own, which hold Python's lock: processes, once they are worth starting.

    `say` is told so.
    """

    workers: int
    say: Callable[[str], None]

    def results(self, job: Job, parts: Sequence[Part], count: Count) -> Iterator[tuple[Part, Summary]]:
        """Yield each part as it is done (see Crew): the first one, which tells how long they take, in this process."""
        started = time.monotonic()
        yield from Threads(1).results(job, parts[:1], count)
        left = parts[1:]
        expected = (time.monotonic() - started) * len(left)
        hands = min(self.workers, len(left))
        if hands < 2 or expected < _WORTH_IT:
            yield from Threads(1).results(job, left, count)
            return
        self.say(f"a strategy in Python keeps one processor busy: {hands} processes play it")
        yield from Processes(hands).results(job, left, count)


@dataclass(frozen=True)
class Processes:
    """Processes that start small (forkserver); one that dies is replaced, and its part tried three times."""

    workers: int

    def results(self, job: Job, parts: Sequence[Part], count: Count) -> Iterator[tuple[Part, Summary]]:
        """Yield each part as it is done (see Crew); no process outlives this call, or this process."""
        queue, tries = list(reversed(parts)), Counter[int]()
        team = [_Hand(job) for _ in range(min(self.workers, len(parts)))]
        try:
            while queue or any(hand.part for hand in team):
                for hand in team:
                    if hand.part is None and queue:
                        hand.give(queue.pop())
                ready = wait_for([hand.pipe for hand in team if hand.part], timeout=_TICK)
                count.show()
                for place, hand in enumerate(team):
                    if hand.pipe not in ready or hand.part is None:
                        continue
                    part = hand.part
                    try:
                        found = hand.take()
                    except (EOFError, ConnectionError):
                        hand.end()
                        tries[part.number] += 1
                        if tries[part.number] == _TRIES:
                            raise SimError(_died(part)) from None
                        queue.append(part)
                        team[place] = _Hand(job)
                        continue
                    count.add(found)
                    yield part, found
        finally:
            for hand in team:
                hand.end()


class _Hand:
    """A process that plays one part after the other."""

    def __init__(self, job: Job) -> None:
        context: Any = multiprocessing.get_context(_START)
        if _START == "forkserver":
            context.set_forkserver_preload([__name__])  # what takes long to load is loaded once
        self.part: Part | None = None
        self.pipe, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(job, theirs), daemon=True)
        self._process.start()
        theirs.close()  # theirs alone: it ends with them, and we hear of it

    def give(self, part: Part) -> None:
        self.part = part
        with suppress(BrokenPipeError):  # it has died; reading says so
            self.pipe.send(part)

    def take(self) -> Summary:
        """Return what a part has found; raise EOFError where the process has died, SimError where the part failed."""
        found = self.pipe.recv()
        self.part = None
        if isinstance(found, str):
            raise SimError(found)
        summary: Summary = found
        return summary

    def end(self) -> None:
        self._process.kill()
        self._process.join()
        self.pipe.close()


def _serve(job: Job, pipe: Connection) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent hears it too, and ends us
    threading.Thread(target=_end_with_parent, daemon=True).start()
    while True:
        try:
            part = pipe.recv()
        except EOFError:
            return
        pipe.send(_outcome(job, part))


def _outcome(job: Job, part: Part) -> Summary | str:
    try:
        return play_part(job, part)
    except SimError as error:
        return str(error)
    except Exception as error:  # noqa: BLE001 - whatever a user's code raises is told in the parent
        what = " ".join(f"{type(error).__name__}: {error}".split())[:200]
        last = traceback.extract_tb(error.__traceback__)[-1]
        return f"your own code failed: {what} at {Path(last.filename).name}:{last.lineno}"


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait_for([parent.sentinel])
        os._exit(1)


def _died(part: Part) -> str:
    return (
        f"the process that plays trials {part.first:,} to {part.first + part.count - 1:,} died {_TRIES} times;"
        " finished parts are kept"
    )


# Windows knows no forkserver.
_START = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
