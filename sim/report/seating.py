"""Find the strategies that a user wrote and put in seats: PARTY=module:function, from the current folder."""

import hashlib
import importlib
import importlib.util
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from sim.engine.seats import SeatStrategy
from sim.errors import MissingName, UsageError


def seated(words: Sequence[str], parties: Sequence[str]) -> dict[str, SeatStrategy]:
    """Return the strategy for each party named; raise UsageError or MissingName where one cannot be found."""
    seats = {}
    for word in words:
        party, _, target = word.partition("=")
        module, _, function = target.partition(":")
        if not (party and module and function):
            raise UsageError(f"--seat {word}: expected PARTY=module:function, such as canada=mine:hold_out")
        if party not in parties:
            raise MissingName(f"--seat {word}: there is no party {party!r}; there are {', '.join(parties)}")
        if party in seats:
            raise UsageError(f"--seat {word}: the seat of {party} is taken by an earlier --seat")
        seats[party] = _strategy(word, module, function)
    return seats


def fingerprint(seats: Mapping[str, SeatStrategy]) -> str:
    """Return a hash of the files that the strategies stand in."""
    digest = hashlib.sha256()
    for party, strategy in seats.items():
        digest.update(f"{party} {strategy.__module__}:{getattr(strategy, '__qualname__', '')}\n".encode())
        file = getattr(sys.modules.get(strategy.__module__), "__file__", None)
        digest.update(Path(file).read_bytes() if file else b"")
    return digest.hexdigest()


def _strategy(word: str, module: str, function: str) -> SeatStrategy:
    if os.getcwd() not in sys.path:
        sys.path.insert(0, os.getcwd())
    if not all(part.isidentifier() for part in module.split(".")):
        raise UsageError(f"--seat {word}: {module!r} is no name of a module; leave out .py and folders' slashes")
    if not _exists(module):
        raise MissingName(f"--seat {word}: there is no module {module}.py in this folder, nor one installed")
    strategy = getattr(importlib.import_module(module), function, None)
    if strategy is None:
        raise MissingName(f"--seat {word}: {module} has no function {function!r}")
    if not callable(strategy):
        raise UsageError(f"--seat {word}: {function} in {module} is no function")
    found: SeatStrategy = strategy
    return found


def _exists(module: str) -> bool:
    try:
        return importlib.util.find_spec(module) is not None
    except ModuleNotFoundError:
        return False
