"""Files and folders that appear whole or not at all, written by one process at a time."""

import errno
import os
import re
import shutil
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from sim.errors import SimError

Content = bytes | Callable[[Path], None]

_TEMPORARY = re.compile(r"\.tmp-sim-(\d+)(?:\.[0-9a-f]+)?-([^/\\]+)")
_PROCESS = os.urandom(4).hex()  # processes of two machines may have the same number, and write to the same disk
_PAUSE = 0.02  # seconds between two tries at a lock
_REASONS = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "the disk quota is used up",
    errno.EFBIG: "a file would grow larger than is allowed here",
    errno.EACCES: "no permission",
    errno.EPERM: "no permission",
    errno.EROFS: "the disk is read-only",
    errno.EEXIST: "a file stands where a folder is needed",
    errno.ENOTDIR: "a file stands where a folder is needed",
    errno.EISDIR: "a folder stands where a file is needed",
    errno.ENAMETOOLONG: "the name is too long",
}


@dataclass(frozen=True)
class Claim:
    """A folder that only this process may write, while `claim` lasts."""

    folder: Path


@contextmanager
def claim(folder: Path, wait: float = 0.0, waiting: Callable[[], None] = lambda: None) -> Iterator[Claim]:
    """Hold a folder's lock, so that two processes never write the same run.

    The lock is the operating system's and dies with its holder. What dead processes left half-written is
    swept away. Where another process holds it, `waiting` is called once; raise SimError where that still is so
    after `wait` seconds.
    """
    folder = Path(os.path.abspath(folder))
    lock = folder.parent / f".lock-{folder.name}"
    with explained(folder):
        folder.parent.mkdir(parents=True, exist_ok=True)
        descriptor = _acquire(lock, folder, wait, waiting)
    try:
        with explained(folder):
            _sweep(folder)
        yield Claim(folder)
    finally:
        with suppress(OSError):  # Windows keeps a file that is open; an empty one does no harm
            lock.unlink()
        os.close(descriptor)


def write_folder(folder: Path, fill: Callable[[Path], None]) -> None:
    """Let `fill` write into a temporary folder, flush all of it, then give it its final name.

    A folder already there is set aside as NAME.replaced-1, -2, ... Raise SimError where writing fails;
    nothing is then left under the final name.
    """
    temporary = _temporary(folder)
    with explained(folder):
        temporary.mkdir()
        try:
            fill(temporary)
            for path in temporary.iterdir():
                _flush(path)
            take_place(temporary, folder)
        finally:
            shutil.rmtree(temporary, ignore_errors=True)


def take_place(temporary: Path, folder: Path) -> None:
    """Give a folder, all files of which are flushed, its final name; what stands there is set aside.

    Raise OSError where that fails.
    """
    _flush_folder(temporary)
    _set_aside(folder)
    temporary.rename(folder)
    _flush_folder(folder.parent)


def write_file(path: Path, content: Content) -> None:
    """Write one file under a temporary name in the same folder, flush it, then give it its final name.

    `content` is the bytes, or a function that writes them to the path it is given. Raise SimError where
    writing fails; the file of that name, if any, is then as it was.
    """
    temporary = _temporary(path)
    with explained(path):
        try:
            put(temporary, content)
            _flush(temporary)
            temporary.replace(path)
            _flush_folder(path.parent)
        finally:
            with suppress(OSError):
                temporary.unlink()


def made(path: Path) -> Path:
    """Make the folder that a file will stand in, and return the file's path; raise SimError where that fails."""
    with explained(path.parent):
        path.parent.mkdir(parents=True, exist_ok=True)
    return path


def mark_of(folder: Path) -> Path:
    """Return a path in a folder that is ours alone, for a sign that we are at work there; `swept` removes those."""
    return _temporary(folder / os.urandom(8).hex())


def swept(folder: Path) -> None:
    """Remove what was left half-written anywhere below a folder that is ours alone."""
    for path in folder.rglob("*"):
        if _TEMPORARY.fullmatch(path.name):
            removed(path)


def put(path: Path, content: Content) -> None:
    """Write a file as it comes; for use inside `write_folder`."""
    if isinstance(content, bytes):
        path.write_bytes(content)
    else:
        content(path)


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn the operating system's refusals into one line that a user can act on."""
    try:
        yield
    except OSError as error:
        reason = _REASONS.get(error.errno or 0) or error.strerror or str(error)
        final = _TEMPORARY.sub(r"\2", str(path))
        raise SimError(f"cannot write {final}: {reason}") from error


def as_oserror(text: str) -> OSError:
    """Find the operating system's refusal in another library's message."""
    code = next((code for code in _REASONS if os.strerror(code) in text), 0)
    return OSError(code, text.splitlines()[0])


def _temporary(path: Path) -> Path:
    return path.with_name(f".tmp-sim-{os.getpid()}.{_PROCESS}-{path.name}")


def _acquire(lock: Path, folder: Path, wait: float, waiting: Callable[[], None]) -> int:
    deadline, told = time.monotonic() + wait, False
    while True:
        descriptor = os.open(lock, os.O_RDWR | os.O_CREAT, 0o644)
        if _try_lock(descriptor):
            if _is_current(descriptor, lock):
                return descriptor
        elif time.monotonic() >= deadline:
            os.close(descriptor)
            raise SimError(f"another process is writing {folder}; wait, or choose another folder")
        elif not told:
            waiting()
            told = True
        os.close(descriptor)
        time.sleep(_PAUSE)


if sys.platform == "win32":
    import msvcrt

    def _try_lock(descriptor: int) -> bool:
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _is_alive(_process: int) -> bool:
        # os.kill would end the process here; what is left over goes when its own name is next written.
        return True

else:
    import fcntl

    def _try_lock(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _is_alive(process: int) -> bool:
        try:
            os.kill(process, 0)
        except (ProcessLookupError, OverflowError):
            return False
        except PermissionError:
            return True
        return True


def _is_current(descriptor: int, lock: Path) -> bool:
    """Say whether the locked file is still the one under that name: its last holder may have removed it."""
    try:
        return os.path.samestat(os.fstat(descriptor), lock.stat())
    except FileNotFoundError:
        return False


def _sweep(folder: Path) -> None:
    places: Mapping[Path, bool] = {folder.parent: False, folder: True}
    for place, is_ours in places.items():
        for path in place.iterdir() if place.is_dir() else ():
            found = _TEMPORARY.fullmatch(path.name)
            if found and (is_ours or found[2] == folder.name or not _is_alive(int(found[1]))):
                removed(path)


def removed(path: Path) -> None:
    """Remove a file, or a folder with all that is in it, as far as possible."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        with suppress(OSError):
            path.unlink()


def _set_aside(folder: Path) -> None:
    if folder.is_dir() and any(folder.iterdir()):
        number = 1
        while (aside := folder.with_name(f"{folder.name}.replaced-{number}")).exists():
            number += 1
        folder.rename(aside)
    elif folder.is_dir():
        folder.rmdir()
    elif folder.exists():
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(folder))


def _flush(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _flush_folder(folder: Path) -> None:
    if sys.platform != "win32":  # there a folder cannot be opened, and need not be flushed
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            with suppress(OSError):  # some network disks cannot flush a folder
                os.fsync(descriptor)
        finally:
            os.close(descriptor)
