"""The file boundary: a scenario as people write it becomes a checked, frozen value."""

from sim.errors import Fault, Place, ScenarioError
from sim.scenario.figure import Distribution, Figure, Origin
from sim.scenario.loading import Loaded, load, load_text
from sim.scenario.schema import Scenario
from sim.scenario.shipped import find, shipped

__all__ = [
    "Distribution", "Fault", "Figure", "Loaded", "Origin", "Place", "Scenario", "ScenarioError",
    "find", "load", "load_text", "shipped",
]
