"""What a story-teller has at hand: names in words, and what the reader has been told so far."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

import numpy as np

from sim.model.policies import NEVER_LEAVES
from sim.model.state import NEVER, NOBODY, Row
from sim.report.story.kinds import Entry
from sim.report.story.trace import Numbers, Step, Trace
from sim.report.story.words import dated, on_scale, sentence, with_unit
from sim.report.wording import inside_sentence, with_article
from sim.scenario.packers.effects import Struck, expanded
from sim.scenario.packing import PackedScenario


class Scene:
    """The trial that is being told, and how the reader left it: positions, floors, beliefs as last mentioned.

    Whoever tells of a change measures it from what the reader knows, and notes what the reader knows then, so that
    many small steps end up as one that is told, and no number contradicts an earlier one.
    """

    def __init__(self, packed: PackedScenario, trace: Trace) -> None:
        start = trace.steps[0].after
        self.packed = packed
        self.trace = trace
        self.effects: tuple[Struck, ...] = tuple(expanded(packed.scenario))
        self.labels = [packed.scenario.parties[name].label for name in packed.parties]
        self.seats = range(len(packed.parties))
        self.names = dict(zip(packed.parties, self.labels, strict=True))
        self.table: Numbers = np.array(start["table"])
        self.pieces: Numbers = trace.steps[0].pieces.copy()
        self.aspiration: Numbers = np.array(start["aspiration"])
        self.belief: Numbers = np.array(start["belief"])
        self.elapsed = 0.0
        self.counted_end = NEVER
        self.floors: list[Row] = [start for _ in self.seats]  # for each party, the row whose floor was told last
        self.said: set[str] = set()

    def first_time(self, what: str) -> bool:
        """Return whether something is said for the first time, and note that it is said now."""
        new = what not in self.said
        self.said.add(what)
        return new

    def party(self, seat: int) -> str:
        """Return a party's name as it stands inside a sentence."""
        return with_article(self.labels[seat])

    def issue(self, j: int) -> str:
        """Return an issue's short name: its label up to a dash or a colon."""
        short = self.packed.issue(j).label.partition(" - ")[0].partition(": ")[0]
        stem = short[:4].casefold()  # `Mexican tomatoes` keeps its capital beside a party called Mexico
        if any(word.casefold().startswith(stem) for label in self.labels for word in label.split()):
            return self._share(j, short)
        return self._share(j, inside_sentence(short, self.names))

    def _share(self, j: int, issue: str) -> str:
        owner = self.packed.columns[j].owner
        return issue if owner == NOBODY else f"{issue} for {self.party(owner)}"

    def natural(self, j: int, x: float, *, bare: bool = False) -> str:
        """Return a position of the scale from 0 to 1 in the issue's own unit, or without the unit."""
        issue = self.packed.issue(j)
        text = on_scale(float(self.packed.natural(j, np.float64(x))), issue.scale.last - issue.scale.first)
        return text if bare else with_unit(text, issue.unit)

    def date(self, day: float) -> str:
        """Return a day as a date in words."""
        return dated(self.packed.day_of(day))

    def concerned(self, j: int) -> list[int]:
        """Return the seats of the parties that an issue concerns."""
        return [k for k in self.seats if self.packed.record["concerns"][k, j] == 1]

    def issues_of(self, k: int) -> list[int]:
        """Return the issues that concern a party."""
        return [j for j in range(len(self.packed.issues)) if self.packed.record["concerns"][k, j] == 1]

    def may_leave(self, k: int) -> bool:
        """Return whether a party has a policy of threats at all."""
        return bool(self.packed.record["policy"][k] != NEVER_LEAVES)

    def by_party(self, values: Iterable[float]) -> dict[str, float]:
        """Return one number for each party under its name, for `numbers`."""
        return {name: float(value) for name, value in zip(self.packed.parties, values, strict=False)}

    def entry(
        self,
        step: Step,
        event: str,
        what: str,
        because: Iterable[str] = (),
        *,
        seat: int = NOBODY,
        numbers: Mapping[str, Any] = MappingProxyType({}),
        merge: str = "",
    ) -> Entry:
        """Return an entry on the day of a step."""
        party = self.packed.parties[seat] if seat != NOBODY else None
        date = self.packed.day_of(step.day)
        return Entry(step.day, date, event, party, sentence(what), tuple(because), numbers, merge)
