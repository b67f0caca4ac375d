"""Published figures of trade and output, each with its source and how far it is to be trusted."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

Confidence = Literal["documents", "high", "medium", "assumption", "unverified"]

_FOLDER = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True)
class TradeFigure:
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
        return float(f"{self.value!r}e-2") if self.unit in {"%", "points"} else self.value


@dataclass(frozen=True, slots=True)
class Published:
    """What a study found for one region: a number, its unit, and which counterfactual it is about."""

    study: str
    published: int
    region: str
    value: float
    unit: str
    counterfactual: str
    measure: str
    publisher: str
    title: str
    date: str
    address: str
    confidence: Confidence


@cache
def trade_figures() -> Mapping[str, TradeFigure]:
    """Return every figure by its key."""
    return {row["key"]: _figure(row) for row in _rows("figures.csv")}


@cache
def published_estimates() -> tuple[Published, ...]:
    """Return what studies found, in the order of the file."""
    return tuple(_published(row) for row in _rows("published.csv"))


def _figure(row: dict[str, Any]) -> TradeFigure:
    return TradeFigure(**{**row, "value": float(row["value"])})


def _published(row: dict[str, Any]) -> Published:
    return Published(**{**row, "value": float(row["value"]), "published": int(row["published"])})


def _rows(name: str) -> Iterator[dict[str, Any]]:
    with (_FOLDER / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
