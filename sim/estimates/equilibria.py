"""Games known from trials only: what a player gains by switching, its regret, and the pure equilibria.

Payoffs are numbers of shape (rows, columns, 2, trials): what the player of the rows (0) and the player of the columns
(1) get, in the same trials for every pair of strategies (Wellman, Tuyls and Greenwald 2025).
"""

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from sim.estimates.intervals import Estimate
from sim.estimates.paired import paired_difference

Payoffs = npt.NDArray[np.float64]
Profile = tuple[int, int]  # a row and a column
Holds = Literal["beyond error", "as a tie", "in the estimates"]

_NOTHING = 1e-9  # the slack of all acceptance tests (model.md 2): what floating point alone could move


@dataclass(frozen=True)
class Switch:
    """What a player gains by playing strategy `to` instead, the other staying; `is_same`: the same in every trial."""

    player: int
    to: int
    gain: Estimate
    is_same: bool


@dataclass(frozen=True)
class Regret:
    """What a player could gain by its best switch, 0 or more; `switches` are all of them, the best first."""

    gain: Estimate
    switches: tuple[Switch, ...]

    @property
    def is_clear(self) -> bool:
        """Say whether the regret stands out from Monte Carlo error."""
        return self.gain.low > 0.0


@dataclass(frozen=True)
class Equilibrium:
    """A pair of strategies from which no switch gains; `switches` are all of them, the best first.

    It holds beyond (Monte Carlo) error where every switch has its range below zero; as a tie where some switches
    bring the same in every trial and all others have their range below zero; else in the estimates only.
    """

    profile: Profile
    switches: tuple[Switch, ...]
    holds: Holds


def regret(payoffs: Payoffs, profile: Profile, player: int, confidence: float = 0.95) -> Regret:
    """Return what a player could gain by its best switch from a pair of strategies.

    The best of several estimates is too high on average (the winner's curse). So the ranges of all switches hold at
    once (Bonferroni), and the range of the regret is where the largest of them can lie: from the highest low end to
    the highest high end.
    """
    others = payoffs.shape[player] - 1
    found = _best_first(_switches(payoffs, profile, player, _each(confidence, others)))
    gains = np.array([[each.gain.value, each.gain.low, each.gain.high] for each in found]).reshape(others, 3)
    value, low, high = np.max(gains, axis=0, initial=0.0).tolist()
    return Regret(Estimate(value if value > _NOTHING else 0.0, low, high, payoffs.shape[3]), found)


def equilibria(payoffs: Payoffs, confidence: float = 0.95) -> tuple[Equilibrium, ...]:
    """Return the pure equilibria of the estimated game, row by row (Nash 1951).

    A pair of strategies is one where no player's mean is higher in another row, or another column. The ranges of all
    switches from that pair hold at once (Bonferroni); they say nothing about the other pairs.
    """
    rows, columns = payoffs.shape[:2]
    each = _each(confidence, rows + columns - 2)
    return tuple(_equilibrium(payoffs, profile, each) for profile in _stable(_means(payoffs)))


def _equilibrium(payoffs: Payoffs, profile: Profile, confidence: float) -> Equilibrium:
    both = [each for player in (0, 1) for each in _switches(payoffs, profile, player, confidence)]
    return Equilibrium(profile, _best_first(both), _holds(both))


def _holds(switches: list[Switch]) -> Holds:
    if any(not each.is_same and not each.gain.high < 0.0 for each in switches):  # one trial has no range: NaN
        return "in the estimates"
    return "as a tie" if any(each.is_same for each in switches) else "beyond error"


def _switches(payoffs: Payoffs, profile: Profile, player: int, confidence: float) -> list[Switch]:
    row, column = profile
    line = payoffs[:, column, 0] if player == 0 else payoffs[row, :, 1]
    now = line[profile[player]]
    return [
        Switch(player, to, paired_difference(now, then, confidence), bool((np.abs(then - now) <= _NOTHING).all()))
        for to, then in enumerate(line)
        if to != profile[player]
    ]


def _best_first(switches: list[Switch]) -> tuple[Switch, ...]:
    return tuple(sorted(switches, key=lambda each: -each.gain.value))


def _each(confidence: float, switches: int) -> float:
    return 1 - (1 - confidence) / max(switches, 1)


def _means(payoffs: Payoffs) -> Payoffs:
    flat = payoffs.reshape(-1, payoffs.shape[3])
    # Exact sums, so that the order of trials decides no tie.
    return np.array([math.fsum(trials) / len(trials) for trials in flat.tolist()]).reshape(payoffs.shape[:3])


def _stable(means: Payoffs) -> list[Profile]:
    best = (means[:, :, 0].max(axis=0), means[:, :, 1].max(axis=1)[:, None])
    stays = (means[:, :, 0] >= best[0] - _NOTHING) & (means[:, :, 1] >= best[1] - _NOTHING)
    return [(int(row), int(column)) for row, column in np.argwhere(stays)]
