"""Where the scenarios that ship with the program lie, and how a name finds one."""

import os
from collections.abc import Mapping
from pathlib import Path

from sim.errors import MissingName
from sim.scenario.words import nearest

_PACKAGE = Path(__file__).resolve().parent.parent
# Inside a wheel the folder is packed with the package; in a checkout it stands beside cli.py.
_FOLDERS = (_PACKAGE / "_scenarios", _PACKAGE.parent / "scenarios")


def shipped() -> Mapping[str, Path]:
    """Return the names of the shipped scenarios and their files, sorted by name."""
    folder = next((folder for folder in _FOLDERS if folder.is_dir()), None)
    files = folder.glob("*.yaml") if folder else ()
    return {file.stem: file for file in sorted(files)}


def find(name_or_path: str | Path) -> Path:
    """Return the file a user means: a path as it is, else the shipped scenario of that name.

    Raise MissingName with the nearest name if there is neither.
    """
    path = Path(name_or_path)
    if path.suffix in {".yaml", ".yml"} or len(path.parts) > 1 or os.path.isfile(path):
        return path
    known = shipped()
    if str(name_or_path) in known:
        return known[str(name_or_path)]
    near = nearest(str(name_or_path), known)
    more = f"did you mean {near}?" if near else f"shipped are {', '.join(known) or 'none'}; a file ends in .yaml"
    raise MissingName(f"there is no scenario called {str(name_or_path)[:60]!r}; {more}")
