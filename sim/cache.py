"""The folder where what takes long to work out is kept for the next time; losing it costs time and nothing else."""

import hashlib
import os
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path


def cache_base() -> Path:
    """Return the folder: SIM_CACHE_DIR, else in the user's cache folder, else (not writable) a temporary one."""
    home = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    base = Path(os.environ.get("SIM_CACHE_DIR") or Path(home) / "sim")
    return base if _is_writable(base) else _private_temp()


def kept(name: str, make: Callable[[], bytes]) -> bytes:
    """Return what is kept under a name, or make it and keep it.

    The name has to say all that the content depends on. Any number of processes may do this at once: each sees a
    whole file or none. A damaged file is made anew, and a folder that cannot be written keeps nothing.
    """
    try:
        path = cache_base() / name
    except OSError:
        return make()
    with suppress(OSError):
        seal, _, content = path.read_bytes().partition(b"\n")
        if seal == _seal(content):
            return content
    content = make()
    with suppress(OSError):
        descriptor, temporary = tempfile.mkstemp(prefix=".tmp-", dir=path.parent)
        try:
            with open(descriptor, "wb") as file:
                file.write(_seal(content) + b"\n" + content)
            os.replace(temporary, path)
        finally:
            with suppress(OSError):
                os.unlink(temporary)
    return content


def _seal(content: bytes) -> bytes:
    return hashlib.sha256(content).hexdigest().encode()


def _is_writable(folder: Path) -> bool:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=folder).close()
    except OSError:
        return False
    return True


def _private_temp() -> Path:
    """Return a temporary folder that nobody else could have filled: machine code is loaded from it."""
    owner = os.getuid() if hasattr(os, "getuid") else 0
    folder = Path(tempfile.gettempdir()) / f"sim-cache-{owner}"
    with suppress(OSError):
        folder.mkdir(mode=0o700, exist_ok=True)
        status = folder.lstat()
        if status.st_uid == owner and not status.st_mode & 0o077 and not folder.is_symlink():
            return folder
    return Path(tempfile.mkdtemp(prefix="sim-cache-"))
