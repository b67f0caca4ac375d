"""What the others believed of each party's resolve, and what it was (model.md 1.3): are beliefs calibrated?"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from sim.model.policies import NEVER_LEAVES
from sim.model.state import RESOLUTE, Rows
from sim.outcomes.column import Column
from sim.scenario.packing import PackedScenario


def columns(packed: PackedScenario) -> tuple[Column, ...]:
    """Return, for each party that might leave, its type (1: resolute) and the public belief at the end."""
    found = []
    for seat, party in enumerate(packed.parties):
        if packed.record["policy"][seat] != NEVER_LEAVES:
            found.append(Column(f"resolute_{party}", "1 or 0", _resolute(seat), in_head=True))
            found.append(Column(f"belief_{party}", "probability", _belief(seat)))
    return tuple(found)


def _resolute(seat: int) -> Callable[[Rows], NDArray[np.int8]]:
    return lambda rows: (rows["type"][:, seat] == RESOLUTE).astype(np.int8)


def _belief(seat: int) -> Callable[[Rows], NDArray[np.float64]]:
    return lambda rows: np.array(rows["belief"][:, seat])
