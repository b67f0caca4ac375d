"""What was drawn for a trial: every figure that the scenario gives as a range or a distribution."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from sim.model.state import Rows
from sim.outcomes.column import Column
from sim.scenario.packing import PackedScenario


def columns(packed: PackedScenario) -> tuple[Column, ...]:
    """Return one column for each drawn figure, named by its path, in the units of the scenario file."""
    return tuple(Column(f"drawn_{drawn.name}", drawn.unit, _draw(drawn.number), in_head=True) for drawn in packed.drawn)


def _draw(number: int) -> Callable[[Rows], NDArray[np.float64]]:
    return lambda rows: np.array(rows["drawn"][:, number])
