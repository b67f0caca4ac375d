"""A cluster of Dask workers as a crew: parts are played wherever there is a worker, and come home one by one.

A worker that sees the run's working folder (the same machine, a shared disk) writes its part there; from elsewhere a
part's files travel back and are written here, before the part counts. Nothing is ever gathered in memory.
"""

from __future__ import annotations

import hashlib
import logging
import tempfile
import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import sim
from sim.engine.crew import Count
from sim.engine.files import made, removed, write_file
from sim.engine.parts import Job, Part, play_part
from sim.engine.summary import Summary
from sim.errors import MissingDependency, SimError, UsageError

if TYPE_CHECKING:
    from distributed import Client

T = TypeVar("T")
U = TypeVar("U")

_NEED = '"distributed>=2025.1"'
_LOCAL = "local:"
_TICK = 0.05  # seconds between two looks at what is done
_TRIES = 3  # of a task whose worker dies
_PATIENCE = 10.0  # seconds to wait for a scheduler
_AHEAD = 2  # tasks for each worker: the next one is there when one is done


@dataclass(frozen=True)
class Cluster:
    """Workers that answer to a scheduler."""

    client: Client
    address: str

    @property
    def workers(self) -> int:
        """Return how many tasks are played at the same time."""
        threads: dict[str, int] = self.client.nthreads()  # type: ignore[no-untyped-call]
        return sum(threads.values())

    def results(self, job: Job, parts: Sequence[Part], count: Count) -> Iterator[tuple[Part, Summary]]:
        """Yield each part as it is done, its files and its record on disk (see Crew)."""
        mark = made(job.working / f".here-{uuid.uuid4().hex}")
        mark.touch()
        try:
            for part, (found, files) in self.each(_Away(job, mark), parts, _trials):
                for name, content in files.items():
                    write_file(made(job.working / name), content)
                count.add(found)
                count.show()
                yield part, found
        finally:
            removed(mark)

    def each(self, task: Callable[[T], U], items: Sequence[T], named: Callable[[T], str]) -> Iterator[tuple[T, U]]:
        """Yield each item with what the task makes of it, as they are done; `named` says in words what an item is.

        A task whose worker dies is tried three times. Raise SimError where it fails.
        """
        queue, tries = iter(items), Counter[int]()
        pending: dict[int, tuple[T, Any]] = {}
        number = 0
        try:
            while True:
                for item in islice(queue, max(1, _AHEAD * self.workers) - len(pending)):
                    pending[number] = item, self._submit(task, item)
                    number += 1
                if not pending:
                    return
                time.sleep(_TICK)
                for place, (item, future) in list(pending.items()):
                    if future.status == "pending":
                        continue
                    if future.status in ("lost", "cancelled") and tries[place] + 1 < _TRIES:
                        tries[place] += 1
                        pending[place] = item, self._submit(task, item)
                        continue
                    del pending[place]
                    yield item, self._outcome(future, named(item))
        finally:
            for _, future in pending.values():
                with suppress(Exception):
                    future.cancel()

    def _submit(self, task: Callable[[T], U], item: T) -> Any:
        return self.client.submit(_checked, identity(), task, item, pure=False)

    def _outcome(self, future: Any, what: str) -> Any:
        if future.status == "finished":
            return future.result()
        error = future.exception() if future.status == "error" else None
        if isinstance(error, SimError):
            raise error
        if error is None or type(error).__name__ == "KilledWorker":
            raise SimError(f"{what}: the worker that plays them died {_TRIES} times; finished parts are kept")
        words = " ".join(f"{type(error).__name__}: {error}".split())[:200]
        raise SimError(f"{what}: a worker of {self.address} failed: {words}")


