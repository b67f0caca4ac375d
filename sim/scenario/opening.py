"""A file on disk becomes text: regular files of UTF-8, at most 1 MiB; one clear fault for anything else."""

import os
import stat
from pathlib import Path

from sim.errors import Fault, Place, ScenarioError

SIZE = 1024 * 1024

_WHY = {
    FileNotFoundError: "there is no such file",
    PermissionError: "this file may not be read (no permission)",
    IsADirectoryError: "this is a folder; a scenario is one file",
    NotADirectoryError: "there is no such file",
}


def read_text(path: Path, shown_as: str) -> str:
    """Return the text of a scenario file; raise ScenarioError if it cannot be one."""
    place = Place(shown_as, 1, 1)
    try:
        data = _bytes(path, place)
    except (OSError, ValueError) as error:
        why = next((words for kind, words in _WHY.items() if isinstance(error, kind)), "this file cannot be read")
        raise ScenarioError([Fault(place, "", why)]) from None
    return decode(data, shown_as)


def decode(data: bytes, shown_as: str) -> str:
    """Return UTF-8 bytes as text; raise ScenarioError with the place of the first byte that is not."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise ScenarioError([Fault(Place(shown_as, 1, 1), "", "the file is saved as UTF-16; save it as UTF-8")])
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8")) + 1
        place = Place(shown_as, before.count(b"\n") + 1, column)
        raise ScenarioError([Fault(place, "", "a byte here is not UTF-8 text; save the file as UTF-8")]) from None


def _bytes(path: Path, place: Place) -> bytes:
    # O_NONBLOCK: a named pipe without a writer would otherwise hang the open
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    handle = os.open(path, flags)
    try:
        mode = os.fstat(handle).st_mode
        if not stat.S_ISREG(mode):
            what = "this is a folder; a scenario is one file" if stat.S_ISDIR(mode) else "this is not a regular file"
            raise ScenarioError([Fault(place, "", what)])
        data = b""
        while len(data) <= SIZE and (more := os.read(handle, SIZE + 1 - len(data))):
            data += more
    finally:
        os.close(handle)
    if len(data) > SIZE:
        raise ScenarioError([Fault(place, "", "the file is larger than 1 MiB; a scenario is a few hundred lines")])
    return data
