"""How often things happened: threats, satisfaction, backing down, notices, rescissions, extensions, rounds."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from sim.model.state import Rows
from sim.outcomes.column import Column
from sim.scenario.packing import PackedScenario


def columns(packed: PackedScenario) -> tuple[Column, ...]:
    """Return counts over all parties."""
    by_party = ("threats", "satisfied", "backdowns", "notices", "rescissions")
    whole = (
        Column("extensions", "count", lambda rows: rows["extensions"].astype(np.int32)),
        Column("rounds", "count", lambda rows: rows["held"].astype(np.int32)),
    )
    return tuple(Column(name, "count", _all_parties(name)) for name in by_party) + whole


def _all_parties(field: str) -> Callable[[Rows], NDArray[np.int32]]:
    return lambda rows: rows[field].sum(axis=1).astype(np.int32)
