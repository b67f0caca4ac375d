"""How the talks end: a bar for each ending, with the 95% range of its share."""

from __future__ import annotations

from typing import Any

import altair as alt

from sim.report.charts.drawing import ENDINGS, GREY, INK, Chart, across, cut, data, down, each_size, figure
from sim.report.charts.material import Material
from sim.report.charts.part import Part, Size, Table
from sim.report.rounding import at_most, day, percents, whole
from sim.report.shape import Answer

_ROW, _BAR, _NUMBERS = 46, 16, 150


def part(material: Material) -> Part:
    """Draw the endings that the scenario lets happen; the table has the paths to them as well."""
    answer = material.answer
    rows = [row for row in answer["endings"] if row["possible"] or row["count"]]
    words = ". ".join(f"{row['label']}: {_share(answer, row)}" for row in rows)
    drawn = figure("How the talks end", f"{words}.", each_size(lambda size: _drawn(material, rows, size)))
    notes = (
        f"A black line is the 95% range: how far the program's own chance may have moved the share.{_null(material)}",
    )
    return Part("endings", "How the talks end", _says(answer), (drawn,), _table(answer), notes)


def _says(answer: Answer) -> str:
    first, second, *_ = sorted(answer["endings"], key=lambda row: -row["count"])
    words = f"Of {whole(answer['trials'])} trials, {_share(answer, first)} end with {first['phrase']}"
    if not second["count"]:
        return f"{words}, and none otherwise."
    return f"{words}; next comes {second['phrase']}, with {_share(answer, second)}."


def _null(material: Material) -> str:
    top = max(material.answer["endings"], key=lambda row: row["count"])
    there = next(row for row in material.null["endings"] if row["name"] == top["name"])
    return (
        " In the null model, the same trials with every party coming round at a constant rate whatever is on the table,"
        f" {_share(material.null, there)} end with {top['phrase']}."
    )


def _drawn(material: Material, rows: list[Answer], size: Size) -> Chart:
    answer, height = material.answer, _ROW * len(rows)
    widest = max(0.01, *(row["high"] for row in rows))
    known = answer["known_outcome"]
    marks: list[dict[str, Any]] = []
    for place, row in enumerate(rows):
        is_real = known is not None and known["ending"] == row["name"]
        label = f"{row['label']} (it really ended so)" if is_real else row["label"]
        top = place * _ROW + 18
        marks.append(
            {"label": cut(label, size.letters()), "numbers": _share(answer, row), "above": top - 10, "top": top,
             "middle": top + _BAR / 2, "bottom": top + _BAR, "none": 0, "share": row["share"], "low": row["low"],
             "high": row["high"], "colour": ENDINGS.get(row["name"], GREY)}
        )  # fmt: skip
    base = alt.Chart(data(marks), width=size.width, height=height)
    end = widest * size.width / (size.width - _NUMBERS)
    bars = base.mark_rect().encode(
        across("none", 0, end),
        down("top", height),
        alt.X2("share"),
        alt.Y2("bottom"),
        alt.Color("colour:N", scale=None),
    )
    middle = down("middle", height)
    ranges = base.mark_rule(color=INK, strokeWidth=1.6).encode(across("low", 0, end), middle, alt.X2("high"))
    labels = base.mark_text(align="left", baseline="middle").encode(
        across("none", 0, end), down("above", height), alt.Text("label:N")
    )
    numbers = base.mark_text(align="left", baseline="middle", dx=8, fontWeight="bold").encode(
        across("high", 0, end), middle, alt.Text("numbers:N")
    )
    return alt.layer(bars, ranges, labels, numbers)


def _share(answer: Answer, row: Answer) -> str:
    if row["count"] == 0:
        return f"less than {at_most(answer['never_is_less_than'])}"
    share, low, high = percents(row["share"], row["low"], row["high"])
    return f"{share} ({low}\u2013{high})"


def _table(answer: Answer) -> Table:
    rows = []
    for row in answer["endings"]:
        rows.append(_numbers(answer, row, row["label"]))
        paths = [path for path in answer["paths"] if path["ending"] == row["name"] and path["possible"]]
        if len(paths) > 1 and row["count"]:
            rows += [_numbers(answer, path, f"of these, {path['label']}") for path in paths]
    return Table(("Ending", "Trials", "Share", "95% range", "Half of these by"), rows)


def _numbers(answer: Answer, row: Answer, label: str) -> list[str]:
    if not row["possible"] and row["count"] == 0:
        return [label, "0", "cannot happen", "", ""]
    if row["count"] == 0:
        return [label, "0", f"less than {at_most(answer['never_is_less_than'])}", "", ""]
    share, low, high = percents(row["share"], row["low"], row["high"])
    when = day(row["median_date"]) if row["median_date"] else ""
    return [label, whole(row["count"]), share, f"{low} to {high}", when]
