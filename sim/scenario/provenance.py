"""Provenance is attached to the values of one file before files merge, so that it never survives a change."""

from dataclasses import dataclass, field, replace

from sim.errors import Fault, Place
from sim.scenario.figure import Origin
from sim.scenario.nodes import Listing, Mapping, Node, Scalar
from sim.scenario.words import shown

SHAPES = ("uniform", "triangular", "normal", "beta")
WORDS = ("from", "source", "judgement")
# In these blocks `source` and `from` are keys like others, and nothing is a figure.
_FREE = ("about", "sources", "teaching", "format", "extends")
# In these entries of the calendar `from` is a date.
_DATED = ("rounds", "regular", "every", "side_deals")


@dataclass(frozen=True, slots=True)
class Cited:
    """A reference `source#claim` as it stands in a file."""

    place: Place
    path: str
    text: str


@dataclass(frozen=True, slots=True)
class Notes:
    """What is met on the way through one file: references to sources, and faults."""

    cited: list[Cited] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def attach(root: Mapping, origin: Origin | None = None) -> tuple[Mapping, Notes]:
    """Return the tree with an origin on every value, figures as single scalars, provenance keys taken out.

    A value takes the provenance of its own map or of the nearest map around it; `origin` covers the rest.
    """
    notes = Notes()
    cover = _cover(root, (), origin, notes)
    items = {
        key: child if key in _FREE else _attach(child, (key,), cover, notes)
        for key, child in root.items.items()
        if key not in WORDS
    }
    return Mapping(items, root.keys, root.place), notes


def _attach(node: Node, path: tuple[str, ...], cover: Origin | None, notes: Notes) -> Node:
    if isinstance(node, Scalar):
        return replace(node, origin=cover)
    if isinstance(node, Listing):
        return Listing(tuple(_attach(child, path, cover, notes) for child in node.items), node.place)
    cover = _cover(node, path, cover, notes)
    words = _provenance_keys(node, path)
    rest = {key: child for key, child in node.items.items() if key not in words}
    single = _single(rest, path, node, cover, notes)
    if single is not None:
        return single
    # What is added to a list under `+` stands where the list stands.
    items = {key: _attach(child, path if key == "+" else (*path, key), cover, notes) for key, child in rest.items()}
    return Mapping(items, node.keys, node.place)


def _single(
    rest: dict[str, Node], path: tuple[str, ...], node: Mapping, cover: Origin | None, notes: Notes
) -> Node | None:
    """Return the one scalar a figure's map stands for, or None if the map is a block of keys."""
    if len(rest) != 1 or len(path) < 2:
        return None
    key, child = next(iter(rest.items()))
    is_dial = len(path) == 2 and path[0] == "dials"
    if key == "value" and not is_dial:
        return _attach(child, (*path, key), cover, notes)
    if key == "dial" and isinstance(child, Scalar):
        if len(rest) != len(node.items):
            message = "a figure that reads a dial takes the dial's provenance; take `from` or `judgement` out here"
            notes.faults.append(Fault(node.place, ".".join(path), message))
        return Scalar(child.text, child.quoted, child.place, cover, shape="dial")
    if key in SHAPES and isinstance(child, Listing) and path[-2] != "strategy":
        parts = tuple(part for part in child.items if isinstance(part, Scalar))
        if len(parts) == len(child.items):
            return Scalar("", False, node.place, cover, shape=key, parts=parts)
    return None


def _provenance_keys(node: Mapping, path: tuple[str, ...]) -> set[str]:
    keys = {key for key in WORDS if key in node.items}
    source = node.items.get("from")
    is_date = len(path) > 1 and path[0] == "calendar" and path[-1] in _DATED
    return keys - {"from"} if is_date and not (isinstance(source, Scalar) and "#" in source.text) else keys


def _cover(node: Mapping, path: tuple[str, ...], above: Origin | None, notes: Notes) -> Origin | None:
    keys = sorted(_provenance_keys(node, path))
    if not keys:
        return above
    if len(keys) > 1:
        both = " and ".join(f"`{key}`" for key in keys)
        notes.faults.append(Fault(node.keys[keys[1]], ".".join(path), f"found {both} for the same figures; keep one"))
    word = node.items[keys[0]]
    where = ".".join((*path, keys[0]))
    text = " ".join(word.text.split()) if isinstance(word, Scalar) else ""
    if not text:
        notes.faults.append(Fault(word.place, where, "found nothing; say where the figures come from"))
        return Origin("judgement", "")
    if keys[0] == "judgement":
        return Origin("judgement", text)
    if text.count("#") != 1 or text.startswith("#") or text.endswith("#"):
        message = (
            f"found {shown(text)}; expected `source#claim`, a source and one of its claims, or else `judgement: why`"
        )
        notes.faults.append(Fault(word.place, where, message))
    else:
        notes.cited.append(Cited(word.place, where, text))
    return Origin("source", text)
