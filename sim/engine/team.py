"""Dask workers on this machine: started small, deaf to Ctrl-C, and ended at once with the command that wanted them."""

from __future__ import annotations

import asyncio
import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from multiprocessing import resource_tracker
from typing import TYPE_CHECKING, Any, TypeVar

from sim.errors import SimError

if TYPE_CHECKING:
    from distributed import LocalCluster

T = TypeVar("T")

SILENT = 60  # more than CRITICAL: we say what a user has to know
_GRACE = 0.05  # seconds for a worker to close; then it is killed
_ROUND = 1.0  # seconds between two looks after workers
_END = 0.5  # seconds to wait for what is being ended
# Dask has its workers give memory back at once. Ours take as much again for the next part: a tenth of the time.
_RETURNS_MEMORY = "distributed.nanny.pre-spawn-environ.MALLOC_TRIM_THRESHOLD_"


@contextmanager
def local_team(hands: int, tries: int) -> Iterator[LocalCluster]:
    """Start so many workers, each tried `tries` times with a task; when left, they are ended: what they did is at home.

    Raise SimError where that fails.
    """
    import dask
    from distributed import LocalCluster

    # A share of the memory for each worker would be a limit that threads have not got.
    def start() -> Any:
        return LocalCluster(  # type: ignore[no-untyped-call]
            n_workers=0,
            threads_per_worker=1,
            memory_limit=0,
            dashboard_address=None,
            config={"distributed.worker.profile.enabled": False},  # nobody looks at it, and it takes a twentieth
            scheduler_kwargs={"allowed_failures": tries - 1, "dashboard_address": "127.0.0.1:0"},
            silence_logs=SILENT,
        )

    try:
        team = made_beside(start)
    except (OSError, RuntimeError) as error:
        raise SimError(f"cannot start workers here: {' '.join(str(error).split())[:200]}") from None
    team.shutdown_on_close = False  # at exit it would be waited for
    nurse = None
    try:
        with dask.config.set({_RETURNS_MEMORY: None}):
            nurse = team.sync(_begin, team)
            team.scale(hands)
            yield team
    finally:
        team.sync(_end, team, nurse)


async def _begin(team: Any) -> Any:
    from distributed.gc import disable_gc_diagnosis

    # Dask times every collection of garbage; an interrupt that comes just then would be lost.
    disable_gc_diagnosis()  # type: ignore[no-untyped-call]
    # Ctrl-C reaches every process of a terminal. Whoever is started from this thread from now on does not hear it.
    # (Multiprocessing's own tracker unblocks the signal when it starts, so that it has to be there before.)
    if hasattr(signal, "pthread_sigmask"):
        resource_tracker.ensure_running()
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    return asyncio.ensure_future(_nurse(team))


async def _nurse(team: Any) -> None:
    # Dask starts a worker anew that dies at work; not so one that dies before it has reported that it is there, nor one
    # that happens to be dead 15 seconds after an earlier death.
    while True:
        await asyncio.sleep(_ROUND)
        if len(team.workers) < len(team.worker_spec):
            team.scale(len(team.worker_spec))
        for nanny in [*team.workers.values()]:
            if nanny.status.name == "running" and nanny.process and nanny.process.status.name == "stopped":
                with suppress(OSError, RuntimeError):
                    await nanny.instantiate()


async def _end(team: Any, nurse: Any) -> None:
    from distributed import Status

    if nurse is not None:
        nurse.cancel()
    nannies = list(team.workers.values())
    ends = [asyncio.ensure_future(each.close(timeout=_GRACE)) for each in nannies]
    await asyncio.sleep(0)  # now they know, and start nobody anew
    for pid in (each.pid for each in nannies if each.pid):
        with suppress(OSError):
            os.kill(pid, signal.SIGTERM if os.name == "nt" else signal.SIGKILL)
    if ends:
        await asyncio.wait(ends, timeout=_END)
    with suppress(asyncio.TimeoutError):
        await asyncio.wait_for(team.scheduler.close(), timeout=_END)
    team.status = Status.closed  # else it goes on telling the scheduler about itself for as long as this process lives


def made_beside(make: Callable[[], T]) -> T:
    """Return what is made in a thread of its own: where Ctrl-C comes meanwhile, nobody waits for what is half made."""
    made = Future[T]()

    def run() -> None:
        try:
            made.set_result(make())
        except Exception as error:  # noqa: BLE001 - told to whoever waits
            made.set_exception(error)

    threading.Thread(target=run, daemon=True).start()
    return made.result()
