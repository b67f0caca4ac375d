"""The terms of a deal, issue by issue, in natural units."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from sim.model.state import FULL_DEAL, PARTIAL_DEAL, Rows
from sim.outcomes.column import Column
from sim.scenario.packing import PackedScenario


def columns(packed: PackedScenario) -> tuple[Column, ...]:
    """Return, for each issue, what was agreed; nothing where there is no deal."""
    return tuple(
        Column(f"term_{issue}", packed.issue(j).unit or "", _term(packed, j)) for j, issue in enumerate(packed.issues)
    )


def _term(packed: PackedScenario, j: int) -> Callable[[Rows], NDArray[np.float64]]:
    def term(rows: Rows) -> NDArray[np.float64]:
        agreed = (rows["ending"] == FULL_DEAL) | (rows["ending"] == PARTIAL_DEAL)
        return np.where(agreed, packed.natural(j, rows["deal"][:, j]), np.nan)

    return term
