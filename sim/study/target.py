"""What a study looks at: the share of an ending, the share of trials with a notice, or a party's mean value."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.errors import MissingName
from sim.scenario import Scenario
from sim.scenario.words import meant, shown
from sim.simulate import Run

NOTICE = "notice"
_VALUE = "value_"


@dataclass(frozen=True)
class Target:
    """A result that each trial has: a hit or a miss (`is_share`), or a number in utility units."""

    name: str
    is_share: bool

    def of(self, run: Run) -> NDArray[np.generic]:
        """Return the result of each trial: hits are booleans."""
        if self.name == NOTICE:
            return run.table["notices"].astype(np.bool_)
        if not self.is_share:
            return run.table[self.name]
        return np.asarray(run.table["ending"] == run.labels("ending").index(self.name))


def target_of(run: Run, word: str | None) -> Target:
    """Return the result called `word`, or the share of the likeliest ending; raise MissingName where there is none."""
    endings = run.labels("ending")
    if word is None:
        counts = np.bincount(run.table["ending"], minlength=len(endings))
        return Target(endings[int(np.argmax(counts))], is_share=True)
    names = _names(endings, run.scenario)
    if word not in names:
        raise MissingName(f"there is no result {shown(word)}{meant(word, names)}")
    return Target(word, is_share=not word.startswith(_VALUE))


def _names(endings: tuple[str, ...], scenario: Scenario) -> list[str]:
    return [*endings, NOTICE, *(f"{_VALUE}{party}" for party in scenario.pact.members)]
