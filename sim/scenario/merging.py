"""A what-if laid over what it extends: maps merge, values and lists replace, lists under `+` append."""

from sim.scenario.nodes import Listing, Mapping, Node
from sim.scenario.threat import THREAT_BLOCKS
from sim.strategies import STRATEGIES

# A block that offers a choice: naming another alternative replaces what the parent had chosen.
_CHOICES: dict[tuple[str, ...], tuple[str, ...]] = {
    ("parties", "*", "strategy"): tuple(STRATEGIES),
    ("parties", "*", "threat"): THREAT_BLOCKS,
    ("parties", "*", "audience_costs"): ("notice", "notice_multiple"),
    ("calendar", "extensions", "consent"): ("rule", "chance"),
}
_WHOLE: tuple[tuple[str, ...], ...] = (("issues", "*", "scale"),)


def merge(parent: Mapping, child: Mapping, path: tuple[str, ...] = ()) -> Mapping:
    """Return the parent's block with the child's keys over it, in the parent's order, new keys last."""
    choices = _CHOICES.get(_pattern(path), ())
    replaced = (
        [key for key in choices if key in parent.items and key not in child.items] if _chosen(child, choices) else []
    )
    items = {key: node for key, node in parent.items.items() if key not in replaced}
    for key, node in child.items.items():
        items[key] = _over(items.get(key), node, (*path, key))
    return Mapping(items, {**parent.keys, **child.keys}, child.place)


def settle(node: Node) -> Node:
    """Return the tree with every `+` list that had nothing to append to as an ordinary list."""
    if isinstance(node, Mapping):
        added = _added(node)
        if added is not None:
            return settle(added)
        return Mapping({key: settle(child) for key, child in node.items.items()}, node.keys, node.place)
    return Listing(tuple(settle(child) for child in node.items), node.place) if isinstance(node, Listing) else node


def _over(parent: Node | None, child: Node, path: tuple[str, ...]) -> Node:
    if isinstance(child, Mapping):
        added = _added(child)
        if added is not None and isinstance(parent, Listing):
            return Listing((*parent.items, *added.items), child.place)
        if isinstance(parent, Mapping) and _pattern(path) not in _WHOLE:
            return merge(parent, child, path)
    return child


def _added(node: Mapping) -> Listing | None:
    added = node.items.get("+")
    return added if isinstance(added, Listing) and len(node.items) == 1 else None


def _chosen(child: Mapping, choices: tuple[str, ...]) -> bool:
    return any(key in child.items for key in choices)


def _pattern(path: tuple[str, ...]) -> tuple[str, ...]:
    return (path[0], "*", *path[2:]) if len(path) > 2 and path[0] in {"parties", "issues"} else path
