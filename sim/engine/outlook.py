"""Look ahead from a row on behalf of one party: many continuations with chance anew, and what the model would table."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.engine.batch import run_on
from sim.engine.loop_plans import make_plans
from sim.model.bargaining import hold_aspiration, table_offers
from sim.model.chance import TYPE, draw
from sim.model.compiled import entry, routine
from sim.model.plans import has_come_round
from sim.model.schedules import find_next_strike, set_due
from sim.model.state import BLUFFER, HOLDS_BACK, NOBODY, POISSON, RESOLUTE, THE_MODEL, Packed, Row, Rows
from sim.model.utility import issue_value
from sim.scenario.packing import PackedScenario

Numbers = NDArray[np.float64]

# Continuations are trials of their own, numbered far above those that anybody plays.
_AHEAD = 1 << 40
_NEXT = 1 << 24  # between the numbers of trials that are tried for one continuation
_TRIES = 64


def continued(packed: PackedScenario, rows: Rows, seat: int, count: int) -> Rows:
    """Return `count` ends to which the talks of the one row may come, with the model in all seats from now on.

    What is public stays; chance ahead is drawn anew, and so are the types of the other leaders, from the public
    beliefs. Figures drawn for this trial stay, the others' among them: nobody could draw them anew given all that
    was seen. The same continuations are played each time, so that two moments are compared on the same chance.
    """
    copies: Rows = np.repeat(rows, count).view(np.recarray)
    copies["trial"] = _AHEAD + np.arange(count)
    copies["played"] = THE_MODEL
    copies["watched"] = 0
    with np.errstate(all="ignore"):
        renew(packed.record, copies, seat)
    run_on(packed, copies)
    return copies


def model_package(packed: PackedScenario, rows: Rows, seat: int, wish: float) -> Numbers:
    """Return the package that the model would table for the seat, wishing for so much; shape (issues,)."""
    copy = rows.copy()
    copy["wish"][0, seat] = wish
    with np.errstate(all="ignore"):
        bid(packed.record, copy, seat)
    return np.array(copy["table"][0, seat])


def piece_values(packed: PackedScenario, rows: Rows, positions: Numbers) -> Numbers:
    """Return what positions are worth to each party, issue by issue, in utility units of each.

    `positions` has one package in each column, shape (issues, packages); the answer (parties, issues, packages).
    """
    parties, issues = packed.record["concerns"].shape
    found = np.zeros((parties, issues, positions.shape[1]))
    with np.errstate(all="ignore"):
        value(packed.record, rows, positions, found)
    return found


@entry
def renew(s: Packed, rows: Rows, seat: int) -> None:
    """Draw anew what nobody at the table knows: the other leaders' types, and when random effects strike next.

    An arrival without memory that has not come by the next event comes an exponential time after it.
    """
    for n in range(rows.shape[0]):
        w = rows[n]
        for i in range(s.parties):
            if i != seat:
                resolute = draw(w.seed, w.trial, TYPE, i, 0, 0) < w.belief[i]
                w.type[i] = RESOLUTE if resolute else BLUFFER
        today = w.day
        w.day = w.due
        for e in range(s.effects):
            if s.schedule[e] == POISSON:
                set_due(s, w, e)
        w.day = today
        find_next_strike(s, w)
        if s.plans == 1:
            _plan_anew(s, w)


@routine
def _plan_anew(s: Packed, w: Row) -> None:
    # Of trials in which nobody would have come round or acted by now, the first: plans are drawn by the trial's number,
    # also those that are made later.
    for _ in range(_TRIES):
        make_plans(s, w)
        is_past = False
        for k in range(s.parties):
            is_past = is_past or (w.comes_round[k] <= w.due and not has_come_round(w, k)) or w.acts_on[k] <= w.due
        if not is_past:
            return
        w.trial += _NEXT
    for k in range(s.parties):
        if not has_come_round(w, k):
            w.comes_round[k] = max(w.comes_round[k], w.due)
        w.acts_on[k] = max(w.acts_on[k], w.due)


@entry
def bid(s: Packed, rows: Rows, seat: int) -> None:
    """Hold the party to its wish and let the model table its package in the first row: hand over a copy."""
    w = rows[0]
    for k in range(s.parties):
        w.played[k] = THE_MODEL if k == seat else HOLDS_BACK
    hold_aspiration(s, w, seat)
    table_offers(s, w, NOBODY)


@entry
def value(s: Packed, rows: Rows, positions: Numbers, found: Numbers) -> None:
    """Fill `found` (parties, issues, packages) with what each position is worth in the first row."""
    w = rows[0]
    for k in range(s.parties):
        for j in range(s.issues):
            for c in range(positions.shape[1]):
                found[k, j, c] = issue_value(s, w, k, j, positions[j, c])
