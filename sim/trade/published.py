"""What others have published about the end of a pact, to stand beside what is computed here."""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

from sim.trade.economies import EconomyFile
from sim.trade.figures import Confidence, rows


class Published(NamedTuple):
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
def published_estimates() -> tuple[Published, ...]:
    """Return what studies found, in the order of the file."""
    return tuple(_typed(row) for row in rows("published.csv"))


def studies(file: EconomyFile) -> tuple[Published, ...]:
    """Return what has been published about the end, the beginning and the change of an economy's pact."""
    return tuple(
        one for one in published_estimates() if one.counterfactual in file.studied and one.region in file.regions
    )


def _typed(row: dict[str, Any]) -> Published:
    return Published(**{**row, "value": float(row["value"]), "published": int(row["published"])})
