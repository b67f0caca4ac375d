"""Paragraphs broken into lines where a reader would break them."""

from textwrap import wrap

NARROWEST, WIDEST = 72, 100


def fitting(columns: int) -> int:
    """Return how wide a page is in so many columns."""
    return min(max(columns, NARROWEST), WIDEST)


def paragraph(text: str, width: int, indent: str = "") -> list[str]:
    """Return the lines of a paragraph; names with hyphens, addresses and commands stay whole."""
    return wrap(
        text,
        width,
        initial_indent=indent,
        subsequent_indent=indent,
        break_on_hyphens=False,
        break_long_words=False,
    )
