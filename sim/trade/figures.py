"""Published figures of trade and output, each with its source and how far it is to be trusted."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal, NamedTuple

Confidence = Literal["documents", "high", "medium", "assumption", "unverified"]

_FOLDER = Path(__file__).resolve().parent


class TradeFigure(NamedTuple):
    """One number, what it says in our own words, and where it stands.

    confidence: documents (in the founding reports), high, medium, assumption (ours, `says` gives the reason) or
    unverified (no source at hand; refused unless a scenario allows it). Percentages stay as they are printed; see
    `share`.
    """

    key: str
    value: float
    unit: str
    year: str
    region: str
    partner: str
    says: str
    publisher: str
    title: str
    date: str
    address: str
    confidence: Confidence

    @property
    def share(self) -> float:
        """Return the number in plain units: 0.04 where 4% is printed."""
        if self.unit not in {"%", "points"}:
            return self.value
        text = repr(self.value)
        # Read as one decimal, 4.1% is the same number as 0.041; dividing by 100 would miss its last digit.
        return float(f"{text}e-2") if "e" not in text else self.value / 100.0


@cache
def trade_figures() -> Mapping[str, TradeFigure]:
    """Return every figure by its key."""
    return {row["key"]: _figure(row) for row in rows("figures.csv")}


def _figure(row: dict[str, Any]) -> TradeFigure:
    return TradeFigure(**{**row, "value": float(row["value"])})


def rows(name: str) -> Iterator[dict[str, Any]]:
    """Yield the rows of a table of this room, as text."""
    with (_FOLDER / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
