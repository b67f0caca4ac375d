"""A YAML text becomes a tree with positions, within limits, without resolving or running anything.

Events are read one by one (PyYAML's C parser), so no text can make the reader slow, deep or large.
"""

import re
from collections.abc import Mapping as Map
from dataclasses import dataclass, field

import yaml
from yaml._yaml import CParser

from sim.errors import Fault, Place, ScenarioError
from sim.scenario.nodes import Listing, Mapping, Node, Scalar
from sim.scenario.syntax import meaning
from sim.scenario.words import shown

DEPTH = 32
VALUES = 50_000
ENTRIES = 1_000
SCALAR = 64 * 1024

_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TWICE = "are not allowed, so that every value stands where it is read; write the value again"
_REFUSED: Map[str, str] = {
    "anchor": f"anchors (`&name`) {_TWICE}",
    "alias": f"aliases (`*name`) {_TWICE}",
    "tag": "tags (`!`) are not allowed: a value is what is written, never code",
    "merge": "merge keys (`<<`) are not allowed; use `extends` to build on another file",
    "complex": "a key must be one word; found a list or block (a `?` or a bracket before the colon)",
}


@dataclass
class _Reader:
    parser: CParser
    file: str
    values: int = 0
    faults: list[Fault] = field(default_factory=list)

    def next(self) -> yaml.Event:
        event = self.parser.get_event()
        if event is None:
            raise self.stop(Place(self.file, 1, 1), "the file ends too early")
        return event

    def place(self, event: yaml.Event) -> Place:
        mark = event.start_mark
        return Place(self.file, mark.line + 1, mark.column + 1) if mark else Place(self.file, 1, 1)

    def refuse(self, event: yaml.Event, why: str) -> None:
        self.faults.append(Fault(self.place(event), "", _REFUSED.get(why, why)))

    def stop(self, place: Place, message: str) -> ScenarioError:
        return ScenarioError(sorted([*self.faults, Fault(place, "", message)], key=_position))


def read(text: str, file: str) -> tuple[Node | None, tuple[Fault, ...]]:
    """Return the tree of a YAML text (None if it is empty) and what was refused without ending the reading.

    Raise ScenarioError where reading cannot go on: broken YAML, or more than the limits allow.
    """
    odd = _UNPRINTABLE.search(text.removeprefix("\ufeff"))
    if odd:
        raise ScenarioError([_unprintable(text.removeprefix("\ufeff"), odd.start(), file)])
    try:
        reader = _Reader(CParser(text), file)
        return _document(reader), tuple(reader.faults)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = Place(file, mark.line + 1 if mark else 1, mark.column + 1 if mark else 1)
        raise reader.stop(place, meaning(f"{error.problem} {error.context}")) from None
    except (yaml.YAMLError, UnicodeError):
        raise ScenarioError([Fault(Place(file, 1, 1), "", meaning(""))]) from None


def _document(reader: _Reader) -> Node | None:
    root: Node | None = None
    documents = 0
    while (event := reader.parser.get_event()) is not None:
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                raise reader.stop(
                    reader.place(event), "one file holds one scenario; found a second document after `---`"
                )
        elif isinstance(event, yaml.NodeEvent):
            root = _node(reader, event, 1)
    return root


def _node(reader: _Reader, event: yaml.Event, depth: int) -> Node:
    place = reader.place(event)
    reader.values += 1
    if reader.values > VALUES:
        raise reader.stop(place, f"the file holds more than {VALUES:,} values; a scenario is a few hundred")
    if isinstance(event, yaml.AliasEvent):
        reader.refuse(event, "alias")
        return Scalar("", True, place)
    if isinstance(event, yaml.NodeEvent) and event.anchor is not None:
        reader.refuse(event, "anchor")
    elif isinstance(event, yaml.CollectionStartEvent | yaml.ScalarEvent) and event.tag is not None:
        reader.refuse(event, "tag")
    if isinstance(event, yaml.ScalarEvent):
        if len(event.value) > SCALAR:
            raise reader.stop(place, "one value is longer than 64 KiB")
        return Scalar(event.value, bool(event.style), place)
    if depth > DEPTH:
        raise reader.stop(place, f"blocks are nested more than {DEPTH} deep; a scenario needs about 8")
    return (
        _mapping(reader, place, depth) if isinstance(event, yaml.MappingStartEvent) else _listing(reader, place, depth)
    )


def _listing(reader: _Reader, place: Place, depth: int) -> Listing:
    items: list[Node] = []
    while not isinstance(event := reader.next(), yaml.SequenceEndEvent):
        items.append(_node(reader, event, depth + 1))
        _limit(reader, event, len(items))
    return Listing(tuple(items), place)


def _mapping(reader: _Reader, place: Place, depth: int) -> Mapping:
    items: dict[str, Node] = {}
    keys: dict[str, Place] = {}
    while not isinstance(event := reader.next(), yaml.MappingEndEvent):
        key = _node(reader, event, depth + 1)
        _limit(reader, event, len(items))
        value = _node(reader, reader.next(), depth + 1)
        if not isinstance(key, Scalar):
            reader.refuse(event, "complex")
        elif key.text == "<<" and not key.quoted:
            reader.refuse(event, "merge")
        elif key.text in items:
            first = keys[key.text].line
            reader.refuse(
                event,
                f"the key {shown(key.text)} stands here a second time (first in line {first}); keep one",
            )
        else:
            items[key.text], keys[key.text] = value, key.place
    return Mapping(items, keys, place)


def _limit(reader: _Reader, event: yaml.Event, entries: int) -> None:
    if entries > ENTRIES:
        raise reader.stop(reader.place(event), f"one block holds more than {ENTRIES:,} entries")


def _unprintable(text: str, at: int, file: str) -> Fault:
    line = text.count("\n", 0, at) + 1
    place = Place(file, line, at - text.rfind("\n", 0, at))
    return Fault(place, "", f"an unprintable character (number {ord(text[at])}) stands here; take it out")


def _position(fault: Fault) -> tuple[int, int]:
    return (fault.place.line, fault.place.column) if fault.place else (0, 0)
