"""Figures that read a dial get the dial's value and provenance."""

from collections.abc import Iterator
from dataclasses import replace

from sim.errors import Fault
from sim.scenario.nodes import Listing, Mapping, Node, Path, Scalar, spell
from sim.scenario.words import meant, shown


def turn(root: Mapping) -> tuple[Mapping, tuple[Fault, ...]]:
    """Return the tree with `{dial: id}` replaced by what the dial says, and the faults found on the way."""
    block = root.items.get("dials")
    dials = block.items if isinstance(block, Mapping) else {}
    values: dict[str, Scalar] = {}
    for name, dial in dials.items():
        value = dial.items.get("value") if isinstance(dial, Mapping) else None
        if isinstance(value, Scalar):
            values[name] = value
    faults: list[Fault] = []
    used: set[str] = set()
    turned = _turn(root, (), root, values, used, faults)
    faults += _idle(dials, used, block)
    return turned if isinstance(turned, Mapping) else root, tuple(faults)


def _turn(
    node: Node, path: Path, root: Mapping, values: dict[str, Scalar], used: set[str], faults: list[Fault]
) -> Node:
    if isinstance(node, Mapping):
        items = {key: _turn(child, (*path, key), root, values, used, faults) for key, child in node.items.items()}
        return Mapping(items, node.keys, node.place)
    if isinstance(node, Listing):
        return Listing(
            tuple(_turn(child, (*path, at), root, values, used, faults) for at, child in enumerate(node.items)),
            node.place,
        )
    if node.shape != "dial":
        return node
    used.add(node.text)
    if node.text not in values:
        names = list(values)
        why = f"there is no dial {shown(node.text)}{meant(node.text, names)}" if names else "this scenario has no dials"
        faults.append(Fault(node.place, spell(path, root), why))
        return node
    return replace(values[node.text], path=f"dials.{node.text}", place=node.place)


def _idle(dials: dict[str, Node], used: set[str], block: Node | None) -> Iterator[Fault]:
    for name in dials:
        if name not in used and isinstance(block, Mapping):
            yield Fault(
                block.keys[name],
                f"dials.{name}",
                "no figure reads this dial; turning it changes nothing",
                "warning",
            )
