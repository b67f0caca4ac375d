"""When a trial ends."""

from __future__ import annotations

from sim.outcomes.column import Column
from sim.scenario.packing import PackedScenario


def columns(packed: PackedScenario) -> tuple[Column, ...]:
    """Return the day of the ending: of signature, accession, exit, failed vote, lapse, or the horizon."""
    horizon = float(packed.record["horizon"])
    return (Column("day", "days since the start", lambda rows: rows["end_day"].copy(), most=horizon),)
