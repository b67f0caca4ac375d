"""The tree a scenario file is read into: scalars, maps and lists that know where they stand."""

from dataclasses import dataclass, replace

from sim.errors import Place
from sim.scenario.figure import Origin


@dataclass(frozen=True, slots=True)
class Scalar:
    """A written value, not yet read as number, date or text.

    `shape` and `parts` hold a distribution (`uniform` and its members) or a dial (`dial`, its id in `text`).
    `origin` is the provenance that covers it in its own file; `path` is set once files are merged.
    """

    text: str
    quoted: bool
    place: Place
    origin: Origin | None = None
    path: str = ""
    shape: str = ""
    parts: tuple["Scalar", ...] = ()

    def written(self) -> str:
        """Return the value as the user wrote it, on one line."""
        if not self.shape:
            return self.text
        return f"{{{self.shape}: [{', '.join(part.text for part in self.parts)}]}}"


@dataclass(frozen=True, slots=True)
class Mapping:
    """A block of keys; `keys` says where each key stands."""

    items: dict[str, "Scalar | Mapping | Listing"]
    keys: dict[str, Place]
    place: Place


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of values."""

    items: tuple["Scalar | Mapping | Listing", ...]
    place: Place


Node = Scalar | Mapping | Listing
Path = tuple[str | int, ...]


def spell(path: Path, root: Node | None = None) -> str:
    """Return a path as people type it: `parties.us.resolve`, `calendar.effects[Tour].support`, `rounds[1]`.

    Entries of a list go by their name where they have one, else by their number counted from 1.
    """
    words, node = "", root
    for step in path:
        node = below(node, step)
        if isinstance(step, int):
            words += f"[{_name(node) or step + 1}]"
        else:
            words += f".{step[:60]}" if words else step[:60]
    return words


def below(node: Node | None, step: str | int) -> Node | None:
    """Return the node one step below, or None where there is none."""
    if isinstance(node, Mapping) and isinstance(step, str):
        return node.items.get(step)
    if isinstance(node, Listing) and isinstance(step, int) and 0 <= step < len(node.items):
        return node.items[step]
    return None


def locate(root: Node, path: Path, at_key: bool = False) -> Place:
    """Return where the value at `path` stands (its key if `at_key`), or the nearest thing above it."""
    node: Node | None = root
    place = root.place
    for step in path:
        key = node.keys.get(step) if isinstance(node, Mapping) and isinstance(step, str) else None
        node = below(node, step)
        if node is None:
            return place
        place = key if at_key and key else node.place
    return place


def plain(node: Node, root: Node, path: Path = ()) -> object:
    """Return dicts, tuples and scalars that know their path: what the schema is validated against."""
    if isinstance(node, Mapping):
        return {key: plain(child, root, (*path, key)) for key, child in node.items.items()}
    if isinstance(node, Listing):
        return tuple(plain(child, root, (*path, at)) for at, child in enumerate(node.items))
    return node if node.path else replace(node, path=spell(path, root))


def _name(node: Node | None) -> str:
    name = below(node, "name")
    return " ".join(name.text.split())[:60] if isinstance(name, Scalar) else ""
