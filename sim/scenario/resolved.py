"""A scenario as one self-contained text: what is saved beside a run, and what its hash is taken of."""

import datetime
import hashlib
import json
from collections.abc import Iterator

from sim.scenario.base import Block
from sim.scenario.course import Consent
from sim.scenario.figure import Figure, Origin
from sim.scenario.schema import Scale, Scenario
from sim.scenario.threat import Threat
from sim.scenario.words import is_hidden

_INDENT = "  "


def resolved_yaml(scenario: Scenario) -> str:
    """Return the canonical text: `extends` resolved, every figure with its provenance, defaults left out.

    Loading it gives an equal scenario, and resolving that gives the same text.
    """
    return "\n".join(_block(scenario, "")) + "\n"


def sha256(scenario: Scenario) -> str:
    """Return the scenario's hash in hexadecimal: the SHA-256 of its resolved text, and of its economy if it has one."""
    text = resolved_yaml(scenario)
    trade = scenario.pact.trade
    if trade is not None:
        text += trade.file.sha256
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def entries(block: Block) -> Iterator[tuple[str, object]]:
    """Yield the keys a block has in a file, with their values; what is absent or a default is left out."""
    if isinstance(block, Scale):
        yield _number(block.first), block.first_means
        yield _number(block.last), block.last_means
        return
    for name, field in type(block).model_fields.items():
        value = getattr(block, name)
        if isinstance(value, Origin):
            yield ("source" if value.kind == "source" else "judgement"), value.text
        elif value is not None and not (isinstance(value, Figure) and value.origin.kind == "default"):
            yield field.alias or name, value


def figure_text(figure: Figure, path: str) -> str:
    """Return a figure as a file has it at `path`: `{dial: id}`, or its value with its provenance."""
    if figure.path.startswith("dials.") and not path.startswith("dials."):
        return f"{{dial: {figure.path.removeprefix('dials.')}}}"
    key = "from" if figure.origin.kind == "source" else "judgement"
    return f"{{value: {figure.written}, {key}: {quoted(figure.origin.text)}}}"


def quoted(text: str) -> str:
    """Return a text in double quotes, escaped so that YAML reads back exactly the same."""
    letters = json.dumps(text, ensure_ascii=False)[1:-1]
    if letters.isascii() and letters.isprintable():
        return f'"{letters}"'
    return '"' + "".join(f"\\U{ord(one):08x}" if is_hidden(one) else one for one in letters) + '"'


def _block(block: Block, path: str) -> Iterator[str]:
    for key, value in entries(block):
        yield from _entry(key, value, f"{path}.{key}".removeprefix("."))


def _entry(key: str, value: object, path: str) -> Iterator[str]:
    name = key if key.replace("_", "").replace("-", "").isalnum() and key.isascii() else quoted(key)
    single = _single(value, path)
    if single is not None:
        yield f"{name}: {single}"
        return
    yield f"{name}:"
    if isinstance(value, tuple):
        for entry in value:
            yield from _item(entry, path)
    elif isinstance(value, dict):
        for child, inner in value.items():
            yield from (_INDENT + line for line in _entry(str(child), inner, f"{path}.{child}"))
    elif isinstance(value, Block):
        yield from (_INDENT + line for line in _block(value, path))


def _item(entry: object, path: str) -> Iterator[str]:
    if not isinstance(entry, Block):
        yield f"{_INDENT}- {_single(entry, path)}"
        return
    for at, line in enumerate(_block(entry, path)):
        yield f"{_INDENT}{_INDENT if at else '- '}{line}"


def _single(value: object, path: str) -> str | None:
    """Return a value that fits on one line, or None if it is a block."""
    match value:
        case Figure():
            return figure_text(value, path)
        case bool():
            return str(value).lower()
        case int() | float():
            return _number(value)
        case datetime.date():
            return value.isoformat()
        case str():
            return quoted(value)
        case Threat() if value.kind == "never":
            return "never"
        case Consent() if value.rule is not None:
            return value.rule
        case tuple() | dict() if not value:
            return "[]" if isinstance(value, tuple) else "{}"
        case tuple() if not any(isinstance(entry, Block) for entry in value):
            return f"[{', '.join(str(_single(entry, path)) for entry in value)}]"
        case Block() if not list(entries(value)):
            return "{}"
    return None


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) else repr(value)
