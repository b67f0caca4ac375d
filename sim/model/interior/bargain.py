"""What the interior-point method works on: a bargain over packages, and where it stands on its way to the solution."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from sim.model.compiled import routine, rule
from sim.model.elementary import power

# Limits: d from above and from below, d within reach; x from 0 to 1; a pie's sum; a party's floor and its surplus.
ABOVE, BELOW, REACH, LOW, HIGH, PIE, FLOOR, SURPLUS = range(8)
START = 0.1  # product of slack and price, and the least slack of a party, at the first step
_KINDS = 8
_NOISE = 1e-13  # what a sum of utilities may be off by rounding


def _record(names: str) -> np.dtype[np.void]:
    return np.dtype((np.record, [(name, "<f8") for name in names.split()]))


# Given: the ideal, weight (0: the column does not concern the party) and reach, the greatest distance from the ideal.
# Found: what utility loses with distance, how that slope bends, and for the next step how the distance gives way.
_PAIR = _record("ideal weight reach slope bend stiff push resist_above resist_below")
# Given: curvature, utility of all that is not open, floor, reservation value, bargaining share (they sum to 1).
# Found: utility, the price of it if it stayed the same, and how that price falls as utility rises.
_PARTY = _record("curvature fixed floor reservation share worth level firm")
_COLUMN = _record("pie x")  # the number of the pie that the column is a share of, or -1; the terms
_LIMIT = _record("slack price aim move")  # slack 1, price 0: there is no such limit. The aim is for slack times price
_STATE = _record("lifting lift")  # 1 while looking for the highest lift; what every party has above its floor


class Bargain(NamedTuple):
    """Parties k who have a say, and columns c of terms that are open between them."""

    pair: Any  # (k, c)
    party: Any  # (k)
    column: Any  # (c)
    limit: Any  # (kind, k, c): those of a column have k = 0, of a pie c = its number, of a party c = 0
    state: Any  # (1)
    matrix: Any  # the equations of a step
    unknown: Any  # moves of x, new prices of the parties and of the pies, move of the lift
    pies: int


@routine
def blank(parties: int, columns: int, pies: int) -> Bargain:
    """Return a bargain of this size, to be filled in."""
    size = columns + parties + pies + 1
    return Bargain(
        np.zeros((parties, columns), _PAIR),
        np.zeros(parties, _PARTY),
        np.zeros(columns, _COLUMN),
        np.zeros((_KINDS, parties, max(1, columns)), _LIMIT),
        np.zeros(1, _STATE),
        np.zeros((size, size)),
        np.zeros(size),
        pies,
    )


@routine
def set_out(b: Bargain, lifting: float) -> None:
    """Start from the middle of all packages, with distances well inside of what they may be."""
    b.state[0].lifting = lifting
    for kind in range(_KINDS):
        for k in range(b.limit.shape[1]):
            for c in range(b.limit.shape[2]):
                limit = b.limit[kind, k, c]
                limit.slack, limit.price, limit.aim, limit.move = 1.0, 0.0, 0.0, 0.0
    for c in range(len(b.column)):
        b.column[c].x = 0.5
    for i in range(b.pies):
        _divide(b, i)
    for c in range(len(b.column)):
        hold(b, LOW, 0, c, b.column[c].x)
        hold(b, HIGH, 0, c, 1.0 - b.column[c].x)
        for k in range(len(b.party)):
            if b.pair[k, c].weight > 0.0:
                gap = b.column[c].x - b.pair[k, c].ideal
                distance = 0.75 * abs(gap) + 0.25 * b.pair[k, c].reach
                hold(b, ABOVE, k, c, distance - gap)
                hold(b, BELOW, k, c, distance + gap)
                hold(b, REACH, k, c, b.pair[k, c].reach - distance)
    set_worth(b)


@routine
def hold(b: Bargain, kind: int, k: int, c: int, slack: float) -> None:
    """Put up a limit, with the slack that it has at the start."""
    b.limit[kind, k, c].slack = slack
    b.limit[kind, k, c].price = START / slack


@rule
def missed(b: Bargain, kind: int, k: int) -> float:
    """Return how much more utility a party has than the slack of its floor or surplus says; 0 within rounding."""
    line = b.party[k].reservation
    if kind == FLOOR:
        line = b.party[k].floor + b.state[0].lifting * b.state[0].lift
    more = b.party[k].worth - line - b.limit[kind, k, 0].slack
    return more if abs(more) > _NOISE else 0.0


@routine
def set_worth(b: Bargain) -> None:
    """Set utilities, their slopes and bends at the present distances (model.md 1.1)."""
    for k in range(len(b.party)):
        gamma = b.party[k].curvature
        worth = b.party[k].fixed
        for c in range(len(b.column)):
            pair = b.pair[k, c]
            if pair.weight > 0.0:
                left = b.limit[REACH, k, c].slack
                share = left / pair.reach
                steep = power(share, gamma - 1.0)
                worth += pair.weight * share * steep
                pair.slope = pair.weight * gamma * steep / pair.reach
                pair.bend = pair.slope * (1.0 - gamma) / left
        b.party[k].worth = worth


@rule
def _divide(b: Bargain, pie: int) -> None:
    # Into equal shares, with one more left over.
    count = 1
    for c in range(len(b.column)):
        if b.column[c].pie == pie:
            count += 1
    for c in range(len(b.column)):
        if b.column[c].pie == pie:
            b.column[c].x = 1.0 / count
    hold(b, PIE, 0, pie, 1.0 / count)
