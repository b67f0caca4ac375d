"""The columns of a packed scenario: one for an issue on a scale, one for each party's share of a pie (model.md 1.1)."""

from __future__ import annotations

from typing import NamedTuple

from sim.model.state import NOBODY
from sim.scenario.packers.desk import plain
from sim.scenario.schema import Scenario


class Column(NamedTuple):
    """One number of a package: an issue, or one party's share of it."""

    issue: str
    owner: int  # the seat whose share it is; NOBODY: the issue is one scale for all
    place: int  # within the columns of its issue
    width: int  # how many columns its issue has

    def name(self, parties: tuple[str, ...]) -> str:
        """Return the column's name: the issue's, and for a share its owner's after a dot."""
        return self.issue if self.owner == NOBODY else f"{self.issue}.{parties[self.owner]}"


def columns(scenario: Scenario) -> tuple[Column, ...]:
    """Return the columns of all issues, in the order of the file; shares in the order of seats."""
    found: list[Column] = []
    for name, issue in scenario.issues.items():
        if issue.kind == "pie":
            owners = concerned(scenario, name)
            found += [Column(name, owner, place, len(owners)) for place, owner in enumerate(owners)]
        else:
            found.append(Column(name, NOBODY, 0, 1))
    return tuple(found)


def concerned(scenario: Scenario, issue: str) -> tuple[int, ...]:
    """Return the seats of the parties that an issue concerns: those that give it any weight."""
    positions = (scenario.parties[party].positions.get(issue) for party in scenario.pact.members)
    return tuple(k for k, position in enumerate(positions) if position is not None and plain(position.weight) != 0.0)
