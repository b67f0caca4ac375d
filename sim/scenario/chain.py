"""A scenario file and everything it extends, read, given its provenance, and merged into one tree."""

import re
from dataclasses import dataclass, field, replace
from pathlib import Path

from sim.errors import Fault, Place, ScenarioError
from sim.scenario.extends import File, file_of, parent_of, printable
from sim.scenario.merging import merge, settle
from sim.scenario.nodes import Mapping, Node, Scalar
from sim.scenario.opening import read_text
from sim.scenario.provenance import Cited, attach
from sim.scenario.reading import read

_MENTION = re.compile("([A-Za-z][A-Za-z0-9_-]{0,39})#")


@dataclass(frozen=True, slots=True)
class Tree:
    """A merged scenario before it is checked: root, files, references, and what was wrong on the way.

    `mentioned` are the ids before a `#` anywhere in the files, comments included.
    """

    root: Mapping
    files: tuple[str, ...]
    cited: tuple[Cited, ...]
    mentioned: frozenset[str]
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class _Chain:
    files: list[File] = field(default_factory=list)
    blocks: list[Mapping] = field(default_factory=list)
    cited: list[Cited] = field(default_factory=list)
    mentioned: set[str] = field(default_factory=set)
    faults: list[Fault] = field(default_factory=list)


def gather(path: Path, shown_as: str = "") -> Tree:
    """Read a file and its chain of `extends`; raise ScenarioError if that cannot be done."""
    text = read_text(path, shown_as or printable(path))
    file = file_of(path)
    return _gather(text, replace(file, shown_as=shown_as) if shown_as else file)


def gather_text(text: str, shown_as: str) -> Tree:
    """Read a scenario that is not a file; it may extend shipped scenarios only."""
    return _gather(text, File(None, shown_as, None))


def _gather(text: str, file: File) -> Tree:
    chain = _Chain()
    try:
        while (extends := _link(chain, text, file)) is not None:
            file = parent_of(extends, file, chain.files)
            text = read_text(file.path or Path(file.shown_as), file.shown_as)
    except ScenarioError as error:
        raise ScenarioError([*chain.faults, *error.faults]) from None
    root = chain.blocks.pop()
    while chain.blocks:
        root = merge(root, chain.blocks.pop())
    settled = settle(root)
    files = tuple(one.shown_as for one in chain.files)
    whole = settled if isinstance(settled, Mapping) else root
    return Tree(whole, files, tuple(chain.cited), frozenset(chain.mentioned), tuple(chain.faults))


def _link(chain: _Chain, text: str, file: File) -> Node | None:
    """Add one file to the chain and return what it extends, if anything."""
    chain.files.append(file)
    chain.mentioned.update(_MENTION.findall(text))
    node, found = read(text, file.shown_as)
    chain.faults.extend(found)
    if not isinstance(node, Mapping):
        raise ScenarioError([_no_block(node, file)])
    items = {key: child for key, child in node.items.items() if key != "extends"}
    block, notes = attach(Mapping(items, node.keys, node.place))
    chain.faults.extend(notes.faults)
    chain.cited.extend(notes.cited)
    chain.blocks.append(block)
    return node.items.get("extends")


def _no_block(node: Node | None, file: File) -> Fault:
    found = "nothing" if node is None else "one value" if isinstance(node, Scalar) else "a list"
    place = node.place if node is not None else Place(file.shown_as, 1, 1)
    return Fault(place, "", f"found {found}; a scenario is a block of keys that begins with `format: 1`")
