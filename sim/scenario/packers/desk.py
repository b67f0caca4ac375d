"""Where a scenario is being packed: figures go into words of the row, or are noted to be drawn."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

import numpy as np

from sim.errors import Fault, ScenarioError
from sim.model.chance import address
from sim.scenario.figure import Distribution, Figure
from sim.scenario.schema import Scenario


class Draw(NamedTuple):
    """One distribution and the word of the row it is drawn into."""

    word: int
    figure: Figure
    low: float
    high: float
    shift: float
    scale: float
    place: str
    address: int


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

    def put(
        self,
        figure: Figure,
        name: str,
        *index: int,
        shift: float = 0.0,
        scale: float = 1.0,
        low: float | None = None,
        high: float | None = None,
        at: str = "",
    ) -> None:
        """Put shift + scale * figure into field `name`, or note the draw at the address of its dial, or of its place.

        Places are numbers of seats and issues, or names of effects, so that names of parties do not move a draw.
        """
        if not isinstance(figure.value, Distribution):
            target = self.row[name]
            if index:
                target[index] = shift + scale * figure.value
            else:
                self.row[name] = shift + scale * figure.value
            return
        low = figure.low if low is None else low
        high = figure.high if high is None else high
        where = figure.path if figure.path.startswith("dials.") else at or f"{name} {index}"
        self.draws.append(Draw(self._word(name, index), figure, low, high, shift, scale, where, address(where)))

    def _word(self, name: str, index: tuple[int, ...]) -> int:
        fields = self.rows.dtype.fields
        assert fields is not None
        kind, offset = fields[name][0], fields[name][1]
        inside = np.ravel_multi_index(index, kind.shape) if index else 0
        return offset // 8 + int(inside)


def plain(figure: Figure) -> float:
    """Return a figure that has to be one number, as it shapes what all trials share.

    Raises ScenarioError where it is a range or a distribution.
    """
    if isinstance(figure.value, Distribution):
        message = f"found {figure.written!r}; expected one number, as it is the same in every trial"
        raise ScenarioError([Fault(figure.place, figure.path, message)])
    return figure.value
