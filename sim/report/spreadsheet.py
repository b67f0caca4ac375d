"""Cells of a table for spreadsheets: a text that begins like a formula is marked as a text."""

import re

_NUMBER = re.compile(r"[-+]?[0-9.]+ ?%?")


def cell(text: str) -> str:
    """Return the text, with a quote before it where a spreadsheet would run it."""
    is_formula = text[:1] in {"=", "+", "-", "@"} and not _NUMBER.fullmatch(text)
    return f"'{text}" if is_formula else text
