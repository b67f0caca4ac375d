"""What a Dask worker is given to do, and what it looks at before: these functions run on other machines."""

from __future__ import annotations

import os
import tempfile
import time
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from sim.engine.crew import Stopped
from sim.engine.identity import code_of, differs, identity
from sim.engine.parts import Job, Part, play_part
from sim.engine.summary import Summary
from sim.engine.tables import Heard
from sim.errors import SimError
from sim.model.state import Rows

_LOOK = 0.05  # seconds between two looks at whether a part is still wanted


def state() -> str:
    """Return the identity of the process that is asked."""
    return identity()


def played(theirs: str, blob: bytes, item: Any) -> Any:
    """Return what a task, as bytes, makes of an item; raise SimError where we are of another state than `theirs`.

    Workers come and go: one that joined later may have another sim than those that were looked at first.
    """
    if theirs != identity():
        raise SimError(differs("a worker", here=theirs, there=identity()))
    return _unpacked(blob)(item)


@dataclass(frozen=True)
class Away:
    """The task of a worker: to play a part, in the run's own folder if it sees that, else in a folder of its own."""

    job: Job
    mark: Path
    code: Mapping[str, str]  # of the strategies in seats

    def __call__(self, part: Part) -> tuple[Summary, Mapping[str, bytes]]:
        """Return what the part has found, and the files that have to travel, its record last."""
        others = sorted(name for name, code in code_of(self.job.seats).items() if code != self.code[name])
        if others:
            raise SimError(
                f"a worker has another {', '.join(others)} than this machine, or has loaded an older one;"
                " copy it there, and start the workers anew"
            )
        if self.mark.is_file() and os.access(self.job.whole.parent, os.W_OK):
            return play_part(self.job, part, heard=_while_there(self.mark)), {}
        from distributed import get_worker

        # Below the worker's own folder, which is swept away when the worker dies.
        with tempfile.TemporaryDirectory(dir=get_worker().local_directory) as folder:
            job = replace(self.job, folder=Path(folder) / self.job.folder.name)
            found = play_part(job, part)
            files = sorted((path for path in job.working.rglob("*") if path.is_file()), key=_record_last)
            return found, {path.relative_to(job.working).as_posix(): path.read_bytes() for path in files}


def trials_of(part: Part) -> str:
    """Return in words what a part is."""
    return f"trials {part.first:,} to {part.first + part.count - 1:,}"


def in_words(error: BaseException) -> str:
    """Return an error in a line, with the place in the code that raised it, if it has one."""
    words = " ".join(f"{type(error).__name__}: {error}".split())[:200]
    frames = traceback.extract_tb(error.__traceback__)
    return f"{words} at {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else words


@lru_cache(maxsize=4)
def _unpacked(blob: bytes) -> Callable[[Any], Any]:
    from distributed.protocol.pickle import loads

    task: Callable[[Any], Any] = loads(blob)  # type: ignore[no-untyped-call]
    return task


def _while_there(mark: Path) -> Heard:
    """Return what stops the play of a part once its mark is gone: the run is over, or has been given up."""
    looked = time.monotonic()

    def heard(rows: Rows) -> None:
        nonlocal looked
        if time.monotonic() - looked > _LOOK:
            looked = time.monotonic()
            if not mark.is_file():
                raise Stopped

    return heard


def _record_last(path: Path) -> tuple[bool, str]:
    return path.suffix == ".json", path.name
