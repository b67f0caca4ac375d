"""What differs between two scenarios, as a person wrote it."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from sim.scenario.base import Block
from sim.scenario.course import Consent
from sim.scenario.figure import Figure
from sim.scenario.placing import entry_name
from sim.scenario.resolved import entries
from sim.scenario.schema import Scenario
from sim.scenario.threat import Threat

ABSENT = "-"


@dataclass(frozen=True, slots=True)
class Difference:
    """A key whose value differs; `a` and `b` are as written, `-` where a scenario has nothing there."""

    path: str
    a: str
    b: str


def differences(a: Scenario, b: Scenario) -> tuple[Difference, ...]:
    """Return every value that differs, in the order of the first; another provenance alone is none."""
    first, second = dict(_lines(a, "")), dict(_lines(b, ""))
    paths = dict.fromkeys([*first, *second])
    pairs = ((path, first.get(path, ABSENT), second.get(path, ABSENT)) for path in paths)
    return tuple(Difference(path, one, other) for path, one, other in pairs if one != other)


def _lines(value: object, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, Figure):
        dial = value.path.startswith("dials.") and not path.startswith("dials.")
        yield path, f"dial {value.path.removeprefix('dials.')}" if dial else value.written
    elif isinstance(value, Threat) and value.kind == "never":
        yield path, "never"
    elif isinstance(value, Consent) and value.rule is not None:
        yield path, value.rule
    elif isinstance(value, Block):
        for key, child in entries(value):
            if key not in {"source", "judgement"}:
                yield from _lines(child, f"{path}.{key}".removeprefix("."))
    elif isinstance(value, dict):
        for key, child in value.items():
            yield from _lines(child, f"{path}.{key}")
    elif isinstance(value, tuple) and any(isinstance(child, Block) for child in value):
        for at, child in enumerate(value):
            yield from _lines(child, f"{path}[{entry_name(child, at)}]")
    else:
        yield path, _text(value) or ABSENT


def _text(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(_text(one) for one in value)
    if isinstance(value, datetime.date):
        return value.isoformat()
    return str(value).lower() if isinstance(value, bool) else f"{value:g}" if isinstance(value, float) else str(value)
