"""Paragraphs broken into lines where a reader would break them."""

from collections.abc import Sequence
from textwrap import wrap

NARROWEST, WIDEST = 72, 100
_TIE = "\u00a0"


def fitting(columns: int) -> int:
    """Return how wide a page is in so many columns."""
    return min(max(columns, NARROWEST), WIDEST)


def paragraph(text: str, width: int, indent: str = "") -> list[str]:
    """Return the lines of a paragraph; names with hyphens stay whole, and so does what `whole` holds together."""
    lines = wrap(
        text,
        width,
        initial_indent=indent,
        subsequent_indent=indent,
        break_on_hyphens=False,
        break_long_words=False,
    )
    return [line.replace(_TIE, " ") for line in lines]


def whole(text: str) -> str:
    """Return a text, such as a command to copy, that no paragraph breaks."""
    return text.replace(" ", _TIE)


def side_by_side(parts: Sequence[str], width: int) -> list[str]:
    """Return the parts on one line if they fit there, else each on its own."""
    line = "     ".join(parts)
    return [line] if len(line) <= width else list(parts)
