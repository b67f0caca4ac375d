"""What charts are drawn from: the answer of a run, and what was found out besides for the page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sim.report.shape import Answer
from sim.report.wording import with_article

Interval = tuple[float, float, float, float, float]  # 5, 25, 50, 75 and 95% of the trials lie below


@dataclass(frozen=True)
class Event:
    """A date that the scenario knows beforehand; a round stands without a letter."""

    date: date
    label: str
    is_round: bool


@dataclass(frozen=True)
class Issue:
    """One thing that is bargained over, in its own unit, and where the parties stand on it from date to date."""

    label: str
    unit: str
    first: float
    last: float
    status_quo: float
    standing: Mapping[str, Sequence[Interval]]  # of each party that it concerns, one interval a date
    agreed: Interval | None  # in the deals; None where there is none


@dataclass(frozen=True)
class Stances:
    """Where the parties stand while they talk, on dates of their own: in so many trials, still going on in so many."""

    dates: Sequence[date]
    trials: int
    going_on: Sequence[int]
    issues: Sequence[Issue]


@dataclass(frozen=True)
class Pair:
    """Two parties, and the best that one can have for each worth to the other, whatever that means for the rest.

    The frontier runs from left to right, as far as both have no less than without a deal.
    """

    first: str
    second: str
    frontier: Sequence[tuple[float, float]]


@dataclass(frozen=True)
class Worths:
    """What packages are worth to each party, in utility units, by the yardstick of one trial.

    `deals` are the terms of simulated deals of all; `nash` is None where no package beats every floor.
    """

    deals: Mapping[str, Sequence[float]]
    count: int  # of deals, of which those are a sample
    no_deal: Mapping[str, float]
    floors: Mapping[str, float]
    nash: Mapping[str, float] | None
    pairs: Sequence[Pair]


@dataclass(frozen=True)
class Material:
    """All that the charts of a page read."""

    answer: Answer
    null: Answer  # of the same trials where every party comes round at a constant rate
    word: str  # the scenario as the user named it
    events: Sequence[Event]
    stances: Stances | None
    worths: Worths
    compared: Answer | None

    def party(self, name: str) -> str:
        """Return what a party is called."""
        return str(self.answer["parties"][name]["label"])

    def inside(self, name: str) -> str:
        """Return what a party is called inside a sentence."""
        return with_article(self.party(name))
