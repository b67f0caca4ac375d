"""Where a deal lies among all that was possible: the Nash point, and what every party could have had more at once.

A package is a mix of candidate positions on each issue. `worth[k, j, c]` is what candidate c of issue j is worth to
party k; worths add up over issues. Utilities are concave in positions, so that a mean of candidates is worth at least
the mean of their worths, and exactly that where worths are straight between candidates.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]

_SWEEPS = 400
_CLOSE = 1e-12
_HALVINGS = 40
_RAISES = 60
_STILL = 1e-6  # a tenth of a thousandth of a point
_BELOW = 0.05  # how far under the start the search for the worst-off begins


@dataclass(frozen=True)
class Found:
    """A package: `mix` (issues, candidates) has the share of each candidate, `worth` what it gives each party."""

    mix: Numbers
    worth: Numbers


def nash_point(worth: Numbers, floor: Numbers) -> Found | None:
    """Return the package with the greatest product of gains over the floors (Nash 1950), all parties weighing alike.

    None where no package gives every party more than its floor.
    """
    start = fairest(worth, floor)
    if (start.worth - floor).min() <= _STILL:
        return None
    return _centre(worth, floor, start.mix)


def fairest(worth: Numbers, line: Numbers, mix: Numbers | None = None) -> Found:
    """Return the package that lifts the party worst off, measured from `line`, as high as can be.

    A method of centres: the line is raised towards the gain of the worst off, and the product of what lies above it
    made greatest, until raising gains nothing. From the worths of a deal as the line, the gain of the worst off is
    what every party could have had more at once; it is 0 on the Pareto frontier.
    """
    mix = np.full(worth.shape[1:], 1.0 / worth.shape[2]) if mix is None else mix
    least = float((_worth_of(worth, mix) - line).min()) - _BELOW
    found = Found(mix, _worth_of(worth, mix))
    for _ in range(_RAISES):
        found = _centre(worth, line + least, found.mix)
        raised = float((found.worth - line).min())
        if raised - least < _STILL:
            break
        least += 0.8 * (raised - least)
    return found


def _centre(worth: Numbers, line: Numbers, mix: Numbers) -> Found:
    mix = mix.copy()
    gain = _worth_of(worth, mix) - line
    for _ in range(_SWEEPS):
        before = mix.copy()
        moved = _sweep(worth, gain, mix)
        _go_on(worth, gain, mix, mix - before)
        if moved < _CLOSE:
            break
    return Found(mix, _worth_of(worth, mix))


def _sweep(worth: Numbers, gain: Numbers, mix: Numbers) -> float:
    # On one issue after the other, move the share of one candidate to another where that raises the product most;
    # return the most that a move has gained.
    moved = 0.0
    for j in range(worth.shape[1]):
        slope = (worth[:, j] / gain[:, None]).sum(axis=0)
        best = int(np.argmax(slope))
        used = np.flatnonzero(mix[j] > 0.0)
        worst = int(used[np.argmin(slope[used])])
        if slope[best] > slope[worst]:
            change = worth[:, j, best] - worth[:, j, worst]
            step = _best_step(gain, change, float(mix[j, worst]))
            moved = max(moved, step * float(slope[best] - slope[worst]))
            mix[j, best] += step
            mix[j, worst] = 0.0 if step == mix[j, worst] else mix[j, worst] - step
            gain += step * change
    return moved


def _go_on(worth: Numbers, gain: Numbers, mix: Numbers, way: Numbers) -> None:
    # Further the way that a whole sweep has led: along a ridge, single steps only zigzag.
    falling = way < 0.0
    if falling.any():
        change = _worth_of(worth, way)
        step = _best_step(gain, change, float((mix[falling] / -way[falling]).min()))
        mix += step * way
        np.clip(mix, 0.0, 1.0, out=mix)
        gain += step * change


def _best_step(gain: Numbers, change: Numbers, most: float) -> float:
    # Where the derivative of the sum of log(gain + step change) changes its sign, or all there is to move.
    low, high = 0.0, most
    gains, changes = gain.tolist(), change.tolist()
    for n in range(_HALVINGS):
        step = most if n == 0 else 0.5 * (low + high)
        if _rises(gains, changes, step):
            low = step
            if n == 0:
                return most
        else:
            high = step
    return low


def _rises(gains: list[float], changes: list[float], step: float) -> bool:
    total = 0.0
    for gain, change in zip(gains, changes, strict=True):
        there = gain + step * change
        if there <= 0.0:
            return False
        total += change / there
    return total > 0.0


def _worth_of(worth: Numbers, mix: Numbers) -> Numbers:
    return np.asarray((worth * mix).sum(axis=(1, 2)))
