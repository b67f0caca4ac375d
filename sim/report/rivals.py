"""Baselines beside a result: what the simplest rivals of the model would say.

The compromise model has each issue settle at the mean of what the parties want, weighted by what it weighs for them:
the hardest baseline to beat in data on the European Union (Schneider, Finke and Bailer 2010; Franchino and Mariotto
2021).
The null model has every party come round at a constant rate, whatever is on the table.
"""

import math

from sim.engine.summary import Summary
from sim.model.state import NOBODY
from sim.report.shape import Answer
from sim.scenario import Scenario
from sim.scenario.packing import PackedScenario
from sim.scenario.support import middle

NULL = "null"
_AT_CONSTANT_RATES = ".strategy=fixed-rates"


def terms(packed: PackedScenario, summary: Summary) -> Answer:
    """Return, by issue and in its own unit, what deals agree on average, and what the compromise model says."""
    found: Answer = {}
    for j, name in enumerate(packed.issues):
        agreed = summary.measures[f"term_{name}"].moments
        scale = packed.issue(j).scale
        width = scale.last - scale.first
        compromise = _compromise(packed, j)
        settled = agreed.mean() if agreed.count else None
        found[name] = {
            "label": packed.issue(j).label,
            "unit": packed.issue(j).unit,
            "mean": None if settled is None else settled.value,
            "low": None if settled is None or math.isnan(settled.low) else settled.low,
            "high": None if settled is None or math.isnan(settled.high) else settled.high,
            "compromise": compromise,
            "apart": None if settled is None else abs(settled.value - compromise) / abs(width),
        }
    return found


def null_settings(scenario: Scenario) -> list[str]:
    """Return the settings that make a scenario its null model."""
    return [f"parties.{party}{_AT_CONSTANT_RATES}" for party in scenario.pact.members]


def is_of_null(setting: str) -> bool:
    """Say whether a setting is one of those of a null model."""
    return setting.endswith(_AT_CONSTANT_RATES)


def _compromise(packed: PackedScenario, j: int) -> float:
    column = packed.columns[j]
    places = {
        party: position
        for party, block in packed.scenario.parties.items()
        if (position := block.positions.get(column.issue)) is not None
    }
    weights = {party: middle(position.weight.value) for party, position in places.items()}
    total = math.fsum(weights.values())
    if column.owner != NOBODY:  # of a pie everybody wants all, and gets what it weighs for it
        owner = packed.parties[column.owner]
        return float(packed.natural(j, weights[owner] / total if total else 1.0 / len(weights)))
    wanted = math.fsum(weights[party] * middle(position.wants.value) for party, position in places.items())
    return wanted / total if total else middle(packed.issue(j).status_quo.value)
