"""What a story consists of: dated entries with their reasons, an ending, and the numbers they were told from."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import takewhile
from typing import Any

from sim.report.story.words import dated

SCHEMA = "sim/story/v1"
LEGEND = (
    "Points: 100 is everything a party wants, 0 the worst on every issue; those of two parties cannot be compared."
    " Floor: the least that a party will accept; it may lie beyond 100, and costs may push a value below 0."
)
_DATES = 12  # columns for the date


@dataclass(frozen=True)
class Entry:
    """One thing that happened. `because` holds clauses that follow the word; `numbers` the raw values they rest on.

    Numbers are utilities, probabilities, days since the start or positions in natural units, by name and often by
    party. Entries that follow each other with one `merge` key are told as one.
    """

    day: float
    date: date
    event: str
    party: str | None
    what: str
    because: tuple[str, ...] = ()
    numbers: Mapping[str, Any] = field(default_factory=dict)
    merge: str = ""

    @property
    def says(self) -> tuple[object, ...]:
        """Return what a reader is told: when, what and why."""
        return self.date, self.what, self.because


@dataclass(frozen=True)
class Story:
    """One trial told: how it ends, and how it came to that."""

    title: str
    ending: str
    entries: tuple[Entry, ...]
    outcome: Mapping[str, Any]  # trial, seed, names of ending and path, day, date, values, terms, types

    def as_dict(self) -> dict[str, Any]:
        """Return the story for `--json`: raw numbers, dates as in ISO 8601, None where there is nothing to measure."""
        entries = [
            {
                "date": entry.date.isoformat(),
                "day": entry.day,
                "event": entry.event,
                "party": entry.party,
                "text": entry.what,
                "because": list(entry.because),
                "numbers": entry.numbers,
            }
            for entry in self.entries
        ]
        whole = {"schema": SCHEMA, "title": self.title, "sentence": self.ending, **self.outcome, "entries": entries}
        plain: dict[str, Any] = _plain(whole)
        return plain

    def shared(self, other: Story) -> int:
        """Return how many entries both tell word for word before they part."""
        pairs = zip(self.entries, other.entries, strict=False)
        return sum(1 for _ in takewhile(lambda pair: pair[0].says == pair[1].says, pairs))

    def lines(self, width: int = 88, skip: int = 0) -> list[str]:
        """Return the story as plain text, no line longer than `width` (at least 40), without its first entries."""
        width = max(40, width)
        lines = [*textwrap.wrap(self.title, width), *textwrap.wrap(self.ending, width)]
        lines += [*textwrap.wrap(LEGEND, width), ""]
        last = None
        for entry in self.entries[skip:]:
            lines += _paragraph(entry, dated(entry.date) if entry.date != last else "", width)
            last = entry.date
        return lines


def _paragraph(entry: Entry, day: str, width: int) -> Iterator[str]:
    indent = " " * _DATES
    yield from textwrap.wrap(entry.what, width, initial_indent=f"{day:<{_DATES}}", subsequent_indent=indent)
    for n, clause in enumerate(entry.because):
        word = "because " if n == 0 else "and "
        yield from textwrap.wrap(word + clause, width, initial_indent=indent + "  ", subsequent_indent=indent + "    ")


def _plain(value: Any) -> Any:
    # NumPy's numbers become Python's, and what JSON cannot hold becomes nothing.
    if isinstance(value, Mapping):
        return {str(key): _plain(member) for key, member in value.items()}
    if isinstance(value, str) or value is None:
        return value
    if isinstance(value, Sequence):
        return [_plain(member) for member in value]
    if isinstance(value, date):
        return value.isoformat()
    plain = value.item() if hasattr(value, "item") else value
    return None if isinstance(plain, float) and not math.isfinite(plain) else plain
