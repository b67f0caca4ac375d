"""When the talks end: shares of trials that have come to each ending by a date, one on top of the other."""

from __future__ import annotations

from datetime import date
from typing import Any

import altair as alt

from sim.report.charts.drawing import (
    ENDINGS,
    GREY,
    INK,
    PAPER,
    SOFT,
    Chart,
    data,
    dates,
    each_size,
    figure,
    moment,
)
from sim.report.charts.material import Event, Material
from sim.report.charts.part import Key, Part, Size, Table
from sim.report.rounding import day, month, percent
from sim.report.shape import Answer

_HEIGHT, _AXIS = 330, 44
_ROUNDS, _LETTERS, _SECOND, _REAL, _TOP = 1.05, 1.13, 1.20, 1.29, 1.34  # heights above the plot, whose top is 1
_CLOSE = 15  # pixels between two letters that would touch


def part(material: Material) -> Part:
    """Draw the cumulative incidence of all endings, with what the calendar knows and how it really ended."""
    answer = material.answer
    names = [name for name, shares in answer["incidence"]["endings"].items() if shares[-1] > 0]
    if not names:
        return Part("when", "When the talks end", "No trial comes to an end before the last day of the clock.")
    lettered = [event for event in material.events if not event.is_round]
    drawn = figure(
        "Share of trials that have ended, by date",
        " ".join(_in_words(answer, name) for name in names),
        each_size(lambda size: _drawn(material, names, lettered, size)),
        _keys(material, names, lettered),
    )
    notes = ("White above the coloured areas: trials in which the talks still go on.",)
    return Part("when", "When the talks end", _says(answer, names), (drawn,), _table(answer, names), notes)


def _says(answer: Answer, names: list[str]) -> str:
    rows = {row["name"]: row for row in answer["endings"]}
    top = max(names, key=lambda name: rows[name]["count"])
    half = f"Of the trials that end with {rows[top]['phrase']}, half have done so by {day(rows[top]['median_date'])}"
    known, dates_ = answer["known_outcome"], answer["incidence"]["dates"]
    if known is None or known["date"] not in dates_:
        ended = sum(shares[-1] for shares in answer["incidence"]["endings"].values())
        return f"{half}; by {day(answer['ends'])} the talks have ended in {percent(ended)} of all trials."
    place = dates_.index(known["date"])
    ended = sum(shares[place] for shares in answer["incidence"]["endings"].values())
    return (
        f"{half}; by {day(known['date'])}, when they really ended, the talks had ended in {percent(ended)} of trials."
    )