@contextmanager
def cluster(address: str, say: Callable[[str], None] = lambda line: None) -> Iterator[Cluster]:
    """Open the way to a scheduler's workers, `tcp://host:port`, or start some on this machine, `local:4`.

    Raise UsageError for any other address, MissingDependency without Dask, SimError where nobody answers or the workers
    have another state of sim.
    """
    hands = _hands(address)
    distributed = _distributed()
    started = None
    try:
        if hands:
            started = distributed.LocalCluster(
                n_workers=hands, threads_per_worker=1, dashboard_address=None, silence_logs=logging.CRITICAL
            )
        client = distributed.Client(started or address, timeout=_PATIENCE, set_as_default=False)
    except (OSError, TimeoutError) as error:
        raise SimError(f"no scheduler answers at {address}: {' '.join(str(error).split())[:200]}") from None
    try:
        found = Cluster(client, address)
        if found.workers == 0:
            say(f"waiting for the first worker of {address}")
            client.wait_for_workers(1)  # a queue may take its time; Ctrl-C ends it
        _refuse_others(client, address)
        yield found
    finally:
        with suppress(Exception):
            client.close()
        if started is not None:
            with suppress(Exception):
                started.close()


@lru_cache(maxsize=1)
def identity() -> str:
    """Return what a state of the program is known by: its version, its contract, a hash of its sources."""
    root = Path(sim.__file__).parent
    digest = hashlib.sha256()
    for path in sorted(root.rglob("*.py")):
        digest.update(path.relative_to(root).as_posix().encode() + path.read_bytes())
    return f"{sim.__version__}, contract {sim.CONTRACT}, sources {digest.hexdigest()[:8]}"


@dataclass(frozen=True)
class _Away:
    """The task of a worker: to play a part, in the run's own folder if it sees that, else in a folder of its own."""

    job: Job
    mark: Path

    def __call__(self, part: Part) -> tuple[Summary, Mapping[str, bytes]]:
        """Return what the part has found, and the files that have to travel, its record last."""
        if self.mark.is_file():
            return play_part(self.job, part), {}
        with tempfile.TemporaryDirectory() as folder:
            job = replace(self.job, folder=Path(folder) / self.job.folder.name)
            found = play_part(job, part)
            files = sorted((path for path in job.working.rglob("*") if path.is_file()), key=_record_last)
            return found, {path.relative_to(job.working).as_posix(): path.read_bytes() for path in files}


def _record_last(path: Path) -> tuple[bool, str]:
    return path.suffix == ".json", path.name


def _checked(theirs: str, task: Callable[[T], U], item: T) -> U:
    # Workers come and go; one that joined later may have another state of the program.
    if theirs != identity():
        raise SimError(_differs(theirs, [identity()]))
    return task(item)


def _trials(part: Part) -> str:
    return f"trials {part.first:,} to {part.first + part.count - 1:,}"


def _hands(address: str) -> int:
    """Return how many workers to start here; 0 where they are somebody else's."""
    word = address.removeprefix(_LOCAL)
    if word != address and word.isdecimal() and 1 <= int(word) <= 1_000:
        return int(word)
    if address.partition("://")[0] in ("tcp", "tls", "ws", "wss", "ucx") and "://" in address:
        return 0
    raise UsageError(
        f"--cluster {address[:80]}: expected a scheduler such as tcp://host:8786, or local:4 for workers here"
    )


def _distributed() -> Any:
    try:
        import distributed
    except ImportError:
        raise MissingDependency(
            f"a cluster needs Dask, which is not installed; this line installs it:\npython -m pip install {_NEED}"
        ) from None
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    return distributed


def _refuse_others(client: Client, address: str) -> None:
    try:
        found = client.run(identity)
    except ModuleNotFoundError:
        raise SimError(
            f"workers of {address} have no sim, or an older one; install sim {sim.__version__} there"
        ) from None
    others = sorted(set(found.values()) - {identity()})
    if others:
        raise SimError(f"{address}: {_differs(identity(), others)}")


def _differs(ours: str, theirs: Sequence[str]) -> str:
    return (
        f"the workers have another sim ({'; '.join(theirs)}) than this machine ({ours});"
        " numbers could differ, so install the same one on both"
    )
