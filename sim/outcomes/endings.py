"""How a trial ends: seven endings that exclude each other (model.md 4)."""

from __future__ import annotations

import numpy as np

from sim.model.state import (
    EXTENDED,
    FULL_DEAL,
    LAPSED,
    NOTICE_PENDING,
    PARTIAL_DEAL,
    RATIFICATION_FAILED,
    WITHDRAWAL,
    Rows,
)
from sim.outcomes.column import Column
from sim.scenario.packing import PackedScenario

# In the order in which people read them.
_ORDER = (FULL_DEAL, PARTIAL_DEAL, WITHDRAWAL, LAPSED, RATIFICATION_FAILED, EXTENDED, NOTICE_PENDING)


def full_deal(packed: PackedScenario) -> str:
    """Return the name of a deal of all members: `trilateral` where there are three."""
    return "trilateral" if len(packed.parties) == 3 else "full_deal"


def names(packed: PackedScenario) -> tuple[str, ...]:
    """Return the names of all endings, in the order in which people read them."""
    return (
        full_deal(packed),
        "bilateral",
        "withdrawal",
        "lapsed",
        "ratification_failed",
        "extended",
        "notice_pending",
    )


def columns(packed: PackedScenario) -> tuple[Column, ...]:
    """Return the ending of each trial."""
    place = np.full(max(_ORDER) + 1, -1, dtype=np.int8)
    place[list(_ORDER)] = np.arange(len(_ORDER))
    return (Column("ending", "", lambda rows: _placed(place, rows), names(packed), in_head=True),)


def _placed(place: np.ndarray, rows: Rows) -> np.ndarray:
    return np.asarray(place[rows["ending"]])
