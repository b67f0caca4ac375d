"""Values set on the command line (`--set key.path=VALUE`) laid over the merged tree before it is checked."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from sim.errors import Fault, Place, ScenarioError
from sim.scenario.figure import Origin
from sim.scenario.nodes import Listing, Mapping, Node, Scalar, below
from sim.scenario.provenance import attach
from sim.scenario.reading import read
from sim.scenario.words import meant, nearest, shown

DEEPEST = 12
ORIGIN = Origin("judgement", "set on the command line")

# Blocks whose keys are ids: a new one cannot be made on the command line.
_IDS = {"dials": "dial", "issues": "issue", "parties": "party", "sources": "source"}
_PATH = re.compile(r"[^.\[\]]+(?:\.[^.\[\]]+|\[[^\[\]]+\])*")
_STEP = re.compile(r"([^.\[\]]+)|\[([^\[\]]*)\]")


def override(root: Mapping, overrides: Sequence[tuple[str, str]]) -> tuple[Mapping, tuple[Fault, ...]]:
    """Return the tree with every (path or dial, value) set, and a fault for each that names nothing."""
    faults: list[Fault] = []
    for key, text in overrides:
        place = Place(" ".join(f"--set {key[:60]}={text[:40]}".split()), 0, 0)
        steps = _steps(root, key.strip())
        wrong = _unknown(root, key.strip(), steps)
        value, found = _value(text, place)
        faults += found
        if wrong:
            faults.append(Fault(place, "", wrong))
        elif not found:
            new = _set(root, steps, _daily(root, steps, value), place)
            root = new if isinstance(new, Mapping) else root
    return root, tuple(faults)


def paths(node: Node, above: str = "") -> Iterator[str]:
    """Yield every path that holds a single value, as `--set` takes it."""
    if isinstance(node, Mapping):
        for key, child in node.items.items():
            yield from paths(child, f"{above}.{key}" if above else key)
    elif isinstance(node, Listing):
        for at, child in enumerate(node.items, 1):
            yield from paths(child, f"{above}[{at}]")
    else:
        yield above


def _value(text: str, place: Place) -> tuple[Node, list[Fault]]:
    empty = Scalar("", False, place, ORIGIN)
    try:
        node, faults = read(text, place.file)
    except ScenarioError as error:
        return empty, [Fault(place, "", error.faults[-1].message)]
    if node is None:
        return empty, []
    # Two blocks deep, so that it is read as a figure or block of a scenario would be.
    inner = Mapping({"set": _moved(node, place)}, {"set": place}, place)
    root, notes = attach(Mapping({"set": inner}, {"set": place}, place), ORIGIN)
    return below(below(root, "set"), "set") or empty, [
        Fault(place, "", fault.message) for fault in (*faults, *notes.faults)
    ]


def _moved(node: Node, place: Place) -> Node:
    if isinstance(node, Mapping):
        items = {key: _moved(child, place) for key, child in node.items.items()}
        return Mapping(items, dict.fromkeys(items, place), place)
    if isinstance(node, Listing):
        return Listing(tuple(_moved(child, place) for child in node.items), place)
    return replace(node, place=place)


def _steps(root: Mapping, key: str) -> tuple[str, ...]:
    dials = root.items.get("dials")
    named = isinstance(dials, Mapping) and key.removeprefix("dials.") in dials.items
    if named:
        return ("dials", key.removeprefix("dials."), "value")
    return tuple(match[1] or match[2] for match in _STEP.finditer(key)) if _PATH.fullmatch(key) else ()


def _unknown(root: Mapping, key: str, steps: tuple[str, ...]) -> str:
    """Say what is wrong with a path, or nothing if it can be set."""
    if not 0 < len(steps) <= DEEPEST:
        return f"found {shown(key)}; expected a path such as `parties.us.resolve.prior`, or the id of a dial"
    block = root.items.get(steps[0])
    if len(steps) > 1 and steps[0] in _IDS and isinstance(block, Mapping) and steps[1] not in block.items:
        return f"there is no {_IDS[steps[0]]} {shown(steps[1])}{meant(steps[1], list(block.items))}"
    if len(steps) == 1:
        dials = root.items.get("dials")
        names = list(dials.items) if isinstance(dials, Mapping) else []
        near = nearest(key, names) or next((path for path in paths(root) if path.endswith(f".{key}")), None)
        more = f"; did you mean `{near}`?" if near else ""
        return f"there is no dial {shown(key)}{more or meant(key, names)}"
    return _lost(root, steps)


def _lost(root: Mapping, steps: tuple[str, ...]) -> str:
    node: Node | None = root
    for step in steps:
        if isinstance(node, Listing):
            at = _entry(node, step)
            if at is None:
                many = len(node.items)
                why = "use its name, or its number from 1"
                return f"there is no entry {shown(step)} in this list of {many}; {why}"
            node = node.items[at]
        elif isinstance(node, Mapping):
            node = node.items.get(step)
        elif node is not None and (node.shape != "" or step != steps[-1]):
            return f"{shown(step)} lies below a single value; leave it out of the path"
    return ""


def _set(node: Node | None, steps: tuple[str, ...], value: Node, place: Place) -> Node:
    if not steps:
        return value
    if isinstance(node, Listing):
        at = _entry(node, steps[0])
        new = (_set(child, steps[1:], value, place) if i == at else child for i, child in enumerate(node.items))
        return Listing(tuple(new), node.place)
    base = node if isinstance(node, Mapping) else Mapping({}, {}, place)
    items = {**base.items, steps[0]: _set(base.items.get(steps[0]), steps[1:], value, place)}
    return Mapping(items, {steps[0]: place, **base.keys}, base.place)


def _entry(node: Listing, step: str) -> int | None:
    for at, child in enumerate(node.items):
        name = child.items.get("name") if isinstance(child, Mapping) else None
        if isinstance(name, Scalar) and " ".join(name.text.split())[:60] == step:
            return at
    return (
        int(step) - 1
        if step.isascii() and step.isdigit() and len(step) < 6 and 0 < int(step) <= len(node.items)
        else None
    )


def _daily(root: Mapping, steps: tuple[str, ...], value: Node) -> Node:
    """Let a bare number for a dial in days mean days."""
    node: Node | None = root
    for step in steps:
        node = node.items.get(step) if isinstance(node, Mapping) else None
    in_days = steps[0] == "dials" and isinstance(node, Scalar) and "day" in node.text
    if in_days and isinstance(value, Scalar) and re.fullmatch(r"[0-9]+(\.[0-9]+)?", value.text):
        return Scalar(f"{value.text} days", value.quoted, value.place, value.origin)
    return value
