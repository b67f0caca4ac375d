"""Warn of scenarios that defeat themselves, in words: no zone of agreement, a bluffer locked in (model.md 1.13)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.engine.batch import blank_rows, run_on
from sim.errors import Fault
from sim.model.events import EFFECT
from sim.model.policies import POLICIES
from sim.model.state import BLUFFER, NOBODY, RESOLUTE, Rows
from sim.scenario.packing import PackedScenario

_TRIALS = 400
_STEPS = 300
_NOT_YET = 1 << EFFECT  # rows stop once they have begun
_LEARNING = ("bayes-logit", "semi-separating", "scripted")


def warnings(packed: PackedScenario) -> tuple[Fault, ...]:
    """Return what looks unsound at the start of the talks, over 400 draws of what is uncertain."""
    rows = blank_rows(packed, 1, 0, _TRIALS)
    run_on(packed, rows, _NOT_YET, until=0.0)
    found = []
    for seat, party in enumerate(packed.parties):
        if list(POLICIES)[packed.record["policy"][seat]] in _LEARNING:
            found += _threats(packed, rows, seat, party)
    return (*found, *_zone(packed, rows))


def _threats(packed: PackedScenario, rows: Rows, seat: int, party: str) -> list[Fault]:
    label = packed.scenario.parties[party].label
    gain = rows["net_gain"][:, seat]
    locked = np.mean(gain[:, BLUFFER] + rows["audience"][:, seat, 1] > 0)
    idle = np.mean(gain[:, RESOLUTE] + rows["audience"][:, seat, 0] < 0)
    found = []
    reversed_types = np.mean(gain[:, RESOLUTE] < gain[:, BLUFFER])
    if reversed_types > 0:
        found.append(
            Fault(
                None,
                f"parties.{party}.resolve.exit_gain",
                f"in {reversed_types:.0%} of draws a bluffing {label} gains more from leaving than a resolute one; "
                "the resolute gain is meant to be the greater",
                "warning",
            )
        )
    if locked > 0.1:
        found.append(
            Fault(
                None,
                f"parties.{party}.audience_costs",
                f"in {locked:.0%} of draws a bluffing {label} that has given notice would rather leave than pay "
                "the cost of backing down; a lower cost of backing down keeps a bluffer a bluffer",
                "warning",
            )
        )
    if idle > 0.5:
        found.append(
            Fault(
                None,
                f"parties.{party}.resolve.exit_gain",
                f"in {idle:.0%} of draws even a resolute {label} would rather back down than leave, so that its "
                "threats are empty whatever its type; a greater gain from leaving would make it resolute",
                "warning",
            )
        )
    return found


def _zone(packed: PackedScenario, rows: Rows) -> list[Fault]:
    empty = float(np.mean(~has_zone_of_agreement(packed, rows)))
    if empty <= 0.5:
        return []
    return [
        Fault(
            None,
            "parties",
            f"in {empty:.0%} of draws no terms at all would give every party its floor on the first day, so that "
            "no deal of all is possible then; look at hurdles and at what the parties want",
            "warning",
        )
    ]


def has_zone_of_agreement(packed: PackedScenario, rows: Rows) -> NDArray[np.bool_]:
    """Return, for each row, whether some terms give every party at least its floor; shape (rows,).

    Weights on the parties are raised where a party falls short (multiplicative weights; Arora, Hazan and Kale 2012).
    The mean of the packages found approaches the best for the worst-off, as utilities are concave in the terms.
    """
    n, m = len(packed.parties), len(packed.issues)
    worth = _worth_of_ideals(packed, rows)  # (rows, party, issue, whose ideal)
    floor = rows["floor"][:, :n]
    widths = packed.record["slices"][:m][packed.record["slices"][:m] > 0]
    firsts = np.flatnonzero(packed.record["slices"][:m] > 0)
    weight = np.full((len(rows), n), 1.0 / n)
    total = np.zeros((len(rows), n))
    for _ in range(_STEPS):
        worths = np.add.reduceat(np.einsum("rk,rkjp->rjp", weight, worth), firsts, axis=1)
        best = np.repeat(worths.argmax(axis=2), widths, axis=1)  # whose ideal, for each issue and so for each share
        found = np.take_along_axis(worth, best[:, None, :, None], axis=3)[..., 0]
        surplus = found[:, :, :m].sum(axis=2) - floor
        total += surplus
        weight = weight * (1.0 - 0.3 * np.clip(surplus, -1.0, 1.0))
        weight /= weight.sum(axis=1, keepdims=True)
    return np.asarray((total / _STEPS).min(axis=1) > -0.01)


def _worth_of_ideals(packed: PackedScenario, rows: Rows) -> NDArray[np.float64]:
    n, m = len(packed.parties), len(packed.issues)
    ideal = rows["ideal"][:, :n, :m]
    concerns = packed.record["concerns"][:n, :m]
    weight = packed.record["weight"][:n, :m]
    candidate = np.where(concerns[None] == 1, ideal, rows["status_quo"][:, None, :m])
    for j, column in enumerate(packed.columns):  # whoever has a pie leaves nothing of it to the others
        if column.owner != NOBODY:
            candidate[:, :, j] = np.arange(n) == column.owner
    distance = np.abs(candidate.transpose(0, 2, 1)[:, None] - ideal[..., None]) * rows["slope"][:, :n, :m, None]
    share = np.clip(1.0 - distance / np.where(weight > 0, weight, 1.0)[None, :, :, None], 0.0, 1.0)
    return np.asarray(weight[None, :, :, None] * share ** rows["curvature"][:, :n, None, None])
