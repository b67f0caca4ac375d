"""The shelf of outcomes: what is measured of each finished trial, one file each, one line here.

An outcome is a function `columns(packed)` that returns its columns for this scenario: often one, sometimes one for
each party or issue. Their order here is their order in the results table.
"""

from __future__ import annotations

from sim.outcomes import beliefs, counts, days, drawn, endings, notices, paths, terms, values
from sim.outcomes.column import Column
from sim.scenario.packing import PackedScenario

OUTCOMES = (endings, paths, days, values, terms, counts, notices, beliefs, drawn)


def columns_of(packed: PackedScenario) -> tuple[Column, ...]:
    """Return every column of the results table of this scenario, in order."""
    return tuple(column for outcome in OUTCOMES for column in outcome.columns(packed))
