"""Compared with another scenario: how much likelier each ending is there, trial by trial, with paired ranges."""

from __future__ import annotations

import shlex
from typing import Any

import altair as alt

from sim.report.charts.drawing import ENDINGS, FAINT, GREY, SOFT, Chart, across, data, down, each_size, figure, wrapped
from sim.report.charts.material import Material
from sim.report.charts.part import Part, Size, Table
from sim.report.compare.text import sentence
from sim.report.rounding import differences, percent, whole
from sim.report.shape import Answer
from sim.report.shelf import shelf

_TITLE = "Compared with another scenario"
_LINE, _MARK = 16, 26


def part(material: Material) -> Part:
    """Draw the differences of the shares; without a second scenario, say how to name one."""
    found = material.compared
    if found is None:
        command = f"sim report {shlex.quote(material.word)} {_other(material.answer['scenario']['name'])}"
        says = "Nothing is compared on this page. Name a second scenario, and both are compared trial by trial."
        return Part("compared", _TITLE, says, command=command)
    b = found["scenarios"][1]
    title = f"Compared with: {b['title']}"
    rows = [row for row in found["differences"] if row["a"] or row["b"]]
    words = [f"{row['label']}: {' '.join(_points(row))}" for row in rows]
    drawn = figure(
        f"Difference of each share in {b['name']}, in percentage points",
        f"{'. '.join(words)}.",
        each_size(lambda size: _drawn(rows, size)),
    )
    changed = found["changed"]
    notes = (
        f"Right of the line: likelier in {b['name']}. The same draws are used in both; {percent(changed['share'])} of"
        f" {whole(found['trials'])} trials end otherwise. Lines are 95% ranges of paired differences: Monte Carlo error"
        " alone.",
    )
    return Part("compared", title, sentence(found, found["b"], found["a"]), (drawn,), _table(found), notes)


def _other(name: str) -> str:
    """Return what a scenario may be compared with: one that ships beside it, else whatever the reader has."""
    shipped = [one.name for one in shelf()]
    if name not in shipped:
        return "OTHER.yaml"
    return "montreal" if name != "montreal" else "no-threats"


def _points(found: Answer) -> tuple[str, str]:
    return differences(found["difference"], found["low"], found["high"])


def _drawn(rows: list[Answer], size: Size) -> Chart:
    marks: list[dict[str, Any]] = []
    y = 6.0
    for row in rows:
        difference, between = _points(row)
        text = f"{row['label']}: {difference} points" + (f" ({between})" if between else "")
        label = wrapped(text, size.letters(), 2)
        middle = y + _LINE * (label.count("\n") + 1) + 8
        low, high = (row["difference"] if row[end] is None else row[end] for end in ("low", "high"))
        marks.append(
            {"label": label, "above": y, "middle": middle, "x": row["difference"], "low": low, "high": high,
             "colour": ENDINGS.get(row["name"], GREY)}
        )  # fmt: skip
        y = middle + _MARK
    return _layers(marks, size, y)


def _layers(marks: list[dict[str, Any]], size: Size, height: float) -> Chart:
    ends = [0.0, *(mark[end] for mark in marks for end in ("low", "high"))]
    edge = 0.04 * (max(ends) - min(ends)) or 0.01
    low, high = min(ends) - edge, max(ends) + edge
    base = alt.Chart(data(marks), width=size.width, height=height)
    middle, colour = down("middle", height), alt.Color("colour:N", scale=None)
    rails = [{"middle": mark["middle"], "from": low, "to": high} for mark in marks]
    zero = [{"x": 0, "top": mark["middle"] - 8, "bottom": mark["middle"] + 8} for mark in marks]
    return alt.layer(
        alt.Chart(data(rails)).mark_rule(color=FAINT).encode(across("from", low, high), alt.X2("to"), middle),
        alt.Chart(data(zero)).mark_rule(color=SOFT, strokeWidth=1.2).encode(
            across("x", low, high), down("top", height), alt.Y2("bottom")
        ),
        base.mark_rule(strokeWidth=3).encode(across("low", low, high), alt.X2("high"), middle, colour),
        base.mark_point(filled=True, size=90, opacity=1).encode(across("x", low, high), middle, colour),
        base.mark_text(align="left", baseline="top", lineBreak="\n", lineHeight=_LINE).encode(
            down("above", height), alt.Text("label:N"), x=alt.value(0)
        ),
    )  # fmt: skip


def _table(found: Answer) -> Table:
    a, b = found["a"], found["b"]
    rows = []
    for row in found["differences"]:
        difference, between = _points(row)
        rows.append([row["label"], percent(row["a"]), percent(row["b"]), difference, between, whole(row["changed"])])
    for party in found["parties"].values():
        gain = party["gain"]
        difference, between = _points(gain)
        ends = [f"{100 * gain[side]:+.1f}" for side in ("a", "b")]
        rows.append([f"Mean gain of {party['label']}, in points", *ends, difference, between, ""])
    return Table(("Ending", a, b, "Difference, points", "95% range", "Trials changed"), rows)
