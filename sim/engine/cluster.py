"""A cluster of Dask workers as a crew: parts are played wherever there is a worker, and come home one by one.

A worker that sees the run's working folder (the same machine, a shared disk) writes its part there; from elsewhere a
part's files travel back and are written here, before the part counts. Nothing is ever gathered in memory.
"""

from __future__ import annotations

import asyncio
import logging
import math
import re
import time
import uuid
import warnings
from collections import Counter
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent import futures
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from sim.engine.away import Away, in_words, played, state, trials_of
from sim.engine.crew import Count
from sim.engine.files import made, mark_of, removed, write_file
from sim.engine.identity import code_of, differs, identity, lacks
from sim.engine.parts import Job, Part
from sim.engine.summary import Summary
from sim.engine.team import SILENT, local_team, made_beside
from sim.errors import MissingDependency, SimError, UsageError

if TYPE_CHECKING:
    from distributed import Client, LocalCluster

T = TypeVar("T")
U = TypeVar("U")
Say = Callable[[str], None]

_NEED = '"distributed>=2025.1"'
_LOCAL = re.compile(r"local:([1-9]\d{0,2})")
_SCHEDULER = re.compile(r"(tcp|tls|wss?|ucxx?)://\S+:\d{1,5}/?")
_TICK = 0.05  # seconds between two looks at what is done
_LOOK = 1.0  # seconds between two looks at how many workers there are
_TRIES = 3  # of a task whose worker dies
_PATIENCE = 10.0  # seconds to wait for a scheduler, also for one that is lost in mid-run
_CANCELLED = (futures.CancelledError, asyncio.CancelledError)
_START = 120.0  # seconds to wait for a worker of this machine
# Tasks for each worker. Two would keep it busy; a cluster that grows with what waits for it wants to see more.
_AHEAD = 10


@dataclass(frozen=True)
class Cluster:
    """Workers that answer to a scheduler; `say` is told when there are none, and after `limit` seconds nobody waits."""

    client: Client
    address: str
    say: Say = lambda line: None
    limit: float = math.inf

    @property
    def workers(self) -> int:
        """Return how many tasks are played at the same time; raise SimError where the scheduler is gone."""
        self.attend()
        try:
            threads: dict[str, int] = self.client.nthreads()  # type: ignore[no-untyped-call]
        except (OSError, RuntimeError, *_CANCELLED):
            return 0  # it has just been lost; the next look tells for how long
        return sum(threads.values())

    def results(self, job: Job, parts: Sequence[Part], count: Count) -> Generator[tuple[Part, Summary], None, None]:
        """Yield each part as it is done, its files and its record on disk (see Crew)."""
        job = replace(job, folder=job.folder.absolute())
        mark = made(mark_of(job.working))
        mark.touch()
        away = Away(job, mark, code_of(job.seats))
        try:
            with closing(self.each(away, parts, trials_of)) as results:
                for part, (found, files) in results:
                    for name, content in files.items():
                        write_file(made(job.working / name), content)
                    count.add(found)
                    count.show()
                    yield part, found
        finally:
            removed(mark)

    def each(
        self, task: Callable[[T], U], items: Sequence[T], named: Callable[[T], str]
    ) -> Generator[tuple[T, U], None, None]:
        """Yield each item with what the task makes of it, as they are done; `named` says in words what an item is.

        A task whose worker dies is tried again. Raise SimError where it fails.
        """
        tasks = _Tasks(self, task, iter(items))
        try:
            while tasks.fill():
                done = tasks.done()
                for number in done:
                    found = tasks.take(number, named)
                    if found is not None:
                        tasks.fill()  # whoever takes the result may take his time
                        yield found
                if not done:
                    time.sleep(_TICK)
        finally:
            tasks.drop()

    def refuse_to_wait(self, seconds: float) -> None:
        """Raise SimError where there has been no worker for longer than anybody waits."""
        if seconds > self.limit:
            raise SimError(f"{self.address}: no worker has started for {seconds:.0f} s")

    def attend(self) -> None:
        """Wait while the connection is being made again; raise SimError where the scheduler is gone."""
        while self.client.status == "connecting":
            time.sleep(_TICK)
        if self.client.status != "running":
            raise SimError(
                f"the scheduler at {self.address} has gone away; the same command goes on from what is kept by now"
            )


