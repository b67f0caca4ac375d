"""By which path a trial came to its ending: the leaves of the tree of outcomes (model.md 4)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.model.state import FULL_DEAL, WITHDRAWAL, Rows
from sim.outcomes import endings
from sim.outcomes.column import Column
from sim.scenario.packing import PackedScenario

DEAL_PATHS = ("direct", "after_threat", "after_notice", "via_side_deal")


def names(packed: PackedScenario) -> tuple[str, ...]:
    """Return the names of all leaves: four ways to a full deal, one withdrawal for each party, the other endings."""
    others = tuple(name for name in endings.names(packed)[1:] if name != "withdrawal")
    return DEAL_PATHS + tuple(f"withdrawal_by_{party}" for party in packed.parties) + others


def parent(name: str, packed: PackedScenario) -> str:
    """Return the ending that a leaf belongs to."""
    if name in DEAL_PATHS:
        return endings.full_deal(packed)
    return "withdrawal" if name.startswith("withdrawal_by_") else name


def columns(packed: PackedScenario) -> tuple[Column, ...]:
    """Return the leaf that each trial came to."""
    ending = endings.columns(packed)[0]
    leaves = names(packed)
    place = np.array([leaves.index(n) if n in leaves else -1 for n in endings.names(packed)], dtype=np.int8)

    def leaf(rows: Rows) -> NDArray[np.int8]:
        found = place[ending.of(rows)]
        found = np.where(rows["ending"] == FULL_DEAL, rows["path"], found)
        found = np.where(rows["ending"] == WITHDRAWAL, len(DEAL_PATHS) + rows["leaver"], found)
        return found.astype(np.int8)

    return (Column("path", "", leaf, leaves),)
