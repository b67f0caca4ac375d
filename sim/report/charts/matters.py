"""What matters most: how far each drawn figure moves the likeliest ending, against what chance alone would do."""

from __future__ import annotations

import math
from typing import Any

import altair as alt

from sim.report.charts.drawing import (
    BLUE,
    FAINT,
    GREY,
    INK,
    PAPER,
    SOFT,
    Chart,
    across,
    data,
    down,
    each_size,
    figure,
    wrapped,
)
from sim.report.charts.material import Material
from sim.report.charts.part import Key, Part, Size, Table
from sim.report.rounding import percent
from sim.report.shape import Answer
from sim.report.wording import inside_sentence

_TITLE = "What matters most"
_MOST = 10  # bars
_LINE, _BAR, _BELOW, _SIDE = 15, 13, 14, 52
_GROUP = 0.1  # of the trials
_NORMAL = 1.96


def part(material: Material) -> Part:
    """Draw the strongest influences as a tornado; all of them are in the table."""
    found = material.answer["influence"]["figures"]
    if not found:
        return Part(
            "matters", _TITLE, "Nothing is drawn in this scenario, or one trial is too few to see what matters."
        )
    top = next(row for row in material.answer["endings"] if row["name"] == material.answer["influence"]["on"])
    shown = found[:_MOST]
    words = [f"{row['label']}: {percent(row['lowest'])} to {percent(row['highest'])}" for row in shown]
    drawn = figure(
        f"Share of trials that end with {top['phrase']}, where a figure is lowest and where it is highest",
        f"{'. '.join(words)}. Chance alone moves a tenth of the trials by {percent(_floor(material.answer, top))}.",
        each_size(lambda size: _drawn(material.answer, top, shown, size)),
        _keys(),
    )
    return Part("matters", _TITLE, _says(material, top), (drawn,), _table(found), _notes(material, top))


def _says(material: Material, top: Answer) -> str:
    driver = material.answer["influence"]["figures"][0]
    names = {name: party["label"] for name, party in material.answer["parties"].items()}
    if not driver["is_clear"]:
        return (
            f"No figure moves the share of {top['phrase']} by more than chance can explain; more trials may show one."
        )
    where = ("it bluffs", "it is resolute") if driver["is_type"] else ("it is lowest", "it is highest")
    return (
        f"Strongest of all: {inside_sentence(driver['label'], names)}. Trials end with {top['phrase']} in"
        f" {percent(driver['lowest'])} of cases where {where[0]}, and in {percent(driver['highest'])} where {where[1]}."
    )


def _notes(material: Material, top: Answer) -> tuple[str, ...]:
    more = len(material.answer["influence"]["figures"]) - _MOST
    rest = f" The table has {more} more." if more > 0 else ""
    return (
        "Each figure is drawn anew in every trial. A bar runs from the tenth of the trials where it is lowest to the"
        f" tenth where it is highest (for a leader's type: bluffing, resolute); the line is the share in all trials,"
        f" {percent(top['share'])}. In the light band lies what chance alone does to a tenth of the trials, 95 times in"
        f" 100. This is what not knowing a figure does to the result, one figure at a time.{rest}",
    )


def _keys() -> list[Key]:
    return [
        Key("ring", BLUE, "where it is lowest"),
        Key("point", BLUE, "where it is highest"),
        Key("area", GREY, "not clear of chance"),
        Key("area", FAINT, "what chance alone does"),
    ]


def _floor(answer: Answer, top: Answer) -> float:
    """Return how far the share in a tenth of the trials lies from that of all, 95 times in 100, by chance alone."""
    counted = max(1.0, _GROUP * min(answer["trials"], 10_000))
    return _NORMAL * math.sqrt(top["share"] * (1.0 - top["share"]) / counted)


def _drawn(answer: Answer, top: Answer, shown: list[Answer], size: Size) -> Chart:
    marks: list[dict[str, Any]] = []
    y = 22.0  # below the share of all trials
    for row in shown:
        label = wrapped(row["label"][:1].upper() + row["label"][1:], size.letters(), 2)
        rows = label.count("\n") + 1
        bar = y + rows * _LINE + 4
        marks.append(
            {"label": label, "above": y, "top": bar - 3, "bottom": bar + _BAR + 3, "middle": bar + _BAR / 2,
             "low": row["lowest"], "high": row["highest"], "colour": BLUE if row["is_clear"] else GREY,
             "left": min(row["lowest"], row["highest"]), "right": max(row["lowest"], row["highest"]),
             "less": percent(min(row["lowest"], row["highest"])), "more": percent(max(row["lowest"], row["highest"]))}
        )  # fmt: skip
        y = bar + _BAR + _BELOW
    return _layers(answer, top, marks, size, y)


def _layers(answer: Answer, top: Answer, marks: list[dict[str, Any]], size: Size, height: float) -> Chart:
    floor = _floor(answer, top)
    ends = [value for row in marks for value in (row["left"], row["right"])] + [
        top["share"] - floor,
        top["share"] + floor,
    ]
    pixel = max(1e-6, max(ends) - min(ends)) / (size.width - 2 * _SIDE)
    low, high = min(ends) - _SIDE * pixel, max(ends) + _SIDE * pixel
    band = {"all": top["share"], "from": top["share"] - floor, "to": top["share"] + floor}
    base = alt.Chart(data([mark | band for mark in marks]), width=size.width, height=height)
    whole = alt.Chart(data([{"share": top["share"], "label": f"all trials: {percent(top['share'])}", "title": 8}]))
    colour, middle = alt.Color("colour:N", scale=None), down("middle", height)
    return alt.layer(
        base.mark_rect(color=FAINT, opacity=0.6).encode(
            across("from", low, high), alt.X2("to"), down("top", height), alt.Y2("bottom")
        ),
        base.mark_rule(color=SOFT).encode(across("all", low, high), down("top", height), alt.Y2("bottom")),
        whole.mark_text(color=SOFT).encode(across("share", low, high), down("title", height), alt.Text("label:N")),
        base.mark_rule(strokeWidth=6, opacity=0.55).encode(across("left", low, high), alt.X2("right"), middle, colour),
        base.mark_point(filled=True, fill=PAPER, size=70, opacity=1, strokeWidth=2).encode(
            across("low", low, high), middle, alt.Stroke("colour:N", scale=None)
        ),
        base.mark_point(filled=True, size=70, opacity=1, strokeWidth=2).encode(
            across("high", low, high), middle, colour
        ),
        base.mark_text(align="right", dx=-9, baseline="middle", color=INK).encode(
            across("left", low, high), middle, alt.Text("less:N")
        ),
        base.mark_text(align="left", dx=9, baseline="middle", color=INK).encode(
            across("right", low, high), middle, alt.Text("more:N")
        ),
        base.mark_text(align="left", baseline="top", lineBreak="\n", lineHeight=_LINE).encode(
            down("above", height), alt.Text("label:N"), x=alt.value(0)
        ),
    )


def _table(found: list[Answer]) -> Table:
    rows = [
        [row["label"], percent(row["lowest"]), percent(row["highest"]), percent(row["share"]), percent(row["limit"]),
         "yes" if row["is_clear"] else "no"]
        for row in found
    ]  # fmt: skip
    heads = ("Figure", "Where lowest", "Where highest", "Explains", "Chance explains up to", "Clear of chance")
    return Table(heads, rows)
