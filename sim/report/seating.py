"""Find the strategies that a user wrote and put in seats: PARTY=module:function, from the current folder."""

import hashlib
import importlib
import importlib.util
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from sim.engine.seats import Named
from sim.errors import MissingName, UsageError

_OURS = ("sim", "cli")


def seated(words: Sequence[str], parties: Sequence[str]) -> dict[str, Named]:
    """Return the strategy for each party named; raise UsageError or MissingName where one cannot be found."""
    seats: dict[str, Named] = {}
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


def fingerprint(seats: Mapping[str, Named]) -> str:
    """Return a hash of the strategies and of every module of the user's that they have loaded."""
    digest = hashlib.sha256()
    for party, strategy in seats.items():
        digest.update(f"{party} {strategy.module}:{strategy.function}\n".encode())
    theirs = {strategy.module for strategy in seats.values()}
    for name in sorted(sys.modules):
        file = getattr(sys.modules[name], "__file__", None)
        if file and (name in theirs or (name.partition(".")[0] not in _OURS and _is_near(Path(file)))):
            digest.update(f"{name}\n".encode() + Path(file).read_bytes())
    return digest.hexdigest()


def _strategy(word: str, module: str, function: str) -> Named:
    named = Named(module, function, os.getcwd())
    if named.folder not in sys.path:
        sys.path.insert(0, named.folder)
    if not all(part.isidentifier() for part in module.split(".")):
        raise UsageError(f"--seat {word}: {module!r} is no name of a module; leave out .py and folders' slashes")
    if not _exists(module):
        raise MissingName(f"--seat {word}: there is no module {module}.py in this folder, nor one installed")
    strategy = getattr(importlib.import_module(module), function, None)
    if strategy is None:
        raise MissingName(f"--seat {word}: {module} has no function {function!r}")
    if not callable(strategy):
        raise UsageError(f"--seat {word}: {function} in {module} is no function")
    return named


def _is_near(file: Path) -> bool:
    return file.is_relative_to(Path.cwd()) and "site-packages" not in file.parts


def _exists(module: str) -> bool:
    try:
        return importlib.util.find_spec(module) is not None
    except ModuleNotFoundError:
        return False
