"""`sim sources`: every figure of a scenario, and what it rests on."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import asdict, fields

from sim.report.lines import fitting, paragraph
from sim.report.source import source_of
from sim.report.spreadsheet import cell
from sim.report.voice import Voice, width
from sim.scenario import FigureRow, figure_rows, tally

_INDENT = "    "


def sources(voice: Voice, scenario: str, as_csv: bool) -> None:
    """Show the figures as text, as CSV or as JSON."""
    loaded = source_of(scenario).loaded
    rows = figure_rows(loaded.scenario)
    counts = asdict(tally(loaded.scenario))
    data = {
        "schema": "sim/sources/v1",
        "scenario": loaded.name,
        "counts": counts,
        "figures": [_plain(row) for row in rows],
    }
    voice.answer(data, lambda: _csv(rows) if as_csv else _lines(rows, counts))
    voice.next(f"sim sources {scenario} --csv > figures.csv" if not as_csv else f"sim run {scenario}")


def _lines(rows: Sequence[FigureRow], counts: dict[str, int]) -> Iterator[str]:
    columns = fitting(width())
    unverified = f", {counts['unverified']} have no source at hand" if counts["unverified"] else ""
    yield (
        f"{counts['sources']} figures come from sources, {counts['judgements']} are judgements{unverified},"
        f" {counts['defaults']} are defaults of the model (--csv lists them too)"
    )
    for row in rows:
        if row.kind != "default":
            yield ""
            yield f"{row.path}  {row.written}{_unit(row)}"
            yield from paragraph(_origin(row), columns, _INDENT)


def _unit(row: FigureRow) -> str:
    # A unit that stands in the figure as written is not said twice.
    return f" {row.unit}" if row.unit and row.unit not in row.written and "%" not in row.written else ""


def _origin(row: FigureRow) -> str:
    if row.kind == "judgement":
        return f"judgement: {row.says}"
    if row.kind == "unverified":
        return f"unverified: {row.says}"
    where = ", ".join(str(word) for word in (row.publisher, row.date, row.title) if word)
    return f"{where}: {row.says} ({row.source})"


def _csv(rows: Sequence[FigureRow]) -> list[str]:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([field.name for field in fields(FigureRow)])
    for row in rows:
        writer.writerow([cell(value) for value in _plain(row).values()])
    return out.getvalue().splitlines()


def _plain(row: FigureRow) -> dict[str, str]:
    return {name: "" if value is None else str(value) for name, value in asdict(row).items()}
