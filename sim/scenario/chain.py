"""A scenario file and everything it extends, read, given its provenance, and merged into one tree."""

import os
import re
from dataclasses import dataclass
from pathlib import Path

from sim.errors import Fault, Place, ScenarioError
from sim.scenario.merging import merge, settle
from sim.scenario.nodes import Mapping, Node, Scalar
from sim.scenario.opening import read_text
from sim.scenario.provenance import Cited, attach
from sim.scenario.reading import read
from sim.scenario.shipped import shipped
from sim.scenario.words import shown

LONGEST = 16

_MENTION = re.compile("([A-Za-z][A-Za-z0-9_-]{0,39})#")


@dataclass(frozen=True, slots=True)
class Tree:
    """A merged scenario before it is checked: its root, the files it came from, and what was wrong on the way.

    `mentioned` are the ids before a `#` anywhere in the files, comments included.
    """

    root: Mapping
    files: tuple[str, ...]
    cited: tuple[Cited, ...]
    mentioned: frozenset[str]
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class _File:
    path: Path | None
    shown_as: str
    fence: Path | None


def gather(path: Path) -> Tree:
    """Read a file and its chain of `extends`; raise ScenarioError if a file cannot be read or the chain is broken."""
    shown_as = _printable(str(path))
    text = read_text(path, shown_as)
    return _gather(text, _File(path, shown_as, Path(os.path.realpath(path)).parent))


def gather_text(text: str, shown_as: str) -> Tree:
    """Read a scenario that is not a file; it may extend shipped scenarios only."""
    return _gather(text, _File(None, shown_as, None))


def _gather(text: str, first: _File) -> Tree:
    faults: list[Fault] = []
    cited: list[Cited] = []
    blocks: list[Mapping] = []
    files: list[_File] = []
    mentioned: set[str] = set()
    file: _File | None = first
    while file is not None:
        files.append(file)
        text = text if file is first else read_text(_path(file), file.shown_as)
        mentioned.update(_MENTION.findall(text))
        node, found = read(text, file.shown_as)
        faults += found
        if not isinstance(node, Mapping):
            raise ScenarioError([*faults, _no_block(node, file)])
        extends = node.items.get("extends")
        block, notes = attach(_without_extends(node))
        faults += notes.faults
        cited += notes.cited
        blocks.append(block)
        file = _parent(extends, file, files, faults) if extends is not None else None
    root = blocks.pop()
    while blocks:
        root = merge(root, blocks.pop())
    settled = settle(root)
    names = tuple(one.shown_as for one in files)
    return Tree(
        settled if isinstance(settled, Mapping) else root,
        names,
        tuple(cited),
        frozenset(mentioned),
        tuple(faults),
    )


def _parent(extends: Node, child: _File, files: list[_File], faults: list[Fault]) -> _File:
    def stop(message: str) -> ScenarioError:
        return ScenarioError([*faults, Fault(extends.place, "extends", message)])

    if not isinstance(extends, Scalar) or not extends.text.strip():
        raise stop("expected the name of one scenario file, such as `montreal.yaml`")
    name = extends.text.strip()
    if "/" not in name and "\\" not in name and not name.endswith((".yaml", ".yml")) and name in shipped():
        path = shipped()[name]
        parent = _File(path, path.name, path.parent)
    elif child.path is None or child.fence is None:
        raise stop(
            f"found {shown(name)}; a scenario without a file can extend shipped scenarios only, by name"
        )
    else:
        if os.path.isabs(name) or "\0" in name or "\\" in name or ":" in name:
            raise stop(
                f"found {shown(name)}; expected a path relative to this file, with `/` between folders"
            )
        path = Path(os.path.normpath(child.path.parent / name))
        parent = _File(path, _printable(str(path)), child.fence)
        if not Path(os.path.realpath(path)).is_relative_to(child.fence):
            raise stop(
                f"{shown(name)} lies outside the folder of the scenario; copy the file into that folder"
            )
        if not os.path.lexists(path):
            raise stop(f"there is no file {shown(name)} beside this one")
    if any(file.path and os.path.realpath(file.path) == os.path.realpath(_path(parent)) for file in files):
        raise stop(f"{shown(name)} extends this file in turn; a chain of `extends` must end")
    if len(files) >= LONGEST:
        raise stop(f"more than {LONGEST} files extend one another; merge some of them")
    return parent


def _path(file: _File) -> Path:
    return file.path if file.path is not None else Path(file.shown_as)


def _without_extends(node: Mapping) -> Mapping:
    items = {key: child for key, child in node.items.items() if key != "extends"}
    return Mapping(items, node.keys, node.place)


def _no_block(node: Node | None, file: _File) -> Fault:
    found = "nothing" if node is None else "one value" if isinstance(node, Scalar) else "a list"
    place = node.place if node is not None else Place(file.shown_as, 1, 1)
    return Fault(place, "", f"found {found}; a scenario is a block of keys that begins with `format: 1`")


def _printable(text: str) -> str:
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
