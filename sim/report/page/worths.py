"""What packages are worth to each party: the deals of a run, and what was possible, by the yardstick of one trial."""

from __future__ import annotations

from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from sim.engine.outlook import piece_values
from sim.estimates.frontier import nash_point
from sim.model.state import Rows
from sim.report.charts.material import Pair, Worths
from sim.report.packages import candidates, worths
from sim.report.pick import pick
from sim.report.story.trace import trace
from sim.simulate import Run

_DOTS = 500  # deals in the picture
_MOST_PAIRS = 6
_WAYS = 91  # weightings of two parties, from all for the one to all for the other

Numbers = NDArray[np.float64]
Line = list[tuple[float, float]]


def worths_of(run: Run) -> Worths:
    """Return what the deals of all parties are worth, pair by pair, beside the frontier, the Nash point and no deal.

    All by the yardstick of the typical trial, as figures drawn anew in each trial move frontier and floors a little.
    """
    packed, names = run.packed, run.packed.parties
    opened = trace(packed, run.seed, pick(run, "typical")).steps[0].after
    rows: Rows = np.array([opened], dtype=opened.dtype).view(np.recarray)
    worth = worths(packed, rows, candidates(packed, opened))
    floors = np.array(opened["floor"][: len(names)])
    nash = nash_point(worth, floors)
    deals, count = _deals(run, rows)
    no_deal = [float(worth) for worth in opened["status_quo_value"][: len(names)]]
    return Worths(
        deals={name: deals[k].tolist() for k, name in enumerate(names)},
        count=count,
        no_deal=dict(zip(names, no_deal, strict=True)),
        floors={name: float(floors[k]) for k, name in enumerate(names)},
        nash={name: float(nash.worth[k]) for k, name in enumerate(names)} if nash else None,
        pairs=[
            Pair(names[i], names[k], _above(_frontier(worth[i], worth[k]), no_deal[i], no_deal[k]))
            for i, k in list(combinations(range(len(names)), 2))[:_MOST_PAIRS]
        ],
    )


def _deals(run: Run, rows: Rows) -> tuple[Numbers, int]:
    """Return what the first deals of all are worth, shape (parties, deals), and how many deals there are."""
    packed = run.packed
    found = np.flatnonzero(run.table["ending"] == 0)  # a deal of all stands first among the endings
    positions = np.zeros((packed.record["concerns"].shape[1], min(len(found), _DOTS)))
    for j, issue in enumerate(packed.issues):
        low, high = packed.natural(j, 0.0), packed.natural(j, 1.0)
        positions[j] = (np.asarray(run.table[f"term_{issue}"])[found[:_DOTS]] - low) / (high - low)
    return piece_values(packed, rows, positions)[: len(packed.parties)].sum(axis=1), len(found)


def _frontier(first: Numbers, second: Numbers) -> Line:
    """Return the corners of the frontier of two parties, from the best for the second to the best for the first.

    Worths add up over issues, so that each weighting of the two picks the best candidate of each issue by itself.
    """
    corners: Line = []
    for part in np.linspace(1e-6, 1.0 - 1e-6, _WAYS):
        best = np.argmax(part * first + (1.0 - part) * second, axis=1)[:, None]
        corner = tuple(float(np.take_along_axis(worth, best, axis=1).sum()) for worth in (first, second))
        if not corners or abs(corner[0] - corners[-1][0]) > 1e-9:
            corners.append((corner[0], corner[1]))
    return corners


def _above(corners: Line, left: float, bottom: float) -> Line:
    """Return the part of a falling line that lies right of `left` and above `bottom`; all of it where none does."""
    xs, ys = (np.array(ends) for ends in zip(*corners, strict=True))
    first = max(left, float(xs[0]))
    last = min(float(np.interp(-bottom, -ys, xs)) if len(xs) > 1 else float(xs[-1]), float(xs[-1]))
    if last < first or float(ys.max()) < bottom:
        return corners
    inner = [corner for corner in corners if first < corner[0] < last]
    return [(first, float(np.interp(first, xs, ys))), *inner, (last, float(np.interp(last, xs, ys)))]
