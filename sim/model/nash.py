"""The Nash solution: the package of the greatest weighted Nash product, with floors as constraints (model.md 1.6)."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.model.compiled import entry, routine, rule
from sim.model.events import ROUND
from sim.model.interior import find_nash_point, highest_lift
from sim.model.interior.bargain import Bargain, blank
from sim.model.state import WAITING, Packed, Row, Rows
from sim.model.utility import issue_value

_SLACK = 1e-9  # acceptance tests; model.md 2
_THIN = 0.5 * _SLACK  # floors that leave less are lowered to leave as much, so that there is something to choose
_ENOUGH = 1e-3


@entry
def deliberate(s: Packed, rows: Rows, number: int) -> None:
    """Work the Nash package out for every row that waits for a round to be held: the chair's text of that day."""
    for n in range(rows.shape[0]):
        w = rows[n]
        if w.event == ROUND and w.watched == WAITING:
            solve(s, w)


@routine
def solve(s: Packed, w: Row) -> None:
    """Set w.nash: the package that maximises sum over k of pi_k log(u_k - R_k) with every u_k >= F_k (1.6).

    pi_k are bargaining shares; issues that are closed stay as agreed. Reads R and F as they were last set; once a day
    is enough. Where no package gives every party its floor (and more than R_k where pi_k > 0), w.has_nash is 0. A party
    that no issue concerns has no say; an issue that concerns one party is as it wants, and one of nobody's as it was.
    """
    if w.nash_day == 1.0 + w.day:
        return
    w.nash_day = 1.0 + w.day
    package = _solved(s, w)
    w.has_nash = 1 if len(package) > 0 else 0
    for j in range(len(package)):
        w.nash[j] = package[j]


@routine
def _solved(s: Packed, w: Row) -> Any:
    # The Nash package; nothing where there is none.
    nothing = np.empty(0)
    b = _bargain(s, w)
    if len(b.party) == 0:
        return nothing
    lift = highest_lift(b, _ENOUGH)
    if lift < -_THIN:
        return nothing
    for k in range(len(b.party)):
        b.party[k].floor -= max(0.0, _THIN - lift)
    find_nash_point(b)
    package = np.empty(s.issues)
    c = 0
    for j in range(s.issues):
        package[j] = _settled(s, w, j)
        if _is_open(s, w, j):
            package[j] = b.column[c].x
            c += 1
    return package if _all_gain(s, w, package) else nothing


@routine
def _bargain(s: Packed, w: Row) -> Bargain:
    parties = 0
    total = 0.0
    for k in range(s.parties):
        if s.concerned[k] > 0:
            parties += 1
            total += w.power[k]
    pie = np.full(s.issues, -1)
    pies = _number_pies(s, w, pie)
    columns = 0
    for j in range(s.issues):
        columns += 1 if _is_open(s, w, j) else 0
    b = blank(parties, columns, pies)
    for c in range(columns):
        b.column[c].pie = pie[c]
    seat = 0
    for k in range(s.parties):
        if s.concerned[k] > 0:
            b.party[seat].share = w.power[k] / total if total > 0.0 else 1.0 / parties
            _put_party(s, w, b, k, seat)
            seat += 1
    return b


@routine
def _put_party(s: Packed, w: Row, b: Bargain, k: int, seat: int) -> None:
    party = b.party[seat]
    party.curvature, party.floor, party.reservation = w.curvature[k], w.floor[k], w.reservation[k]
    c = 0
    for j in range(s.issues):
        if _is_open(s, w, j):
            pair = b.pair[seat, c]
            pair.ideal, pair.weight = w.ideal[k, j], s.weight[k, j]
            pair.reach = max(pair.ideal, 1.0 - pair.ideal)
            c += 1
        else:
            party.fixed += issue_value(s, w, k, j, _settled(s, w, j))


@rule
def _number_pies(s: Packed, w: Row, pie: object) -> int:
    # Give each open column of a pie its number, and return how many pies there are.
    pies = 0
    c = 0
    last = -1
    for j in range(s.issues):
        if _is_open(s, w, j):
            block = _block(s, j)
            if s.slices[block] > 1:
                pies += 1 if block != last else 0
                last = block
                pie[c] = pies - 1  # type: ignore[index]
            c += 1
    return pies


@rule
def _block(s: Packed, j: int) -> int:
    # The first column of the issue that column j belongs to.
    first = j
    while s.slices[first] == 0:
        first -= 1
    return first


@routine
def _is_open(s: Packed, w: Row, j: int) -> bool:
    # A pie is open as long as one party wants of it; it closes as a whole.
    least = 1 if s.slices[_block(s, j)] > 1 else 2
    return w.closed[j] == 0 and s.concerned_parties[j] >= least


@routine
def _settled(s: Packed, w: Row, j: int) -> float:
    # Where an issue stands that is not open between the parties; nobody's slice of a pie is empty.
    if w.closed[j] == 1:
        return w.agreed[j]
    for k in range(s.parties):
        if s.concerns[k, j] == 1:
            return w.ideal[k, j]
    return 0.0 if s.slices[_block(s, j)] > 1 else w.status_quo[j]


@routine
def _all_gain(s: Packed, w: Row, package: object) -> bool:
    for k in range(s.parties):
        if s.concerned[k] > 0:
            worth = 0.0
            for j in range(s.issues):
                worth += issue_value(s, w, k, j, package[j])  # type: ignore[index]
            if worth < w.floor[k] - _SLACK:
                return False
            if w.power[k] > 0.0 and worth <= w.reservation[k] + _SLACK:
                return False
    return True
