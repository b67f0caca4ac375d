"""What a question in SQL is asked of, what it answers, and the database in between as asking.py sees it."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, TypeVar

_T = TypeVar("_T")
_PAUSE = 0.1  # seconds; some systems hear Ctrl-C only between two waits
_NEAR = 40  # letters of a query that are worth repeating
_MARKED = re.compile(r"^LINE (\d+): (.*)\n( *)\^", re.MULTILINE)
_ABSENT = re.compile(r"Table with name (\S+) does not exist")

Row = tuple[Any, ...]


@dataclass(frozen=True)
class Files:
    """A table of Parquet files, united by the names of their columns, read no further than a query asks.

    `files` holds, by a word, the files that belong together, in their order; the word stands in a first column
    called `label`. A column that some of them lack is NULL there. Without any files there is no such table, and
    `absence` says why to whoever asks for it.
    """

    label: str
    files: Mapping[str, Sequence[Path]]
    absence: str


@dataclass(frozen=True)
class Listed:
    """A small table: the SQL type of each column, and rows of as many entries."""

    types: Mapping[str, str]
    rows: Sequence[Sequence[object]]


Table = Files | Listed


@dataclass(frozen=True)
class Reply:
    """What a query answers: names and SQL types of its columns, and its rows, some at a time, once.

    `count` counts all rows by asking again, which ends `batches`; None where the query cannot stand inside another.
    """

    names: tuple[str, ...]
    types: tuple[str, ...]
    batches: Iterator[list[Row]]
    count: Callable[[], int | None]


class Database(Protocol):
    """What is used of a connection to the database, which is loaded in parquet.py alone."""

    @property
    def description(self) -> list[Any]:
        """Return name and type of each column of the last answer."""

    def execute(self, query: str, parameters: object = ...) -> "Database":
        """Begin one statement."""

    def extract_statements(self, query: str) -> list[Any]:
        """Return the statements of a text, parsed."""

    def fetchmany(self, size: int = ...) -> list[Row]:
        """Return the next rows of the answer."""

    def interrupt(self) -> None:
        """End the statement that another thread has begun."""


def interruptible(call: Callable[[], _T], stop: Callable[[], object]) -> _T:
    """Return what a call returns that is deaf to Ctrl-C: it runs in a thread of its own, and `stop` makes it end."""
    with ThreadPoolExecutor(1) as pool:
        future = pool.submit(call)
        try:
            while not wait([future], _PAUSE).done:
                pass
        except KeyboardInterrupt:
            while not wait([future], _PAUSE).done:
                stop()  # again, as the call may not have begun
            raise
        return future.result()


def complaint(message: str) -> str:
    """Return the database's message in one line: what is wrong, what there is instead, and where."""
    first, *more = (line.strip() for line in message.splitlines())
    instead = next((f"; there is {line.partition(': ')[2]}" for line in more if line.startswith("Candidate b")), "")
    return f"{first.rstrip('.!')}{instead}{_place(message)}"


def absent(message: str) -> str | None:
    """Return the name of the table that the message says is not there, if that is what it says."""
    found = _ABSENT.search(message)
    return found[1] if found else None


def _place(message: str) -> str:
    # The line is shortened at both ends, so that a column could not be trusted: the words are.
    found = _MARKED.search(message)
    if found is None:
        return ""
    line, shown, indent = found[1], found[2], len(found[3]) - len(f"LINE {found[1]}: ")
    near = shown[indent : indent + _NEAR].strip()
    return f", in line {line} at: {near}" if near else f", in line {line}"
