"""What the deals are worth: for each pair of parties, the deals, the frontier, the Nash point and no deal."""

from __future__ import annotations

from statistics import median
from typing import Any

import altair as alt

from sim.report.charts.drawing import (
    BLUE,
    GREEN,
    INK,
    VERMILION,
    Chart,
    cut,
    data,
    each_size,
    figure,
    panel_width,
)
from sim.report.charts.material import Material, Pair, Worths
from sim.report.charts.part import Key, Part, Size, Table
from sim.report.rounding import listed, points
from sim.report.shape import Answer

_TITLE = "What the deals are worth"
_AROUND, _WIDEST = 62, 380


def part(material: Material) -> Part:
    """Draw the deals of all parties, pair by pair; the table has the values of all trials as well."""
    worths = material.worths
    titles = [f"{material.party(pair.first)} and {material.party(pair.second)}" for pair in worths.pairs]
    drawn = figure(
        "What the deals are worth to each pair of parties",
        f"{_says(material)} Panels: {'; '.join(titles)}.",
        each_size(lambda size: _drawn(material, size)),
        _keys(worths),
    )
    notes = (
        "Points: 100 is everything a party wants, 0 the worst on every issue; those of two parties cannot be compared."
        " A deal below and left of the frontier leaves something on the table for both. The frontier is the best"
        " for the two shown, whatever it means for anybody else, by the yardstick of the typical trial. A package is"
        " measured on the day of signature: delay and the cost of threats count in the table, not in the picture.",
    )
    return Part("worth", _TITLE, _says(material), (drawn,) if worths.pairs else (), _table(material), notes)


def _says(material: Material) -> str:
    worths = material.worths
    if not worths.count:
        return "No trial ends in a deal of all parties; the picture shows what would have been possible."
    parties = list(material.answer["parties"])
    deals = listed([f"{_round(median(worths.deals[name]))} to {material.inside(name)}" for name in parties])
    words = f"The median deal brings {deals}, in points of what each wants"
    if worths.nash is None:
        return f"{words}; no package would beat the floor of every party."
    nash = listed([f"{_round(worths.nash[name])}" for name in parties])
    return f"{words}; the Nash point, which shares the gains evenly in its sense, would bring {nash}."


def _keys(worths: Worths) -> list[Key]:
    keys = [Key("point", BLUE, "a simulated deal of all")] if worths.count else []
    keys.append(Key("line", INK, "the best the two could do (Pareto frontier)"))
    keys += [Key("diamond", VERMILION, "Nash point")] if worths.nash else []
    return [*keys, Key("cross", GREEN, "no deal: the pact as it stands")]


def _drawn(material: Material, size: Size) -> Chart:
    columns = min(size.columns, len(material.worths.pairs))
    panels = [_panel(material, pair, size, columns) for pair in material.worths.pairs]
    return alt.concat(*panels, columns=columns, spacing=26)


def _panel(material: Material, pair: Pair, size: Size, columns: int) -> Chart:
    worths, width = material.worths, min(panel_width(size, columns, _AROUND), _WIDEST)
    deals = [
        {"x": _point(a), "y": _point(b)}
        for a, b in zip(worths.deals[pair.first], worths.deals[pair.second], strict=True)
    ]
    front = [{"x": _point(a), "y": _point(b), "order": n} for n, (a, b) in enumerate(pair.frontier)]
    marked = [{"x": _point(worths.no_deal[pair.first]), "y": _point(worths.no_deal[pair.second])}]
    nash = worths.nash
    best = [{"x": _point(nash[pair.first]), "y": _point(nash[pair.second])}] if nash else []
    every = [*deals, *front, *marked, *best]
    letters = int(width / 7)
    x = _axis(alt.X, "x", [row["x"] for row in every], material.party(pair.first), letters)
    y = _axis(alt.Y, "y", [row["y"] for row in every], material.party(pair.second), letters)
    layers = [
        alt.Chart(data(deals or marked)).mark_point(filled=True, size=14 if deals else 0, color=BLUE, opacity=0.35),
        alt.Chart(data(front)).mark_line(color=INK, strokeWidth=1.5).encode(order="order:Q"),
        alt.Chart(data(marked)).mark_point(shape="cross", filled=True, size=110, color=GREEN, opacity=1),
    ]
    if best:
        layers.append(
            alt.Chart(data(best)).mark_point(
                shape="diamond", filled=True, size=130, color=VERMILION, opacity=1, stroke="white", strokeWidth=1
            )
        )
    return alt.layer(*(layer.encode(x, y) for layer in layers)).properties(width=width, height=width)


def _axis(channel: Any, field: str, values: list[float], title: str, letters: int) -> Any:
    low, high = min(values), max(values)
    edge = max(2.0, 0.06 * (high - low))
    return channel(
        f"{field}:Q",
        scale=alt.Scale(domain=[low - edge, high + edge], nice=False, zero=False),
        axis=alt.Axis(title=cut(title, letters), tickCount=5, domain=False, ticks=False),
    )


def _point(utility: float) -> float:
    return round(100.0 * utility, 1)


def _round(utility: float) -> str:
    return f"{100.0 * utility:.0f}".replace("-0", "0") if abs(utility) < 0.005 else f"{100.0 * utility:.0f}"


def _table(material: Material) -> Table:
    worths = material.worths
    rows = []
    for name, party in material.answer["parties"].items():
        values = party["value_quantiles"]
        deals = _round(median(worths.deals[name])) if worths.count else "no deal"
        rows.append(
            [party["label"], _round(worths.no_deal[name]), _round(worths.floors[name]), deals,
             _round(worths.nash[name]) if worths.nash else "none",
             _mean(party["value"]), f"{_round(values['5%'])} to {_round(values['95%'])}", _gain(party["gain"])]
        )  # fmt: skip
    heads = (
        "Points", "Pact as it stands", "Floor on the first day", "Median deal of all", "Nash point",
        "Mean value, all trials", "Nine in ten trials", "Mean gain (95% range)",
    )  # fmt: skip
    return Table(heads, rows)


def _mean(value: Answer) -> str:
    return f"{100.0 * value['mean']:.1f}"


def _gain(gain: Answer) -> str:
    mean, between = points(**gain)
    return f"{mean} ({between})" if between else mean
