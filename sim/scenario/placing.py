"""Figures that stand under no written key get their path, and positions the unit of their issue."""

from dataclasses import replace

from sim.scenario.base import Block
from sim.scenario.figure import Figure
from sim.scenario.party import Party, Position
from sim.scenario.schema import Issue, Scenario


def placed(scenario: Scenario) -> Scenario:
    """Return the scenario with a path on every default, so that each figure has an address of its own."""
    found = _block(scenario, "")
    return _scaled(found) if isinstance(found, Scenario) else scenario


def _scaled(scenario: Scenario) -> Scenario:
    """Return the scenario with unit and bounds of its issue on every position."""
    issues = {
        name: issue.model_copy(update={"status_quo": _natural(issue.status_quo, issue)})
        for name, issue in scenario.issues.items()
    }
    parties: dict[str, Party] = {}
    for name, party in scenario.parties.items():
        positions = {topic: _position(one, issues[topic]) for topic, one in party.positions.items()}
        parties[name] = party.model_copy(update={"positions": positions})
    return scenario.model_copy(update={"issues": issues, "parties": parties})


def _position(position: Position, issue: Issue) -> Position:
    opens = position.opens_with
    return position.model_copy(
        update={
            "wants": _natural(position.wants, issue),
            "opens_with": None if opens is None else _natural(opens, issue),
        }
    )


def _natural(figure: Figure, issue: Issue) -> Figure:
    low, high = sorted((issue.scale.first, issue.scale.last))
    return replace(figure, unit=issue.unit or "", low=low, high=high)


def _block(block: Block, path: str) -> Block:
    changed: dict[str, object] = {}
    for name, field in type(block).model_fields.items():
        old = getattr(block, name)
        new = _value(old, f"{path}.{field.alias or name}".removeprefix("."))
        if new is not old:
            changed[name] = new
    return block.model_copy(update=changed) if changed else block


def _value(value: object, path: str) -> object:
    if isinstance(value, Figure):
        return value if value.path else replace(value, path=path)
    if isinstance(value, Block):
        return _block(value, path)
    if isinstance(value, dict):
        new = {key: _value(child, f"{path}.{key}") for key, child in value.items()}
        return new if any(new[key] is not value[key] for key in new) else value
    if isinstance(value, tuple):
        entries = tuple(_value(child, f"{path}[{entry_name(child, at)}]") for at, child in enumerate(value))
        return entries if any(a is not b for a, b in zip(entries, value, strict=True)) else value
    return value


def entry_name(entry: object, at: int) -> str:
    """Return how an entry of a list is called in a path: its name, else its number counted from 1."""
    name = getattr(entry, "name", None)
    return " ".join(name.split())[:60] if isinstance(name, str) else str(at + 1)
