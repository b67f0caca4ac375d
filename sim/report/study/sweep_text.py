"""The answer of a sweep as text for a terminal: a table for one dial or two, else the ends of what was found."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from sim.report.lines import fitting, paragraph
from sim.report.lines import whole as unbroken
from sim.report.rounding import at_most, listed, percents
from sim.report.shape import Answer, Footing
from sim.report.study.design import GRID
from sim.report.study.head import DOUBT, head, number
from sim.report.wording import with_article

_MANY = 24  # columns that are still worth reading
_FEW = 3  # dials that are still worth naming in a sentence
_GAP = 2
_CELL = 8


def sweep_text(answer: Answer, footing: Footing, width: int) -> list[str]:
    """Return the lines for `width` columns."""
    width = fitting(width)
    blocks = (
        [*head(answer, footing, width), *_dials(answer, width)],
        list(_body(answer, width)),
        [*paragraph(_sentence(answer), width)],
        [*paragraph(f"All points have the same draws, so that only the dials differ. {answer['caution']}", width)],
        paragraph(DOUBT, width),
    )
    *apart, last = blocks
    return [line for block in apart for line in (*block, "")][:-1] + last


def _dials(answer: Answer, width: int) -> Iterator[str]:
    for dial in answer["design"]["dials"]:
        unit = f" ({dial['unit']})" if dial["unit"] else ""
        reach = f"{number(dial['low'])} to {number(dial['high'])}"
        yield from paragraph(f"{dial['name']}: {dial['label']}{unit}, {reach}; written {dial['written']}", width)


def _body(answer: Answer, width: int) -> Iterator[str]:
    dials, points = answer["design"]["dials"], answer["points"]
    if len(dials) == 1 and len(points) <= _MANY:
        yield from _one(answer, dials[0]["name"], width)
    elif len(dials) == 2 and answer["design"]["kind"] == GRID and max(dial["steps"] for dial in dials) <= _MANY:
        for ending in _worth_a_table(answer):
            yield from _two(answer, ending, width)
            yield ""
        yield from paragraph(f"{_reach(answer)} {unbroken('--csv')} has every ending and date.", width)
    else:
        yield from _ends(answer, width)


def _one(answer: Answer, dial: str, width: int) -> Iterator[str]:
    points = sorted(answer["points"], key=lambda point: point["dials"][dial])
    seen = [place for place, _ in enumerate(answer["endings"]) if any(_count(point, place) for point in points)]
    rows: list[tuple[str, Callable[[Answer], str]]] = [
        (answer["endings"][place]["label"], _share_at(place)) for place in seen
    ]
    gains = [(f"gain of {with_article(label)}", _gain_at(party)) for party, label in answer["parties"].items()]
    yield from paragraph(f"Share of trials by {dial}. {_reach(answer)}", width)
    heads = [number(point["dials"][dial]) for point in points]
    cells = [(name, [cell(point) for point in points]) for name, cell in (*rows, *gains)]
    yield from _blocks(dial, heads, cells, width)
    yield from paragraph("Gain: mean gain on the pact as it stands, in points (100: all a party wants).", width)


def _two(answer: Answer, place: int, width: int) -> Iterator[str]:
    down, across = (dial["name"] for dial in answer["design"]["dials"])
    table = {(point["dials"][down], point["dials"][across]): _share_at(place)(point) for point in answer["points"]}
    rows, columns = sorted({one for one, _ in table}), sorted({other for _, other in table})
    yield from paragraph(f"Share of {answer['endings'][place]['phrase']}: {down} downwards, {across} across", width)
    cells = [(number(row), [table[row, column] for column in columns]) for row in rows]
    yield from _blocks(down, [number(column) for column in columns], cells, width)


def _blocks(corner: str, heads: Sequence[str], rows: Sequence[tuple[str, Sequence[str]]], width: int) -> Iterator[str]:
    """Yield a table in as many blocks of columns as the page needs."""
    left = max(len(line) for line in (corner, *(name for name, _ in rows)))
    left = min(left, width - 2 * (_CELL + _GAP))
    wide = max(_CELL, *(len(head) for head in heads)) + _GAP
    fit = max(1, (width - left) // wide)
    for start in range(0, len(heads), fit):
        if start:
            yield ""
        for name, cells in ((corner, heads), *rows):
            yield _cut(name, left) + "".join(f"{cell:>{wide}}" for cell in cells[start : start + fit])


def _ends(answer: Answer, width: int) -> Iterator[str]:
    yield from paragraph(f"Least and greatest share over the points. {_reach(answer)}", width)
    left = max(len(ending["label"]) for ending in answer["endings"])
    for place, ending in enumerate(answer["endings"]):
        low, high = _least(answer, place), _greatest(answer, place)
        if _count(high, place):
            cells = "".join(f"{_share_at(place)(point):>{_CELL}}" for point in (low, high))
            yield f"{ending['label']:{left}}{cells}   points {low['point']} and {high['point']}"
    yield from paragraph(f"{unbroken('--csv')} has the dials of every point.", width)


def _sentence(answer: Answer) -> str:
    place = max(range(len(answer["endings"])), key=lambda one: _span(answer, one))
    if _span(answer, place) == 0.0:
        return "No ending's share changes over these points."
    low, high = _least(answer, place), _greatest(answer, place)
    phrase = answer["endings"][place]["phrase"]
    return (
        f"What changes most over these points: the share of {phrase}, from {_share_at(place)(low)} at {_where(low)} to"
        f" {_share_at(place)(high)} at {_where(high)}."
    )


def _where(point: Answer) -> str:
    if len(point["dials"]) > _FEW:
        return f"point {point['point']}"
    return listed([f"{name} {number(value)}" for name, value in point["dials"].items()])


def _worth_a_table(answer: Answer) -> list[int]:
    """Return the likeliest ending over all points, and the one that changes most."""
    places = range(len(answer["endings"]))
    top = max(places, key=lambda place: sum(_count(point, place) for point in answer["points"]))
    return list(dict.fromkeys((top, max(places, key=lambda place: _span(answer, place)))))


def _reach(answer: Answer) -> str:
    halves = [
        max(row["high"] - row["share"], row["share"] - row["low"])
        for point in answer["points"]
        for row in point["endings"]
    ]
    return f"The 95% ranges reach at most {100 * max(halves):.1f} points up or down."


def _share_at(place: int) -> Callable[[Answer], str]:
    def cell(point: Answer) -> str:
        row = point["endings"][place]
        return percents(row["share"], row["low"], row["high"])[0] if row["count"] else f"<{at_most(row['high'])}"

    return cell


def _gain_at(party: str) -> Callable[[Answer], str]:
    return lambda point: f"{100 * point['parties'][party]['gain']['mean']:+.1f}"


def _count(point: Answer, place: int) -> int:
    return int(point["endings"][place]["count"])


def _span(answer: Answer, place: int) -> float:
    shares = [point["endings"][place]["share"] for point in answer["points"]]
    return float(max(shares) - min(shares))


def _least(answer: Answer, place: int) -> Answer:
    found: Answer = min(answer["points"], key=lambda point: point["endings"][place]["share"])
    return found


def _greatest(answer: Answer, place: int) -> Answer:
    found: Answer = max(answer["points"], key=lambda point: point["endings"][place]["share"])
    return found


def _cut(text: str, width: int) -> str:
    return f"{text:{width}}" if len(text) <= width else f"{text[: width - 3]}..."
