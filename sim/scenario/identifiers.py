"""Ids are short plain words that are safe as file names and as columns of a result."""

import re
from collections.abc import Iterable, Iterator

from sim.errors import Fault
from sim.scenario.nodes import Path
from sim.scenario.provenance import SHAPES
from sim.scenario.salvage import Parts
from sim.scenario.words import shown

PATTERN = re.compile("[A-Za-z][A-Za-z0-9_-]{0,39}")
COLUMNS = frozenset(
    {
        "trial",
        "ending",
        "path",
        "day",
        "date",
        "value",
        "term",
        "terms",
        "threats",
        "notices",
        "rescissions",
        "extensions",
        "backdowns",
    }
)
WINDOWS = frozenset({"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))})
FORMAT = frozenset({"value", "from", "source", "judgement", "dial", *SHAPES})


def check_ids(parts: Parts) -> Iterator[Fault]:
    """Yield a fault for every id that could not be typed, told apart or saved."""
    for block in ("dials", "issues", "parties", "sources"):
        yield from _ids(parts, (block,), parts.ids(block))
    for name, source in parts.sources.items():
        yield from _ids(parts, ("sources", name, "claims"), source.claims)


def _ids(parts: Parts, path: Path, names: Iterable[str]) -> Iterator[Fault]:
    seen: dict[str, str] = {}
    for name in names:
        why = _wrong(name, path[0] != "sources")
        twin = seen.setdefault(name.casefold(), name)
        if why:
            yield parts.fault((*path, name), why, at_key=True)
        elif twin is not name:
            yield parts.fault(
                (*path, name),
                f"differs from {shown(twin)} in capitals only; give each its own name",
                at_key=True,
            )


def _wrong(name: str, is_column: bool) -> str:
    low = name.casefold()
    if not PATTERN.fullmatch(name):
        return (
            f"found the id {shown(name)}; expected a letter, then up to 39 letters, digits, `_` or `-`,"
            " without spaces or accents (the label may have them)"
        )
    if low in WINDOWS:
        return f"{shown(name)} cannot be the name of a file on Windows; choose another id"
    if is_column and low in COLUMNS:
        return f"{shown(name)} is the name of a column of every result; choose another id"
    return f"{shown(name)} is a word of the file format; choose another id" if is_column and low in FORMAT else ""
