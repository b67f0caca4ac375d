"""What each party ends up with (model.md 1.11)."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from sim.model.state import Rows
from sim.outcomes.column import Column
from sim.scenario.packing import PackedScenario


def columns(packed: PackedScenario) -> tuple[Column, ...]:
    """Return, for each party, its value as its leader sees it, the material value, and its gain on the status quo."""
    found = []
    for seat, party in enumerate(packed.parties):
        found.append(Column(f"value_{party}", "utility", _seat("value", seat), has_quantiles=True))
        found.append(Column(f"material_{party}", "utility", _seat("material", seat)))
        found.append(Column(f"gain_{party}", "utility", _gain(seat)))
    return tuple(found)


def _seat(field: str, seat: int) -> Callable[[Rows], NDArray[np.float64]]:
    return lambda rows: np.array(rows[field][:, seat])


def _gain(seat: int) -> Callable[[Rows], NDArray[np.float64]]:
    return lambda rows: np.array(rows["value"][:, seat] - rows["status_quo_value"][:, seat])
