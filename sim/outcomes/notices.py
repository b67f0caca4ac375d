"""When notice of withdrawal was first given."""

from __future__ import annotations

import numpy as np

from sim.outcomes.column import Column
from sim.scenario.packing import PackedScenario


def columns(packed: PackedScenario) -> tuple[Column, ...]:
    """Return the day of the first notice; nothing where none was given."""
    return (
        Column(
            "first_notice_day",
            "days since the start",
            lambda rows: np.where(np.isfinite(rows["first_notice"]), rows["first_notice"], np.nan),
        ),
    )