def _in_words(answer: Answer, name: str) -> str:
    row = next(row for row in answer["endings"] if row["name"] == name)
    shares, when = answer["incidence"]["endings"][name], answer["incidence"]["dates"]
    some = range(len(when) // 4, len(when), max(1, len(when) // 4))
    parts = [f"{percent(shares[place])} by {month(when[place])}" for place in some]
    return f"{row['label']}: {', '.join(parts)}, {percent(shares[-1])} by {day(when[-1])}."


def _keys(material: Material, names: list[str], lettered: list[Event]) -> list[Key]:
    labels = {row["name"]: row["label"] for row in material.answer["endings"]}
    keys = [Key("area", ENDINGS.get(name, GREY), labels[name]) for name in reversed(names)]
    if any(event.is_round for event in material.events):
        keys.append(Key("triangle", INK, "planned round of talks"))
    return keys + [
        Key(letter, INK, f"{day(event.date.isoformat())}: {event.label}")
        for letter, event in zip("ABCDEFGHIJKL", lettered, strict=False)
    ]


def _drawn(material: Material, names: list[str], lettered: list[Event], size: Size) -> Chart:
    answer = material.answer
    first, last = date.fromisoformat(answer["starts"]), date.fromisoformat(answer["ends"])
    width = size.width - _AXIS
    time = dates(first, last, width)
    layers = [
        _areas(answer, names, first, time),
        *_inside(answer, names, time),
        *_marks(material, lettered, time, width),
    ]
    known = answer["known_outcome"]
    if known is not None and first.isoformat() <= known["date"] <= last.isoformat():
        layers += _real(date.fromisoformat(known["date"]), first, last, time)
    return alt.layer(*layers).properties(width=width, height=_HEIGHT)


def _height(field: str) -> alt.Y:
    ticks = [0, 0.25, 0.5, 0.75, 1]
    return alt.Y(
        f"{field}:Q",
        scale=alt.Scale(domain=[0, _TOP], nice=False),
        axis=alt.Axis(title=None, values=ticks, format=".0%", domain=False, ticks=False),
    )


def _areas(answer: Answer, names: list[str], first: date, time: alt.X) -> alt.Chart:
    rows: list[dict[str, Any]] = []
    when = [first, *(date.fromisoformat(each) for each in answer["incidence"]["dates"])]
    below = [0.0] * len(when)
    for name in names:
        shares = [0.0, *answer["incidence"]["endings"][name]]
        for place, at in enumerate(when):
            rows.append(
                {"at": moment(at), "low": below[place], "high": below[place] + shares[place], "name": name,
                 "colour": ENDINGS.get(name, GREY)}
            )  # fmt: skip
        below = [low + share for low, share in zip(below, shares, strict=True)]
    areas: alt.Chart = alt.Chart(data(rows)).mark_area(line=False, stroke=PAPER, strokeWidth=0.8)
    return areas.encode(time, _height("low"), alt.Y2("high"), alt.Color("colour:N", scale=None), alt.Detail("name:N"))


def _inside(answer: Answer, names: list[str], time: alt.X) -> list[alt.Chart]:
    """Name the areas that have room for their name."""
    labels = {row["name"]: row["label"] for row in answer["endings"]}
    when, rows, below = answer["incidence"]["dates"], [], 0.0
    place = int(0.78 * (len(when) - 1))
    for name in names:
        share = answer["incidence"]["endings"][name][place]
        if share > 0.12:
            rows.append({"at": moment(date.fromisoformat(when[place])), "y": below + share / 2, "label": labels[name]})
        below += share
    if not rows:
        return []
    labelled: alt.Chart = alt.Chart(data(rows)).mark_text(color=PAPER, fontWeight="bold", limit=150)
    return [labelled.encode(time, _height("y"), alt.Text("label:N"))]


def _marks(material: Material, lettered: list[Event], time: alt.X, width: int) -> list[alt.Chart]:
    rounds = [{"at": moment(event.date), "y": _ROUNDS} for event in material.events if event.is_round]
    letters = _spread(material.answer, lettered, width)
    drawn = []
    if rounds:
        drawn.append(
            alt.Chart(data(rounds))
            .mark_point(shape="triangle-down", filled=True, size=46, color=INK, opacity=1)
            .encode(time, _height("y"))
        )
    if letters:
        base = alt.Chart(data(letters))
        drawn.append(base.mark_rule(color=SOFT, strokeDash=[1, 3]).encode(time, _height("none"), alt.Y2("stem")))
        drawn.append(base.mark_text(fontWeight="bold").encode(time, _height("y"), alt.Text("letter:N")))
    return drawn


def _spread(answer: Answer, lettered: list[Event], width: int) -> list[dict[str, Any]]:
    """Give each event its letter, on a second row where the one before stands too close."""
    first, last = date.fromisoformat(answer["starts"]), date.fromisoformat(answer["ends"])
    rows: list[dict[str, Any]] = []
    ends = {_LETTERS: -1e9, _SECOND: -1e9}
    for letter, event in zip("ABCDEFGHIJKL", lettered, strict=False):
        at = (event.date - first).days / max(1, (last - first).days) * width
        y = _LETTERS if at - ends[_LETTERS] >= _CLOSE else _SECOND
        if at - ends[y] < _CLOSE:
            continue  # the key and the table have it
        ends[y] = at
        rows.append({"at": moment(event.date), "y": y, "stem": y - 0.035, "none": 0, "letter": letter})
    return rows


def _real(when: date, first: date, last: date, time: alt.X) -> list[alt.Chart]:
    is_late = (when - first) > (last - first) / 2
    base = alt.Chart(data([{"at": moment(when), "none": 0, "top": _REAL + 0.04, "y": _REAL}]))
    label = f"it really ended here, {day(when.isoformat())}"
    return [
        base.mark_rule(color=INK, strokeDash=[5, 3], strokeWidth=1.4).encode(time, _height("none"), alt.Y2("top")),
        base.mark_text(align="right" if is_late else "left", dx=-6 if is_late else 6, text=label, fontStyle="italic")
        .encode(time, _height("y")),
    ]  # fmt: skip


def _table(answer: Answer, names: list[str]) -> Table:
    labels = {row["name"]: row["label"] for row in answer["endings"]}
    when = answer["incidence"]["dates"]
    rows = []
    for place, at in enumerate(when):
        shares = [answer["incidence"]["endings"][name][place] for name in names]
        rows.append([day(at), *(percent(share) for share in shares), percent(min(1.0, sum(shares)))])
    return Table(("By the end of", *(labels[name] for name in names), "Ended at all"), rows)
