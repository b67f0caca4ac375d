"""Where the figures come from, as a table: what `sim sources` shows."""

import datetime
from dataclasses import dataclass
from typing import Literal

from sim.scenario.figure import Figure
from sim.scenario.figures import figures
from sim.scenario.schema import Scenario


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One figure and what it rests on; for a source, `says` is the claim in our words, else the judgement."""

    path: str
    written: str
    unit: str
    kind: Literal["source", "judgement", "default"]
    says: str
    source: str = ""
    title: str = ""
    publisher: str = ""
    date: datetime.date | None = None
    address: str = ""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many figures come from sources, how many are judgements, and how many are the model's defaults."""

    sources: int
    judgements: int
    defaults: int


def figure_rows(scenario: Scenario) -> tuple[FigureRow, ...]:
    """Return one row for every figure, in the order of the file, defaults included."""
    return tuple(_row(scenario, figure) for figure in figures(scenario))


def tally(scenario: Scenario) -> Tally:
    """Return how many figures rest on what."""
    kinds = [figure.origin.kind for figure in figures(scenario)]
    return Tally(kinds.count("source"), kinds.count("judgement"), kinds.count("default"))


def _row(scenario: Scenario, figure: Figure) -> FigureRow:
    origin = figure.origin
    name, _, claim = origin.text.partition("#")
    source = scenario.sources.get(name) if origin.kind == "source" else None
    if source is None:
        return FigureRow(figure.path, figure.written, figure.unit, origin.kind, origin.text)
    return FigureRow(
        figure.path,
        figure.written,
        figure.unit,
        origin.kind,
        source.claims.get(claim, ""),
        origin.text,
        source.title,
        source.publisher,
        source.date,
        source.address or "",
    )
