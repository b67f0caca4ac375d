"""The file boundary: a scenario as people write it becomes a checked, frozen value."""

from sim.errors import Fault, Place, ScenarioError
from sim.scenario.differences import Difference, differences
from sim.scenario.figure import Distribution, Figure, Origin
from sim.scenario.figures import figures
from sim.scenario.loading import Loaded, load, load_text
from sim.scenario.resolved import resolved_yaml, sha256
from sim.scenario.schema import Scenario
from sim.scenario.shipped import find, shipped
from sim.scenario.skeleton import new_scenario, what_if
from sim.scenario.sources import FigureRow, Tally, figure_rows, tally

__all__ = [
    "Difference",
    "Distribution",
    "Fault",
    "Figure",
    "FigureRow",
    "Loaded",
    "Origin",
    "Place",
    "Scenario",
    "ScenarioError",
    "Tally",
    "differences",
    "figure_rows",
    "figures",
    "find",
    "json_schema",
    "load",
    "load_text",
    "new_scenario",
    "resolved_yaml",
    "sha256",
    "shipped",
    "tally",
    "what_if",
]


def json_schema() -> dict[str, object]:
    """Return the JSON Schema of a scenario file."""
    # imported when asked for: its part of pydantic costs as much as reading a scenario
    from sim.scenario.jsonschema import json_schema as made

    return made()
