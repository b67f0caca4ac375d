"""Where a scenario is being packed: figures go into words of the row, or are noted to be drawn."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

import numpy as np

from sim.errors import Fault, ScenarioError
from sim.model.chance import address
from sim.scenario.figure import Distribution, Figure
from sim.scenario.schema import Scenario


class Scaling(NamedTuple):
    """From the file's units to the row's, (x - origin) / width; and bounds tighter than the figure's, in the file's."""

    origin: float = 0.0
    width: float = 1.0
    low: float = -math.inf
    high: float = math.inf


AS_IT_IS = Scaling()


class Draw(NamedTuple):
    """One distribution and the word of the row it is drawn into."""

    word: int
    figure: Figure
    to: Scaling
    place: str
    address: int

    @property
    def low(self) -> float:
        """Return the least value, in the units of the file."""
        return max(self.figure.low, self.to.low)

    @property
    def high(self) -> float:
        """Return the greatest value, in the units of the file."""
        return min(self.figure.high, self.to.high)


@dataclass
class Desk:
    """A scenario, the record and the template row it is packed into, and the draws noted so far."""

    scenario: Scenario
    record: Any
    rows: Any  # one row
    draws: list[Draw] = field(default_factory=list)

    @property
    def row(self) -> Any:
        """Return the template row."""
        return self.rows[0]

    def seat(self, party: str) -> int:
        """Return a party's number."""
        return self.scenario.pact.members.index(party)

    def day(self, when: date) -> float:
        """Return days since the scenario's start."""
        return float((when - self.scenario.about.starts).days)

    def put(self, figure: Figure, name: str, *index: int, to: Scaling = AS_IT_IS, at: str = "") -> None:
        """Put a figure into field `name`, or note the draw at the address of its dial, or else of its place.

        Places are numbers of seats and issues, or names of effects, so that names of parties do not move a draw.
        """
        if isinstance(figure.value, Distribution):
            where = figure.path if figure.path.startswith("dials.") else at or f"{name} {index}"
            self.draws.append(Draw(self._word(name, index), figure, to, where, address(where)))
            return
        words = np.asarray(self.row[name]) if index else self.rows[name]
        words[index or 0] = (figure.value - to.origin) / to.width

    def _word(self, name: str, index: tuple[int, ...]) -> int:
        fields = self.rows.dtype.fields
        assert fields is not None
        kind, offset = fields[name][0], fields[name][1]
        inside = np.ravel_multi_index(index, kind.shape) if index else 0
        return int(offset) // 8 + int(inside)


def plain(figure: Figure) -> float:
    """Return a figure that has to be one number, as it shapes what all trials share.

    Raises ScenarioError where it is a range or a distribution.
    """
    if isinstance(figure.value, Distribution):
        message = f"found {figure.written!r}; expected one number, as it is the same in every trial"
        raise ScenarioError([Fault(figure.place, figure.path, message)])
    return figure.value
