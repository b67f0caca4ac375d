"""What a state of the program is known by, so that machines that play the same trials can be held to be the same."""

from __future__ import annotations

import hashlib
import importlib.util
import platform
import sys
from collections.abc import Mapping
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import sim
from sim.engine.seats import Named

_SOURCES = (".py", ".csv", ".toml")  # rules, and the figures of trade that losses are computed from
_SHIPPED = ("_scenarios", "_docs")  # in an installed copy; scenarios travel as text
_PACKAGES = ("numpy", "numba", "duckdb", "distributed")


@lru_cache(maxsize=1)
def identity() -> str:
    """Return in words the state of sim and of all that numbers and files depend on.

    It is that of the moment of the first call: a process that lives on while files change does not change with them.
    """
    packages = ", ".join(f"{name} {_version(name)}" for name in _PACKAGES)
    python = f"Python {platform.python_version()}"
    return f"sim {sim.__version__}, contract {sim.CONTRACT}, sources {_sources_hash()}, {python}, {packages}"


def code_of(seats: Mapping[str, Named]) -> dict[str, str]:
    """Return a hash of each module that a seat's strategy stands in; empty where this machine has no such module."""
    return {each.module: _module_hash(each.module, each.folder) for each in seats.values()}


def differs(who: str, here: str, there: str) -> str:
    """Return the sentence that refuses `who`, whose identity `there` is not that of this machine, `here`."""
    pairs = zip(here.split(", "), there.split(", "), strict=False)
    difference = "; ".join(f"{one} here, {other} there" for one, other in pairs if one != other)
    return (
        f"{who} has another state of sim than this machine ({difference});"
        " numbers could differ, so install the same on both"
    )


def lacks(who: str) -> str:
    """Return the sentence that refuses `who`, which has no identity."""
    return f"{who} has no sim, or a much older one; install there what this machine has ({identity()})"


def _sources_hash() -> str:
    root, digest = Path(sim.__file__).parent, hashlib.sha256()
    for path in sorted(root.rglob("*")):
        if path.suffix in _SOURCES and path.relative_to(root).parts[0] not in _SHIPPED:
            digest.update(path.relative_to(root).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()[:8]


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "none"


@lru_cache(maxsize=64)
def _module_hash(module: str, folder: str) -> str:
    if folder not in sys.path:
        sys.path.insert(0, folder)
    try:
        found = importlib.util.find_spec(module)
    except ImportError:
        found = None
    return hashlib.sha256(Path(found.origin).read_bytes()).hexdigest() if found and found.origin else ""
