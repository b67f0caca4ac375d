"""Pack a scenario into one record of numbers and one template row: days since the start, positions from 0 to 1."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from sim.model import state
from sim.model.beta import scale_of
from sim.scenario.figure import Distribution, Figure
from sim.scenario.packers import calendar, effects, offers, parties, terms
from sim.scenario.packers.columns import Column, columns
from sim.scenario.packers.desk import Desk, Draw
from sim.scenario.resolved import resolved_yaml
from sim.scenario.schema import Issue, Scenario

_Positions = TypeVar("_Positions", float, np.float64, NDArray[np.float64])

_KINDS = {
    "uniform": state.UNIFORM,
    "triangular": state.TRIANGULAR,
    "normal": state.NORMAL,
    "beta": state.BETA,
}


@dataclass(frozen=True)
class Drawn:
    """A figure that is drawn anew for each trial: its name, its unit, and its place among the draws."""

    name: str
    unit: str
    number: int
    figure: Figure


@dataclass(frozen=True)
class PackedScenario:
    """A scenario as the rules read it: a record that all trials share, and the row that each trial starts from."""

    scenario: Scenario
    record: Any  # one state.packed_dtype record
    template: state.Rows  # one state.row_dtype row
    parties: tuple[str, ...]
    columns: tuple[Column, ...]
    drawn: tuple[Drawn, ...]

    @property
    def issues(self) -> tuple[str, ...]:
        """Return the name of each column of a package: an issue, or `pie.party` for a party's share of a pie."""
        return tuple(column.name(self.parties) for column in self.columns)

    def issue(self, j: int) -> Issue:
        """Return the issue that a column belongs to."""
        return self.scenario.issues[self.columns[j].issue]

    def natural(self, issue: int, x: _Positions) -> _Positions:
        """Return one or many positions between 0 and 1 in the issue's own unit."""
        scale = self.issue(issue).scale
        return scale.first + x * (scale.last - scale.first)

    def __reduce__(self) -> tuple[Any, ...]:
        """Travel to other processes as the scenario's canonical text, which is read and packed again there."""
        return _packed_from, (resolved_yaml(self.scenario),)

    def day_of(self, day: float) -> date:
        """Return the calendar date on which a day of the simulation falls."""
        return date.fromordinal(self.scenario.about.starts.toordinal() + int(np.floor(day)))


def pack(scenario: Scenario) -> PackedScenario:
    """Turn a checked scenario into what the rules read."""
    struck = effects.expanded(scenario)
    drawn = 0
    while True:
        desk = _desk(scenario, struck, drawn)
        for block in (terms, parties, offers, calendar):
            block.put(desk)
        effects.put(desk, struck)
        if len(desk.draws) <= len(desk.record["target_word"]):
            break
        drawn = len(desk.draws)
    named = _put_draws(desk)
    return PackedScenario(scenario, desk.record, desk.rows, scenario.pact.members, columns(scenario), named)


@lru_cache(maxsize=4)
def _packed_from(text: str) -> PackedScenario:
    # One entry for each scenario that a worker has at hand: tasks of one run bring the same text again and again.
    from sim.scenario.loading import load_text  # which checks what is packed here

    return pack(load_text(text).scenario)


def _desk(scenario: Scenario, struck: list[effects.Struck], drawn: int) -> Desk:
    course = scenario.calendar
    dates = [len(course.rounds), len(course.technical.dates) if course.technical else 0]
    dates.append(sum(len(effect.days) for effect in struck))
    for party in scenario.parties.values():
        if party.threat.scripted is not None:
            dates += [len(party.threat.scripted.threats), len(party.threat.scripted.notices)]
    size = state.Capacity.holding(
        parties=len(scenario.pact.members),
        issues=len(columns(scenario)),
        effects=len(struck),
        dates=max(dates),
        coalitions=len(course.side_deals),
        drawn=drawn,
    )
    record = np.zeros(1, state.packed_dtype(size)).view(np.recarray)
    rows = np.zeros(1, state.row_dtype(size)).view(np.recarray)
    return Desk(scenario, record[0], rows)


def _put_draws(desk: Desk) -> tuple[Drawn, ...]:
    named: dict[int, Drawn] = {}
    record = desk.record
    for v, draw in enumerate(desk.draws):
        if draw.address not in named:
            name = draw.figure.path.removeprefix("dials.") or draw.place
            named[draw.address] = Drawn(name, draw.figure.unit, len(named), draw.figure)
            _put_draw(record, len(named) - 1, draw)
        record["target_draw"][v] = named[draw.address].number
        record["target_word"][v] = draw.word
        record["target_origin"][v], record["target_width"][v] = draw.to.origin, draw.to.width
    fields = desk.rows.dtype.fields
    assert fields is not None
    record["drawn_word"] = fields["drawn"][1] // 8
    record["drawn"] = len(named)
    record["targets"] = len(desk.draws)
    return tuple(named.values())


def _put_draw(record: Any, v: int, draw: Draw) -> None:
    shape = draw.figure.value
    assert isinstance(shape, Distribution)
    record["draw_kind"][v] = _KINDS[shape.kind]
    record["draw_address"][v] = draw.address
    record["draw_a"][v], record["draw_b"][v] = shape.a, shape.b
    record["draw_c"][v] = scale_of(shape.a, shape.b) if shape.kind == "beta" else shape.c
    record["draw_low"][v], record["draw_high"][v] = draw.low, draw.high
