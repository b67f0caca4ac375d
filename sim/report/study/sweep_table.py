"""A sweep as a tidy table: one row for each point and ending, for spreadsheets and as Parquet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

import numpy as np

from sim.engine.parquet import Category, Columns
from sim.report.shape import Answer


def csv_lines(answer: Answer) -> list[str]:
    """Return the table as lines of CSV, with a head.

    Its words are ids of the file and names of endings, never text that a spreadsheet could run as a formula.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_head(answer))
    writer.writerows(row.values() for row in _rows(answer))
    return out.getvalue().splitlines()


def columns(answer: Answer) -> Columns:
    """Return the table as columns: endings as words, median dates as days."""
    rows = list(_rows(answer))
    found: dict[str, Any] = {}
    names = [ending["name"] for ending in answer["endings"]]
    for name in _head(answer):
        values = [row[name] for row in rows]
        if name == "ending":
            found[name] = Category(np.array([names.index(value) for value in values], dtype=np.int32), tuple(names))
        elif name == "median_date":
            found[name] = np.array(values, dtype="datetime64[D]")
        elif name in ("point", "count", "trials"):
            found[name] = np.array(values, dtype=np.int64)
        else:
            found[name] = np.array(values, dtype=np.float64)
    return found


def _head(answer: Answer) -> list[str]:
    return list(next(_rows(answer)))


def _rows(answer: Answer) -> Iterator[Answer]:
    for point in answer["points"]:
        # A dial may be called as a column is; a word before it keeps the two apart.
        dials = {f"dial_{name}": value for name, value in point["dials"].items()}
        parties = {
            f"{kind}_{party}": levels[kind]["mean"]
            for party, levels in point["parties"].items()
            for kind in ("value", "gain")
        }
        for ending in point["endings"]:
            yield {
                "point": point["point"],
                **dials,
                "ending": ending["name"],
                "count": ending["count"],
                "trials": answer["trials"],
                "share": ending["share"],
                "low": ending["low"],
                "high": ending["high"],
                "median_date": ending["median_date"],
                **parties,
            }
