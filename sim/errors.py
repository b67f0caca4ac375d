"""What a user can mend: every error that is answered with a sentence and an exit code, never a traceback."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

SHOWN = 20


@dataclass(frozen=True, slots=True)
class Place:
    """A position in a text: the file as the user named it, line and column counted from 1.

    Line 0 means that the text is no file but a word on the command line.
    """

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in a scenario: where it stands, the path of the key, and what to do about it."""

    place: Place | None
    path: str
    message: str
    severity: Literal["error", "warning"] = "error"

    def __str__(self) -> str:
        parts = [str(self.place) if self.place else "", self.severity, self.path, self.message]
        text = ": ".join(part for part in parts if part)
        # A forged key or file name must not break a line or turn it round.
        return "".join(one if one.isprintable() else f"\\u{ord(one):04x}" for one in text)


class SimError(Exception):
    """A run failed, or a replay differs from what was recorded."""

    exit_code = 1


class UsageError(SimError):
    """The command or the call was used wrongly."""

    exit_code = 2


class ScenarioError(SimError):
    """A scenario cannot be used; `faults` holds every reason, sorted by place."""

    exit_code = 3

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(self.faults)

    def __str__(self) -> str:
        lines = [str(fault) for fault in self.faults[:SHOWN]]
        rest = len(self.faults) - SHOWN
        if rest > 0:
            lines.append(f"and {rest} more {'fault' if rest == 1 else 'faults'}")
        return "\n".join(lines)


class MissingName(SimError):
    """Something that was asked for by name does not exist."""

    exit_code = 4


class MissingDependency(SimError):
    """An optional package is needed and not installed."""

    exit_code = 5
