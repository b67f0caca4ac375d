"""What the text of a run is made from: its answer, and what only this one call of the command knows."""

from dataclasses import dataclass
from typing import Any

Answer = dict[str, Any]

# The keys of the answer of a run. One that is kept and has others was written by another state of the program.
KEYS = frozenset(
    (
        "schema scenario trials seed version contract question starts ends endings paths simultaneous "
        "never_is_less_than parties measures terms incidence influence stakes figures known_outcome caution "
    ).split()
)

# What is only seen on the last day has not ended, and has no date of its own.
OPEN = ("extended", "notice_pending")


@dataclass(frozen=True)
class Footing:
    """What surrounds an answer: how the user named the scenario, how it was played, where it was saved."""

    scenario: str  # as the user named it, for commands to copy
    file: str
    played: str
    changes: tuple[str, ...] = ()
    lines: tuple[tuple[str, tuple[str, ...]], ...] = ()  # saved, next, note: a word and what stands after it