@dataclass
class _Tasks(Generic[T, U]):
    """The tasks that a scheduler has been given, by number, and the items that are still to come."""

    cluster: Cluster
    task: Callable[[T], U]
    queue: Iterator[T]
    pending: dict[int, tuple[T, Any]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        from distributed.protocol.pickle import dumps

        # Once: a scenario is written anew each time it is pickled.
        self._blob: bytes = dumps(self.task)  # type: ignore[no-untyped-call]
        self._name, self._last, self._lost = f"sim-{uuid.uuid4().hex}", 0, Counter[int]()
        self._room, self._looked, self._seen, self._is_told = 0, -_LOOK, time.monotonic(), False

    def fill(self) -> bool:
        """Give the scheduler as many tasks as its workers want to see; return whether there are any."""
        for item in islice(self.queue, max(0, self._wanted() - len(self.pending))):
            self._last += 1
            self._submit(self._last, item)
        return bool(self.pending)

    def done(self) -> list[int]:
        """Return the numbers of tasks that have come to an end; one that is lost with its worker is played again."""
        self.cluster.attend()
        return [number for number, (_, future) in self.pending.items() if future.status not in ("pending", "lost")]

    def take(self, number: int, named: Callable[[T], str]) -> tuple[T, U] | None:
        """Return an item and what became of it; None where it has to be waited for again."""
        item, future = self.pending.pop(number)
        try:
            return item, self._result(future, named(item))
        except _CANCELLED:  # the connection was lost and made again, or somebody has restarted the workers
            self._lost[number] += 1
            if self._lost[number] == _TRIES:
                raise SimError(f"{named(item)}: the scheduler at {self.cluster.address} has dropped them") from None
        self._submit(number, item)
        return None

    def drop(self) -> None:
        """Let the scheduler forget what it has not played."""
        futures = [future for _, future in self.pending.values()]
        self.pending.clear()
        if self.cluster.client.status == "running":
            self.cluster.client.cancel(futures)  # type: ignore[no-untyped-call]

    def _submit(self, number: int, item: T) -> None:
        self.cluster.attend()
        # The first half of the key makes them a group, which a scheduler keeps at hand rather than with a worker.
        key = (f"{self._name}-{self._lost[number]}", number)
        future = self.cluster.client.submit(played, identity(), self._blob, item, key=key)
        self.pending[number] = item, future

    def _wanted(self) -> int:
        now = time.monotonic()
        if now - self._looked >= _LOOK:
            workers = self.cluster.workers
            self._room, self._looked = max(1, workers) * _AHEAD, now
            if workers:
                self._seen, self._is_told = now, False
            self.cluster.refuse_to_wait(now - self._seen)
            if now - self._seen > _PATIENCE and not self._is_told:
                self.cluster.say(f"no worker of {self.cluster.address} is left; waiting for one")
                self._is_told = True
        return self._room

    def _result(self, future: Any, what: str) -> U:
        from distributed import KilledWorker

        try:
            found: U = future.result()
            return found
        except (SimError, *_CANCELLED):
            raise
        except KilledWorker as error:
            times = error.allowed_failures + 1
            raise SimError(f"{what}: the worker that plays them died {times} times; what is finished is kept") from None
        except Exception as error:
            self.cluster.attend()
            if isinstance(error, ImportError) and str(error.name).partition(".")[0] == "sim":
                raise SimError(lacks(f"a worker of {self.cluster.address}")) from None
            raise SimError(f"{what}: a worker of {self.cluster.address} failed: {in_words(error)}") from error


@contextmanager
def cluster(address: str, say: Say = lambda line: None) -> Iterator[Cluster]:
    """Open the way to a scheduler's workers, `tcp://host:port`, or start some on this machine, `local:4`.

    Raise UsageError for any other address, MissingDependency without Dask, SimError where nobody answers or somebody
    there has another state of sim.
    """
    hands = _hands(address)
    limit = _START if hands else math.inf
    _require()
    with ExitStack() as stack:
        team = stack.enter_context(local_team(hands, _TRIES)) if hands else None
        found = Cluster(stack.enter_context(_client(team or address, address)), address, say, limit)
        _await_first(found)
        _refuse_others(found)
        yield found


@contextmanager
def _client(team: LocalCluster | str, address: str) -> Iterator[Client]:
    from distributed import Client

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of other versions; we refuse those ourselves
            client = made_beside(
                lambda: Client(team, timeout=_PATIENCE, set_as_default=False)  # type: ignore[no-untyped-call]
            )
    except (OSError, TimeoutError, RuntimeError) as error:
        raise SimError(f"no scheduler answers at {address}: {in_words(error)}") from None
    except (TypeError, ValueError) as error:  # such as tls:// without a certificate
        raise SimError(f"cannot speak to {address}: {in_words(error)}") from None
    try:
        yield client
    finally:
        with suppress(OSError, TimeoutError, RuntimeError, *_CANCELLED):
            client.close(timeout=_LOOK)  # type: ignore[no-untyped-call]


def _await_first(found: Cluster) -> None:
    started = time.monotonic()
    is_told = found.limit < math.inf  # those of this machine are on their way
    while found.workers == 0:
        if not is_told:
            found.say(f"waiting for the first worker of {found.address}")
            is_told = True
        found.refuse_to_wait(time.monotonic() - started)
        time.sleep(_TICK)


def _refuse_others(found: Cluster) -> None:
    """Raise SimError where the scheduler or a worker has no sim, or another state of it."""
    try:
        theirs = found.client.run(state, on_error="return")
        theirs = {f"a worker ({name})": each for name, each in theirs.items()}
        theirs["the scheduler"] = found.client.run_on_scheduler(state)  # type: ignore[no-untyped-call]
    except (ImportError, AttributeError):
        raise SimError(lacks(f"the scheduler at {found.address}")) from None
    except (OSError, TimeoutError, RuntimeError, *_CANCELLED) as error:
        found.attend()
        raise SimError(f"{found.address} does not say what it has: {in_words(error)}") from None
    for who, each in theirs.items():
        if isinstance(each, (ImportError, AttributeError)):
            raise SimError(lacks(f"{who} of {found.address}"))
        if isinstance(each, str) and each != identity():
            raise SimError(f"{found.address}: {differs(who, here=identity(), there=each)}")


def _hands(address: str) -> int:
    """Return how many workers to start here; 0 where they are somebody else's."""
    found = _LOCAL.fullmatch(address)
    if found:
        return int(found[1])
    if _SCHEDULER.fullmatch(address):
        return 0
    raise UsageError(
        f"--cluster {address[:80]}: expected a scheduler such as tcp://host:8786, or local:4 for workers here"
    )


def _require() -> None:
    """Load Dask and let it say nothing: we say what a user has to know. Raise MissingDependency without it."""
    try:
        import distributed  # noqa: F401
    except ImportError:
        raise MissingDependency(
            f"a cluster needs Dask, which is not installed; this line installs it:\npython -m pip install {_NEED}"
        ) from None
    for name in [*logging.root.manager.loggerDict]:
        if name.partition(".")[0] in ("distributed", "tornado", "asyncio"):
            logging.getLogger(name).setLevel(SILENT)
