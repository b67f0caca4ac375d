"""One step of the interior-point method: Newton's equations, reduced to the terms and the prices of the parties."""

from __future__ import annotations

from math import sqrt
from typing import Any

from sim.model.compiled import routine, rule
from sim.model.interior.bargain import ABOVE, BELOW, FLOOR, HIGH, LOW, PIE, REACH, SURPLUS, Bargain, missed, set_worth
from sim.model.interior.elimination import eliminate

_LEAST = 1e-22  # product of slack and price that is aimed at
_SHORT, _SHORTEST = 0.99, 0.9999  # a step goes so far towards the nearest bound, early and late
_DAMPING = 1e-11  # so that terms that nobody minds stay where they are


@routine
def take_step(b: Bargain) -> None:
    """Take one of Newton's steps towards a point further on."""
    mean = _mean_product(b)
    _set_aim(b, max(mean * min(0.1, sqrt(mean)), _LEAST))
    b.matrix[:] = 0.0
    b.unknown[:] = 0.0
    _put_columns(b)
    _put_parties(b)
    _put_pies(b)
    eliminate(b.matrix, b.unknown, len(b.unknown))
    _set_moves(b)
    _advance(b, min(max(_SHORT, 1.0 - mean), _SHORTEST))
    set_worth(b)


@rule
def _mean_product(b: Bargain) -> float:
    total = 0.0
    count = 0
    for kind in range(SURPLUS):
        for k in range(b.limit.shape[1]):
            for c in range(b.limit.shape[2]):
                if b.limit[kind, k, c].price > 0.0:
                    total += b.limit[kind, k, c].slack * b.limit[kind, k, c].price
                    count += 1
    return total / max(1, count)


@rule
def _set_aim(b: Bargain, product: float) -> None:
    for kind in range(SURPLUS):
        for k in range(b.limit.shape[1]):
            for c in range(b.limit.shape[2]):
                b.limit[kind, k, c].aim = product if b.limit[kind, k, c].price > 0.0 else 0.0


@rule
def _put_columns(b: Bargain) -> None:
    # No gain from moving x, given the prices of its bounds; kinks and pies are added below.
    for c in range(len(b.column)):
        low, high = b.limit[LOW, 0, c], b.limit[HIGH, 0, c]
        b.matrix[c, c] = low.price / low.slack + high.price / high.slack + _DAMPING
        b.unknown[c] = low.aim / low.slack - high.aim / high.slack


@rule
def _put_parties(b: Bargain) -> None:
    # The price of a party's utility is that of its surplus and that of its floor.
    parties, columns = b.pair.shape
    last = len(b.unknown) - 1
    b.matrix[last, last] = 1.0 - b.state[0].lifting
    b.unknown[last] = b.state[0].lifting
    for k in range(parties):
        row = columns + k
        firm = 0.0
        level = 0.0
        for kind in (FLOOR, SURPLUS):
            limit = b.limit[kind, k, 0]
            firm += limit.price / limit.slack
            level += (limit.aim - limit.price * missed(b, kind, k)) / limit.slack
        b.party[k].firm, b.party[k].level = firm, level
        b.matrix[row, row] = -1.0 / firm
        b.unknown[row] = -level / firm
        b.matrix[row, last] = b.state[0].lifting
        b.matrix[last, row] = b.state[0].lifting
        for c in range(columns):
            if b.pair[k, c].weight > 0.0:
                _put_distance(b, k, c, row)


@routine
def _put_distance(b: Bargain, k: int, c: int, row: int) -> None:
    # A distance is eliminated beforehand, in a form without cancellation: only x and the party's price remain.
    pair, over, under, within = b.pair[k, c], b.limit[ABOVE, k, c], b.limit[BELOW, k, c], b.limit[REACH, k, c]
    above = over.price / over.slack
    below = under.price / under.slack
    own = within.price / within.slack + (b.limit[FLOOR, k, 0].price + b.limit[SURPLUS, k, 0].price) * pair.bend
    up = over.aim / over.slack
    down = under.aim / under.slack
    far = within.aim / within.slack
    pair.stiff, pair.push = above + below + own, up + down - far
    pair.resist_above, pair.resist_below = 2.0 * below + own, 2.0 * above + own
    pull = down * pair.resist_below - up * pair.resist_above - far * (above - below)
    b.matrix[c, c] += (4.0 * above * below + (above + below) * own) / pair.stiff
    b.unknown[c] += pull / pair.stiff
    b.matrix[c, row] = pair.slope * (above - below) / pair.stiff
    b.matrix[row, c] = b.matrix[c, row]
    b.matrix[row, row] -= pair.slope * pair.slope / pair.stiff
    b.unknown[row] -= pair.slope * pair.push / pair.stiff


@rule
def _put_pies(b: Bargain) -> None:
    parties, columns = b.pair.shape
    for i in range(b.pies):
        row = columns + parties + i
        pie = b.limit[PIE, 0, i]
        b.matrix[row, row] = -pie.slack / pie.price
        b.unknown[row] = -pie.aim / pie.price
        for c in range(columns):
            if b.column[c].pie == i:
                b.matrix[row, c] = 1.0
                b.matrix[c, row] = 1.0


@rule
def _set_moves(b: Bargain) -> None:
    # Of every slack, as exact as the slack is small: that of a party from its price, not as a sum over columns.
    parties, columns = b.pair.shape
    for c in range(columns):
        b.limit[LOW, 0, c].move = b.unknown[c]
        b.limit[HIGH, 0, c].move = -b.unknown[c]
    for i in range(b.pies):
        pie = b.limit[PIE, 0, i]
        pie.move = (pie.aim - b.unknown[columns + parties + i] * pie.slack) / pie.price
    for k in range(parties):
        price = b.unknown[columns + k]
        gain = (b.party[k].level - price) / b.party[k].firm
        for kind in (FLOOR, SURPLUS):
            if b.limit[kind, k, 0].price > 0.0:
                b.limit[kind, k, 0].move = missed(b, kind, k) + gain
        for c in range(columns):
            pair = b.pair[k, c]
            if pair.weight > 0.0:
                push = pair.push - pair.slope * price
                over = (push - pair.resist_above * b.unknown[c]) / pair.stiff
                under = (push + pair.resist_below * b.unknown[c]) / pair.stiff
                b.limit[ABOVE, k, c].move = over
                b.limit[BELOW, k, c].move = under
                b.limit[REACH, k, c].move = -0.5 * (over + under)


@rule
def _advance(b: Bargain, fraction: float) -> None:
    # As far as slacks and prices stay positive.
    size = 1.0
    for kind in range(SURPLUS + 1):
        for k in range(b.limit.shape[1]):
            for c in range(b.limit.shape[2]):
                limit = b.limit[kind, k, c]
                change = _price_move(limit)
                if limit.move < 0.0:
                    size = min(size, -fraction * limit.slack / limit.move)
                if change < 0.0:
                    size = min(size, -fraction * limit.price / change)
    for kind in range(SURPLUS + 1):
        for k in range(b.limit.shape[1]):
            for c in range(b.limit.shape[2]):
                limit = b.limit[kind, k, c]
                limit.price += size * _price_move(limit)
                limit.slack += size * limit.move
    for c in range(len(b.column)):
        b.column[c].x += size * b.unknown[c]
    b.state[0].lift += size * b.unknown[len(b.unknown) - 1]


@rule
def _price_move(limit: Any) -> float:
    return (limit.aim - limit.price * limit.move) / limit.slack - limit.price
