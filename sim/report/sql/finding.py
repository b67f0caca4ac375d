"""Which kept runs and sweeps a question is asked of."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.engine.store import MANIFEST, glance
from sim.errors import MissingName

_ASIDE = ".replaced-"


@dataclass(frozen=True)
class Kept:
    """A folder with a run or a sweep in it: what it is called in the tables, where it is, and its manifest."""

    name: str
    folder: Path
    manifest: Mapping[str, Any]

    @property
    def is_sweep(self) -> bool:
        """Say whether it holds a sweep, and no run."""
        return "design" in self.manifest


def found(words: Sequence[str], out: Path) -> list[Kept]:
    """Return what the words name, each once, in their order; without words, all that is kept below `out`.

    A word is a folder of a run or a sweep, a folder that holds several, or the name of a scenario, whose runs below
    `out` are meant. What has the same folder's name as another is called by its path. Raise MissingName where a word
    names nothing, SimError where a file is missing or of another length.
    """
    several = [_named(word, out) for word in words] if words else [_inside(out) or _nothing(str(out), out)]
    folders = list({folder.resolve(): folder for each in several for folder in each}.values())
    names = [folder.resolve().name for folder in folders]
    return [
        Kept(name if names.count(name) == 1 else str(folder), folder, glance(folder))
        for name, folder in zip(names, folders, strict=True)
    ]


def _named(word: str, out: Path) -> list[Path]:
    folder = Path(word)
    if (folder / MANIFEST).is_file():
        return [folder]
    return _inside(folder) or _of_scenario(folder.name.removesuffix(".yaml"), out) or _nothing(word, out)


def _inside(folder: Path) -> list[Path]:
    """Return the runs and sweeps in a folder; not those that are half-written or were set aside."""
    inside = sorted(path.parent for path in folder.glob(f"*/{MANIFEST}"))
    return [path for path in inside if not path.name.startswith(".") and _ASIDE not in path.name]


def _of_scenario(name: str, out: Path) -> list[Path]:
    # The folder is named after the scenario (folder_name of store.py).
    form = re.compile(rf"{re.escape(name)}-[0-9a-f]{{6}}-s[0-9]+")
    return [path for path in _inside(out) if form.fullmatch(path.name)]


def _nothing(word: str, out: Path) -> list[Path]:
    if Path(word).is_dir() or word == str(out):
        raise MissingName(f"{word} holds no run and no sweep; each has a folder with a {MANIFEST}")
    raise MissingName(f"{word} is no folder of runs, and no run of that name is kept below {out}; sim run keeps one")
