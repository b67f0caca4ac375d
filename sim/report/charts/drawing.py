"""From a chart to static SVG: one look for all charts, and no way for a text of a scenario to become markup.

Altair states the chart in the grammar of Vega-Lite; vl-convert draws it without a browser and without a network.
"""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import altair as alt
import vl_convert

from sim.report.charts.part import SIZES, Figure, Key, Size
from sim.report.voice import visible

# Okabe and Ito (2008): colours that colour-blind readers can tell apart, in the order that parties get them.
BLUE, VERMILION, GREEN, PURPLE, ORANGE, SKY = "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9"
INK, SOFT, FAINT, PAPER = "#1d1d1b", "#5c5c58", "#d9d7d0", "#ffffff"
GREY = "#8a8a86"
LINES: tuple[tuple[str, tuple[int, ...]], ...] = (
    (BLUE, ()),
    (VERMILION, (7, 3)),
    (GREEN, (2, 2)),
    (PURPLE, (9, 3, 2, 3)),
    (ORANGE, (4, 2)),
    (SKY, (12, 3)),
    (INK, (1, 3)),
)
ENDINGS: Mapping[str, str] = {
    "trilateral": BLUE,
    "full_deal": BLUE,
    "bilateral": SKY,
    "withdrawal": VERMILION,
    "lapsed": ORANGE,
    "ratification_failed": PURPLE,
    "extended": GREY,
    "notice_pending": GREEN,
}

_FONT = "Arial, Liberation Sans, Helvetica, sans-serif"
_LETTERS = 12
_MORE = "\u2026"
_SPACES = re.compile(r"[ \t\r\n]+")  # but not those that hold words together
_DAY = 86_400_000  # milliseconds
_EPOCH = date(1970, 1, 1).toordinal()
_CONFIG: dict[str, Any] = {
    "aria": False,  # the picture as a whole has its text alternative
    "background": None,
    "padding": {"left": 0, "right": 2, "top": 4, "bottom": 4},
    "font": _FONT,
    "view": {"stroke": None},
    "text": {"fontSize": _LETTERS, "color": INK},
    "title": {
        "anchor": "start",
        "frame": "group",
        "fontSize": 13,
        "subtitleFontSize": 11.5,
        "color": INK,
        "subtitleColor": SOFT,
    },
    "axis": {
        "labelFontSize": 11.5,
        "titleFontSize": 11.5,
        "titleFontWeight": "normal",
        "labelColor": SOFT,
        "titleColor": SOFT,
        "gridColor": "#e9e7e1",
        "domainColor": "#b9b7b0",
        "tickColor": "#b9b7b0",
        "labelOverlap": "greedy",
        "labelSeparation": 6,
    },
}

Chart = alt.Chart | alt.LayerChart | alt.FacetChart | alt.ConcatChart


def figure(title: str, description: str, drawn: Iterable[Chart], keys: Sequence[Key] = ()) -> Figure:
    """Return a figure from its charts, one for each of SIZES."""
    return Figure(title, description, tuple(_svg(chart) for chart in drawn), tuple(keys))


def each_size(draw: Callable[[Size], Chart]) -> list[Chart]:
    """Return what `draw(size)` draws for each of SIZES."""
    return [draw(size) for size in SIZES]


def data(rows: Sequence[Mapping[str, Any]]) -> alt.InlineData:
    """Return rows as the data of a chart, control characters of texts as their codes.

    As text, because Altair copies data over and over, and a text is copied at once.
    """
    shown = [{name: _shown(value) for name, value in row.items()} for row in rows]
    return alt.InlineData(values=json.dumps(shown), format={"type": "json"})


def moment(day: date) -> int:
    """Return a date as Vega's clock has it."""
    return (day.toordinal() - _EPOCH) * _DAY


def dates(first: date, last: date, width: int) -> alt.X:
    """Return a time axis for the field `at`, with a label for about every 62 pixels."""
    return alt.X(
        "at:T",
        scale=alt.Scale(type="utc", domain=[moment(first), moment(last)], nice=False),
        axis=alt.Axis(
            title=None, format="%b %Y", values=_firsts(first, last, max(2, width // 62)), grid=False, labelFlush=True
        ),
    )


def across(field: str, low: float, high: float) -> alt.X:
    """Return a scale for a field from left to right, without an axis: numbers stand beside the marks."""
    return alt.X(f"{field}:Q", scale=alt.Scale(domain=[low, high], nice=False, zero=False), axis=None)


def down(field: str, height: float) -> alt.Y:
    """Return a scale for a field that counts pixels from the top."""
    return alt.Y(f"{field}:Q", scale=alt.Scale(domain=[height, 0], nice=False, zero=False), axis=None)


def wrapped(text: str, letters: int, lines: int = 2) -> str:
    """Return a text on so many lines at most; what does not fit ends with an ellipsis."""
    shown = "".join(visible(letter) for letter in _SPACES.sub(" ", text))
    found = textwrap.wrap(shown, letters, max_lines=lines, placeholder=_MORE, break_on_hyphens=False)
    return shown[: letters - 1] + _MORE if found == [_MORE] else "\n".join(found)


def cut(text: str, letters: int) -> str:
    """Return a text on one line."""
    return wrapped(text, letters, 1)


def _firsts(first: date, last: date, most: int) -> list[int]:
    months = (last.year - first.year) * 12 + last.month - first.month
    step = next((step for step in (1, 2, 3, 6, 12, 24, 60, 120, 240) if months / step <= most), 1200)
    found = []
    for month in range(first.year * 12 + first.month - 1, last.year * 12 + last.month):
        day = date(month // 12, month % 12 + 1, 1)
        if month % step == 0 and first <= day <= last:
            found.append(moment(day))
    return found or [moment(first)]


def _svg(chart: Chart) -> str:
    spec = _shown(chart.to_dict(validate=False))  # the compiler of Vega-Lite checks it again, and much faster
    spec["config"] = _CONFIG
    drawn = vl_convert.vegalite_to_svg(spec, allowed_base_urls=[])
    # Inside a page an SVG needs no names of its languages; without them no address stands in it.
    return re.sub(r' (?:xmlns(?::\w+)?|version)="[^"]*"', "", drawn, count=3)


def _shown(value: Any) -> Any:
    """Return a chart in which control characters of texts are shown as their codes."""
    if isinstance(value, dict):
        return {key: _shown(member) for key, member in value.items()}
    if isinstance(value, list):
        return [_shown(member) for member in value]
    if isinstance(value, str) and not value.isprintable():
        return "".join(visible(letter) for letter in value)
    return value


def panel_width(size: Size, columns: int, around: int) -> int:
    """Return how wide the plot of one of so many panels is where `around` pixels of each are axis and gap."""
    return size.width // columns - around
