"""Which file an `extends` means: one beside or below the scenario, or a shipped scenario by its name."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sim.errors import Fault, ScenarioError
from sim.scenario.nodes import Node, Scalar
from sim.scenario.shipped import shipped
from sim.scenario.words import shown

LONGEST = 16


@dataclass(frozen=True, slots=True)
class File:
    """A file of a chain: its path, how it is shown, and the folder it may not leave; no path for a bare text."""

    path: Path | None
    shown_as: str
    fence: Path | None


def file_of(path: Path, fence: Path | None = None) -> File:
    """Return a file fenced in by its own folder, or by `fence`."""
    return File(path, printable(path), fence or Path(os.path.realpath(path)).parent)


def printable(path: Path) -> str:
    """Return a path as text, also where its bytes are no text."""
    return str(path).encode("utf-8", "backslashreplace").decode("utf-8")


def parent_of(extends: Node, child: File, files: Sequence[File]) -> File:
    """Return the file that `child` extends; raise ScenarioError if there is none, or it closes a circle.

    `files` is the chain so far. Symbolic links are followed before a path is held against the fence.
    """
    if not isinstance(extends, Scalar) or not extends.text.strip():
        raise _refused(extends, "expected the name of one scenario file, such as `montreal.yaml`")
    name = extends.text.strip()
    parent = _shipped(name) or _beside(extends, name, child)
    if any(file.path and parent.path and _same(file.path, parent.path) for file in files):
        raise _refused(extends, f"{shown(name)} extends this file in turn; a chain of `extends` must end")
    if len(files) >= LONGEST:
        raise _refused(extends, f"more than {LONGEST} files extend one another; merge some of them")
    return parent


def _shipped(name: str) -> File | None:
    if "/" in name or "\\" in name or name.endswith((".yaml", ".yml")):
        return None
    path = shipped().get(name)
    return File(path, path.name, Path(os.path.realpath(path)).parent) if path else None


def _beside(extends: Node, name: str, child: File) -> File:
    if child.path is None or child.fence is None:
        why = "a scenario without a file can extend shipped scenarios only, by name"
        raise _refused(extends, f"found {shown(name)}; {why}")
    if os.path.isabs(name) or any(sign in name for sign in "\0\\:"):
        why = "expected a path relative to this file, with `/` between folders"
        raise _refused(extends, f"found {shown(name)}; {why}")
    path = Path(os.path.normpath(child.path.parent / name))
    if not Path(os.path.realpath(path)).is_relative_to(child.fence):
        why = "lies outside the folder of the scenario; copy the file into that folder"
        raise _refused(extends, f"{shown(name)} {why}")
    if not os.path.lexists(path):
        raise _refused(extends, f"there is no file {shown(name)} beside this one")
    return file_of(path, fence=child.fence)


def _same(one: Path, other: Path) -> bool:
    return os.path.realpath(one) == os.path.realpath(other)


def _refused(extends: Node, message: str) -> ScenarioError:
    return ScenarioError([Fault(extends.place, "extends", message)])
