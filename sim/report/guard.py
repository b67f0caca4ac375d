"""Between a command and its user: every error becomes a sentence and an exit code, never a traceback."""

import gc
import os
import sys
import traceback
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from types import TracebackType
from typing import ParamSpec

from sim.errors import ScenarioError, SimError
from sim.report.calling import this_command
from sim.report.stopping import Stopping

_P = ParamSpec("_P")
_PACKAGE = Path(__file__).parent.parent
_LONGEST = 100  # letters of a file's name that are worth repeating


class Interrupted(SimError):
    """The user stopped the command; the message says what was kept."""

    exit_code = 130


def guarded(command: Callable[_P, None]) -> Callable[_P, None]:
    """Return the command, ending the process with the right exit code whatever happens inside.

    SIM_DEBUG=1 in the environment lets a bug's traceback through. Modules are imported inside as well, and
    what is imported is never garbage: nobody looks for any until `play` says so, which saves a tenth of a run.
    """

    @wraps(command)
    def run(*args: _P.args, **kwargs: _P.kwargs) -> None:
        gc.disable()
        try:
            with _Guard(), Stopping(this_command()):
                command(*args, **kwargs)
        finally:
            gc.enable()

    return run


class _Guard:
    # A class, because a `with` block sees every exception without anybody having to catch it blindly.
    def __enter__(self) -> None:
        pass

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None or isinstance(error, SystemExit):
            error = _flushed() or error
        if isinstance(error, BrokenPipeError):
            _hush()
            raise SystemExit(0)
        if isinstance(error, KeyboardInterrupt):
            error = Interrupted("interrupted; nothing was written")
        if isinstance(error, MemoryError):
            error = SimError("there is not enough memory for this; play fewer trials (-n)")
        if isinstance(error, OSError) and not _theirs(error):
            error = _refused(error)
        if isinstance(error, SimError):
            _say(_words(error))
            raise SystemExit(error.exit_code)
        if isinstance(error, Exception) and not os.environ.get("SIM_DEBUG"):
            _say(_bug(error))
            raise SystemExit(1)


def _flushed() -> BaseException | None:
    # A reader that has gone is noticed when the last lines are sent, which must happen in here.
    try:
        sys.stdout.flush()
    except OSError as error:
        return error
    return None


def _hush() -> None:
    """Let the interpreter's last flush go nowhere: `sim list | head -1` is no error."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())


def _refused(error: OSError) -> SimError:
    """Return what the operating system would not do, in a line; without a file's name it is stdout's."""
    reason = (error.strerror or str(error)).lower()
    if error.filename is None:
        _hush()
        return SimError(f"cannot write the answer: {reason}")
    name = str(error.filename)
    return SimError(f"cannot use {name if len(name) <= _LONGEST else f'{name[:_LONGEST]}...'}: {reason}")


def _say(words: str) -> None:
    from sim.report.voice import Voice

    Voice().talk(words)


def _words(error: SimError) -> str:
    if isinstance(error, (ScenarioError, Interrupted)):
        return str(error)
    return f"error: {error}"


def _bug(error: Exception) -> str:
    what = " ".join(f"{type(error).__name__}: {error}".split())[:200]
    ours, theirs = _ours(error), _theirs(error)
    if theirs:
        return f"error: your own code failed: {what} at {Path(theirs[-1].filename).name}:{theirs[-1].lineno}"
    place = f"{Path(ours[-1].filename).relative_to(_PACKAGE.parent)}:{ours[-1].lineno}" if ours else "an unknown place"
    return (
        f"error: a bug in sim: {what} at {place}. Please report this line and your command;"
        " SIM_DEBUG=1 before the command shows more"
    )


def _ours(error: Exception) -> list[traceback.FrameSummary]:
    frames = traceback.extract_tb(error.__traceback__)
    return [frame for frame in frames if Path(frame.filename).is_relative_to(_PACKAGE)]


def _theirs(error: Exception) -> list[traceback.FrameSummary]:
    """Return the calls, below our last one, of code that the user wrote."""
    frames, ours = traceback.extract_tb(error.__traceback__), _ours(error)
    return [frame for frame in frames[frames.index(ours[-1]) + 1 :] if _is_near(frame.filename)] if ours else []


def _is_near(file: str) -> bool:
    """Say whether code stands in the folder the user works in, as a strategy given by --seat does."""
    path = Path(file)
    return path.is_relative_to(Path.cwd()) and "site-packages" not in path.parts
