"""What a scenario is like, for strategies that do not fit every one."""

from collections.abc import Mapping

from sim.scenario.party import Party
from sim.scenario.schema import Issue
from sim.scenario.support import ends
from sim.strategies.parameter import Shape


def shape_of(issues: Mapping[str, Issue], parties: Mapping[str, Party]) -> Shape:
    """Return how many parties and issues there are, how many of these are pies, and whether any utility is curved."""
    pies = sum(issue.kind == "pie" for issue in issues.values())
    curved = any(ends(party.curvature.value) != (1.0, 1.0) for party in parties.values())
    return Shape(len(parties), len(issues), pies, curved)
