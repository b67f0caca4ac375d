"""Where the parties stand: for each issue, a fan for each party that it concerns, in the issue's own unit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import altair as alt

from sim.report.charts.drawing import (
    INK,
    LINES,
    Chart,
    cut,
    data,
    dates,
    each_size,
    figure,
    moment,
    panel_width,
    wrapped,
)
from sim.report.charts.material import Interval, Issue, Material, Stances
from sim.report.charts.part import Key, Part, Size, Table
from sim.report.rounding import day, listed, percent, whole
from sim.report.story.words import on_scale, with_unit
from sim.report.wording import inside_sentence

_TITLE = "Where the parties stand"
_HEIGHT, _AROUND = 150, 62
_AGREED = 16  # pixels right of the fans, for what is agreed


def part(material: Material) -> Part:
    """Draw what each party tables while the talks go on, and what the deals settle on."""
    stances = material.stances
    if stances is None:
        return Part(
            "stand", _TITLE, "In this scenario one party offers at a time, so that nobody has a standing offer."
        )
    styles = dict(zip(material.answer["parties"], LINES * 3, strict=False))
    drawn = figure(
        "What each party has on the table, by date",
        " ".join(_in_words(material, issue) for issue in stances.issues),
        each_size(lambda size: _drawn(stances, styles, size)),
        [Key("line", colour, material.party(name), dash) for name, (colour, dash) in styles.items()]
        + [Key("bar", INK, "what the deals agree on: the middle half of them, and their median")],
    )
    share = percent(stances.going_on[-1] / stances.trials)
    notes = (
        "Lines are medians, dark bands hold half of the trials, light ones nine in ten: of"
        f" {whole(stances.trials)} trials, those in which the talks still go on. On the last date drawn that is {share}"
        f" of them: the easy cases have left by then.{_compromise(material)}",
    )
    return Part("stand", _TITLE, _says(material, stances), (drawn,), _table(material, stances), notes)


def _compromise(material: Material) -> str:
    """Return where the simplest rival would settle, issue by issue."""
    parts = []
    for term in material.answer["terms"].values():
        label = inside_sentence(term["label"].partition(" - ")[0], {})
        parts.append(f"{label} {with_unit(format(term['compromise'], '.0f'), term['unit'])}")
    return (
        " The compromise model, the simplest rival, would settle each issue at the mean of what all want, by weight:"
        f" {listed(parts)}."
    )


def _says(material: Material, stances: Stances) -> str:
    gaps = {place: _gap(issue) for place, issue in enumerate(stances.issues) if len(issue.standing) > 1}
    if not gaps:
        return "Each issue concerns one party alone."
    far, near = (stances.issues[pick(gaps, key=lambda place: gaps[place])] for pick in (max, min))
    when = day(stances.dates[-1].isoformat())
    words = (
        f"By {when}, where the talks have not ended, the parties are furthest apart on {_short(material, far)}:"
        f" {_medians(material, far)}."
    )
    return (
        words if far is near else f"{words} They are closest on {_short(material, near)}: {_medians(material, near)}."
    )


def _gap(issue: Issue) -> float:
    ends = [standing[-1][2] for standing in issue.standing.values()]
    return (max(ends) - min(ends)) / abs(issue.last - issue.first)


def _medians(material: Material, issue: Issue) -> str:
    ends = {name: _natural(issue, standing[-1][2]) for name, standing in issue.standing.items()}
    if len(set(ends.values())) == 1:
        return f"all at {next(iter(ends.values()))}"
    return listed([f"{material.inside(name)} at {end}" for name, end in ends.items()])


def _in_words(material: Material, issue: Issue) -> str:
    moved = [
        f"{material.inside(name)} from {_natural(issue, standing[0][2])} to {_natural(issue, standing[-1][2])}"
        for name, standing in issue.standing.items()
    ]
    agreed = f"; deals agree on {_natural(issue, issue.agreed[2])}" if issue.agreed else ""
    return f"{issue.label}: {', '.join(moved)}{agreed}."


def _drawn(stances: Stances, styles: Mapping[str, Any], size: Size) -> Chart:
    panels = [_panel(stances, issue, styles, size) for issue in stances.issues]
    return alt.concat(*panels, columns=_columns(size), spacing=26)


def _columns(size: Size) -> int:
    return min(2, size.columns)


def _panel(stances: Stances, issue: Issue, styles: Mapping[str, Any], size: Size) -> Chart:
    width = panel_width(size, _columns(size), _AROUND)
    time = dates(stances.dates[0], stances.dates[-1], width)
    rows = _rows(stances, issue, styles)
    value = _value(issue)
    base = alt.Chart(data(rows))
    colour, detail = alt.Color("colour:N", scale=None), alt.Detail("name:N")
    wide = base.mark_area(opacity=0.1).encode(time, value("p5"), alt.Y2("p95"), colour, detail)
    half = base.mark_area(opacity=0.2).encode(time, value("p25"), alt.Y2("p75"), colour, detail)
    lines = [
        alt.Chart(data([row for row in rows if row["name"] == name]))
        .mark_line(strokeWidth=2, strokeDash=list(styles[name][1]) or [1, 0])
        .encode(time, value("p50"), colour)
        for name in issue.standing
    ]
    title, _, more = issue.label.partition(" - ")
    letters = size.letters(1 / _columns(size)) - 6
    subtitle = [*wrapped(_subtitle(more, issue.unit), letters).split("\n"), ""][:2]  # titles of a row on one line
    heading = alt.TitleParams(text=cut(title, letters), subtitle=subtitle, offset=8)
    return alt.layer(wide, half, *lines, *_agreed(issue, value, width)).properties(
        width=width, height=_HEIGHT, title=heading
    )


def _subtitle(more: str, unit: str) -> str:
    more = f"{more[:1].upper()}{more[1:]}"
    return ",\u00a0".join(word for word in (more, "%" if unit in {"percent", "per cent"} else unit) if word) or " "


def _value(issue: Issue) -> Any:
    low, high = sorted((issue.first, issue.last))
    scale = alt.Scale(domain=[low, high], nice=False, zero=False)
    axis = alt.Axis(title=None, tickCount=4, domain=False, ticks=False)
    return lambda field: alt.Y(f"{field}:Q", scale=scale, axis=axis)


def _rows(stances: Stances, issue: Issue, styles: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [
        {"at": moment(at), "name": name, "colour": styles[name][0], **_levels(issue, levels)}
        for name, standing in issue.standing.items()
        for at, levels in zip(stances.dates, standing, strict=True)
    ]


def _levels(issue: Issue, levels: Interval) -> dict[str, float]:
    unit = abs(issue.last - issue.first) / 1000  # finer than a pixel
    return {
        f"p{level}": round(round(value / unit) * unit, 6)
        for level, value in zip((5, 25, 50, 75, 95), levels, strict=True)
    }


def _agreed(issue: Issue, value: Any, width: int) -> list[alt.Chart]:
    if issue.agreed is None:
        return []
    base = alt.Chart(data([_levels(issue, issue.agreed)]))
    at = alt.value(width + _AGREED - 6)
    bar = base.mark_rule(color=INK, strokeWidth=2).encode(value("p25"), alt.Y2("p75"), x=at)
    dot = base.mark_point(color=INK, filled=True, size=42, opacity=1).encode(value("p50"), x=at)
    return [bar, dot]


def _short(material: Material, issue: Issue) -> str:
    names = {name: material.party(name) for name in material.answer["parties"]}
    return inside_sentence(issue.label.partition(" - ")[0].partition(": ")[0], names)


def _natural(issue: Issue, value: float) -> str:
    return with_unit(on_scale(value, issue.last - issue.first), issue.unit)


def _table(material: Material, stances: Stances) -> Table:
    rows = []
    last = day(stances.dates[-1].isoformat())
    for issue in stances.issues:
        agreed = _ranged(issue, issue.agreed) if issue.agreed else "no deal"
        for name, standing in issue.standing.items():
            ends = [_ranged(issue, standing[place]) for place in (0, -1)]
            rows.append([issue.label, material.party(name), *ends, _natural(issue, issue.status_quo), agreed])
    first = day(stances.dates[0].isoformat())
    heads = ("Issue", "Party", f"Tabled on {first}", f"Tabled on {last}", "Today", "Agreed in deals")
    return Table(heads, rows)


def _ranged(issue: Issue, levels: Interval) -> str:
    low, middle, high = (on_scale(levels[place], issue.last - issue.first) for place in (0, 2, 4))
    return with_unit(middle, issue.unit) if low == high else f"{with_unit(middle, issue.unit)} ({low} to {high})"
