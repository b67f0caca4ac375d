"""`sim sql`: ask kept runs and sweeps anything in SQL."""

import shlex
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from sim.engine.asking import asked
from sim.engine.questions import Reply
from sim.errors import UsageError
from sim.report.sql.finding import found
from sim.report.sql.showing import csv_lines, data, table_lines
from sim.report.sql.tables import tables_of
from sim.report.voice import Voice, width


@dataclass(frozen=True)
class Request:
    """What was asked for on the command line: folders or names, and last the query."""

    words: Sequence[str]
    out: Path
    as_csv: bool


def sql(voice: Voice, request: Request) -> None:
    """Answer the query as a table, as CSV or as JSON; raise as `found` and `asked` do."""
    *words, query = request.words
    if len(query.split()) < 2 and "(" not in query:
        raise UsageError(f"the last word is the query, such as {shlex.quote('select * from endings')}; found {query}")
    with asked(tables_of(found(words, request.out)), query) as reply:
        if voice.as_json:
            voice.answer(data(reply), list)
        else:
            voice.answer({}, lambda: _lines(reply, as_csv=request.as_csv))
    of = " ".join(map(shlex.quote, ["sim", "sql", *words]))
    voice.next(f'{of} "show tables"', "sim explain path")


def _lines(reply: Reply, *, as_csv: bool) -> Iterator[str]:
    return csv_lines(reply) if as_csv else table_lines(reply, width())
