"""Every figure of a scenario, in the order of the file."""

from collections.abc import Iterator

from pydantic import BaseModel

from sim.scenario.figure import Figure, Origin


def figures(scenario: BaseModel) -> tuple[Figure, ...]:
    """Return every figure once; figures that read a dial appear once, as the dial."""
    found = {figure.path: figure for figure in _figures(scenario)}
    return tuple(found.values())


def readings(block: object) -> Iterator[Figure]:
    """Yield every figure of a block where it is read, dials as often as they are."""
    return _figures(block)


def origins(block: object) -> Iterator[tuple[str, Origin]]:
    """Yield the name and the origin of each dated entry of a block: rounds, effects, side deals."""
    if isinstance(block, BaseModel):
        for name in type(block).model_fields:
            value = getattr(block, name)
            if isinstance(value, Origin):
                yield str(getattr(block, "name", None) or type(block).__name__.lower()), value
            else:
                yield from origins(value)
    elif isinstance(block, dict):
        for value in block.values():
            yield from origins(value)
    elif isinstance(block, tuple):
        for value in block:
            yield from origins(value)


def _figures(value: object) -> Iterator[Figure]:
    if isinstance(value, Figure):
        yield value
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _figures(getattr(value, name))
    elif isinstance(value, dict):
        for child in value.values():
            yield from _figures(child)
    elif isinstance(value, tuple):
        for child in value:
            yield from _figures(child)
