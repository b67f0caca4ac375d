"""Where the figures come from, as a table: what `sim sources` shows."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from sim.scenario.figure import Figure
from sim.scenario.figures import figures
from sim.scenario.schema import Scenario
from sim.trade import TradeFigure

Kind = Literal["source", "judgement", "default", "unverified"]

_KINDS: dict[str, Kind] = {
    "documents": "source",
    "high": "source",
    "medium": "source",
    "assumption": "judgement",
    "unverified": "unverified",
}
_NO_SOURCE = "No source is at hand."


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One figure and what it rests on; for a source, `says` is the claim in our words, else the judgement.

    `confidence` and the kind `unverified` (no source is at hand) belong to figures of trade and output.
    """

    path: str
    written: str
    unit: str
    kind: Kind
    says: str
    source: str = ""
    title: str = ""
    publisher: str = ""
    date: datetime.date | str | None = None
    address: str = ""
    confidence: str = ""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many figures come from sources, are judgements, are the model's defaults, and have no source at hand."""

    sources: int
    judgements: int
    defaults: int
    unverified: int


def figure_rows(scenario: Scenario) -> tuple[FigureRow, ...]:
    """Return one row for every figure, in the order of the file, defaults included; then those of its economy."""
    return (*(_row(scenario, figure) for figure in figures(scenario)), *map(_traded, _economy(scenario)))


def tally(scenario: Scenario) -> Tally:
    """Return how many figures rest on what."""
    return _tally([*(figure.origin.kind for figure in figures(scenario)), *_kinds(_economy(scenario))])


def tally_of(trade_figures: Iterable[TradeFigure]) -> Tally:
    """Return how many figures of trade and output rest on what."""
    return _tally(_kinds(trade_figures))


def _tally(kinds: Sequence[str]) -> Tally:
    return Tally(*(kinds.count(kind) for kind in get_args(Kind)))


def _kinds(trade_figures: Iterable[TradeFigure]) -> list[str]:
    return [_KINDS[figure.confidence] for figure in trade_figures]


def _economy(scenario: Scenario) -> tuple[TradeFigure, ...]:
    trade = scenario.pact.trade
    return trade.file.figures if trade else ()


def _traded(figure: TradeFigure) -> FigureRow:
    kind = _KINDS[figure.confidence]
    says = f"{figure.says} {_NO_SOURCE}" if kind == "unverified" else figure.says
    return FigureRow(
        f"economy.{figure.key}",
        f"{figure.value:,.10g}",
        figure.unit,
        kind,
        says,
        figure.key,
        figure.title,
        figure.publisher,
        figure.date,
        figure.address,
        figure.confidence,
    )


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
