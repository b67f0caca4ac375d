"""The answer to a question as a table for people, as CSV, and as data."""

import csv
import io
import json
import math
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from itertools import chain, islice
from typing import Any

from sim.engine.questions import Reply
from sim.report.lines import NARROWEST
from sim.report.rounding import whole
from sim.report.shape import Answer
from sim.report.spreadsheet import cell
from sim.report.voice import visible

SHOWN = 40  # rows that people see
_DIGITS = 6  # of a number that people see, and at most so many after its point
_SHORT, _LONG = 1e-6, 1e15  # numbers that are written without an exponent
_GAP = "  "
_SAFE = {int, type(None)}  # what CSV writes as it is


def table_lines(reply: Reply, width: int) -> Iterator[str]:
    """Yield the first rows in columns, numbers to the right, as many columns as fit; then what was left out."""
    rows = list(islice(chain.from_iterable(reply.batches), SHOWN + 1))
    more = ""
    if len(rows) > SHOWN:
        count = reply.count()
        more = "more rows" if count is None else _counted(count - SHOWN, "row")
    columns = [_column(name, [row[place] for row in rows[:SHOWN]]) for place, name in enumerate(reply.names)]
    shown = _fitting(columns, max(width, NARROWEST))
    for line in zip(*columns[:shown], strict=True):
        yield _GAP.join(line).rstrip()
    hidden = _counted(len(columns) - shown, "column") if shown < len(columns) else ""
    if more or hidden:
        yield f"... {' and '.join(part for part in (more, hidden) if part)}; --csv prints all"


def csv_lines(reply: Reply) -> Iterator[str]:
    """Yield all rows as CSV, with a head; some thousand rows at a time, as no more of them are held at once."""
    yield _csv([[cell(name) for name in reply.names]])
    for batch in reply.batches:
        yield _csv([[value if type(value) in _SAFE else _cell(value) for value in row] for row in batch])


def data(reply: Reply) -> Answer:
    """Return all rows as data; dates are ISO dates, and what is no number (NaN, infinity) is null."""
    return {
        "schema": "sim/sql/v1",
        "columns": [{"name": name, "type": kind} for name, kind in zip(reply.names, reply.types, strict=True)],
        "rows": [[_plain(value) for value in row] for row in chain.from_iterable(reply.batches)],
    }


def _counted(count: int, noun: str) -> str:
    return f"{whole(count)} more {noun}{'' if count == 1 else 's'}"


def _fitting(columns: Sequence[Sequence[str]], width: int) -> int:
    """Return how many columns stand side by side in so many letters; one at least."""
    used = -len(_GAP)
    for place, column in enumerate(columns):
        used += len(_GAP) + len(column[0])
        if used > width and place:
            return place
    return len(columns)


def _column(name: str, values: Sequence[Any]) -> list[str]:
    """Return a column's head and its cells, all of one width."""
    is_number = any(_is_number(value) for value in values) and all(_is_number(value) for value in values)
    digits = max((_decimals(value) for value in values if isinstance(value, float)), default=0)
    cells = [_line(name), *(_shown(value, digits) for value in values)]
    width = max(map(len, cells))
    return [text.rjust(width) if is_number else text.ljust(width) for text in cells]


def _is_number(value: object) -> bool:
    return value is None or (isinstance(value, int | float | Decimal) and not isinstance(value, bool))


def _decimals(value: float) -> int:
    text = f"{value:.{_DIGITS}g}"
    if "e" in text:
        return _DIGITS if _SHORT <= abs(value) < 1.0 else 0
    return min(len(text.partition(".")[2]), _DIGITS)


def _shown(value: Any, digits: int) -> str:
    if isinstance(value, float) and math.isfinite(value):
        is_far = value != 0.0 and not _SHORT <= abs(value) < _LONG
        return f"{value:.{_DIGITS}g}" if is_far else f"{value:.{digits}f}"
    return _line(_words(value))


def _line(text: str) -> str:
    return "".join("\\n" if letter == "\n" else visible(letter) for letter in text)


def _csv(rows: Sequence[Sequence[Any]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue().removesuffix("\n")


def _cell(value: Any) -> str:
    if isinstance(value, str):
        return cell(value)
    text = _words(value)
    return text if _is_number(value) else cell(text)


def _words(value: Any) -> str:
    """Return a value as text: nothing for NULL and NaN, ISO dates, `true` and `false`."""
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, float):
        return repr(value) if math.isfinite(value) else ""
    plain = _plain(value)
    if plain is None or isinstance(plain, str):
        return plain or ""
    return json.dumps(plain, ensure_ascii=False)


def _plain(value: Any) -> Any:
    """Return a value of the database as JSON knows it."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(_plain(key)): _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value.hex() if isinstance(value, bytes) else str(value)
