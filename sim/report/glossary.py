"""Read docs/glossary.md: one entry for each term, in plain words."""

import re
from dataclasses import dataclass
from functools import cache

from sim.errors import MissingName
from sim.report.shelf import glossary_file

_ENTRY = re.compile(
    r"### (?P<term>.+)\n\n(?P<words>.+)\n\nsymbol: (?P<symbol>.+); key: (?P<key>.+)\n\nsee: (?P<see>.+)\n"
)


@dataclass(frozen=True)
class Entry:
    """A term in plain words, its symbol in the model, its key in a scenario file, and other terms to see."""

    term: str
    words: str
    symbol: str
    key: str
    see: tuple[str, ...]


@cache
def entries() -> tuple[Entry, ...]:
    """Return every entry, in the order of the glossary."""
    text = glossary_file().read_text(encoding="utf-8")
    return tuple(
        Entry(one["term"], one["words"], one["symbol"], one["key"], tuple(one["see"].split(", ")))
        for one in _ENTRY.finditer(text)
    )


def explain(term: str) -> Entry:
    """Return the entry of a term, or of a key of a scenario file; raise MissingName with the nearest one."""
    wanted = " ".join(term.split())
    for entry in entries():
        if _plain(entry.term) == _plain(wanted):
            return entry
    by_key = [entry for entry in entries() if entry.key != "-" and entry.key.split(".")[-1] == wanted]
    if by_key:
        return by_key[0]
    from difflib import get_close_matches

    known = {_plain(entry.term): entry.term for entry in entries()}
    near = get_close_matches(_plain(wanted[:60]), known, n=3, cutoff=0.6)
    more = f"did you mean {', '.join(known[one] for one in near)}?" if near else "`sim explain` lists them all"
    raise MissingName(f"the glossary has no entry {wanted[:60]!r}; {more}")


def term_of_key(path: str) -> str:
    """Return the glossary's word for a figure's path, such as `parties.us.resolve.prior`, else its last words."""
    steps = re.sub(r"\[[^\]]*\]", "", path).split(".")
    while len(steps) > 1:
        for entry in entries():
            if _fits(entry.key.split("."), steps):
                return entry.term
        steps = steps[:-1]
    return path.rpartition(".")[2].replace("_", " ")


def _fits(key: list[str], steps: list[str]) -> bool:
    # P and ISSUE stand for ids.
    return len(key) == len(steps) and all(k == step or k.isupper() for k, step in zip(key, steps, strict=True))


def _plain(term: str) -> str:
    return term.lower().replace("_", " ").replace("-", " ")
