"""What a part of the page consists of: a sentence, figures drawn for two widths, and their numbers as a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Size:
    """The width a figure is drawn for, in pixels, and how many panels may stand side by side in it."""

    name: str
    width: int
    columns: int

    def letters(self, share: float = 1.0) -> int:
        """Return how many letters of ordinary text fit into a share of the width."""
        return int(share * self.width / 6.6)


SIZES = (Size("wide", 680, 3), Size("narrow", 330, 1))


@dataclass(frozen=True)
class Key:
    """A line of a key: a swatch and what it stands for. `shape` is area, line, point, diamond, cross or a letter."""

    shape: str
    colour: str
    label: str
    dash: tuple[int, ...] = ()


@dataclass(frozen=True)
class Figure:
    """A picture as SVG text, one for each of SIZES, with what it shows in words for those who cannot see it."""

    title: str
    description: str
    drawings: tuple[str, ...]
    keys: tuple[Key, ...] = ()


@dataclass(frozen=True)
class Table:
    """Numbers in rows under heads; the first column names the row."""

    heads: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True)
class Part:
    """A part of the page: its anchor, its title, the sentence that says what to see, and what it shows."""

    name: str
    title: str
    says: str
    figures: tuple[Figure, ...] = ()
    table: Table | None = None
    notes: tuple[str, ...] = ()
    command: str = ""  # that shows more
