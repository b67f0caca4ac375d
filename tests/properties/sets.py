"""Draw sets of parameters at random, and say how near what the engine finds has to come to a formula."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import sqrt

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from scipy import stats

from sim.model.chance import address

SETS = 500  # of parameters, for each formula
EXACT = 1e-9
many = settings(derandomize=True, max_examples=SETS, deadline=None, suppress_health_check=[HealthCheck.too_slow])

EACH = 4.5  # standard errors: chance passes them once in 150,000 numbers
_BITS = 20


def between(low: float, high: float) -> st.SearchStrategy[float]:
    """Return numbers of four digits after the point, the bounds themselves oftener than others."""
    return st.integers(round(low * 10_000), round(high * 10_000)).map(lambda n: n / 10_000)


@st.composite
def evenly(draw: st.DrawFn, low: float, high: float) -> float:
    """Return numbers that are all equally likely, for what is compared by chance.

    Hypothesis mixes numbers that stand in other modules into those it draws, but not into bits. So these sets are the
    same whatever is edited elsewhere, and a distance that is within its bound stays there.
    """
    whole = sum(draw(st.booleans()) << bit for bit in range(_BITS))
    return round(low + (high - low) * whole / (1 << _BITS), 6)


def seed_of(*parameters: float) -> int:
    """Return a seed of its own for each set of parameters, so that the sets are independent samples."""
    return address(repr(parameters))


@dataclass
class Distances:
    """How far averages over trials lie from their formulas, in standard errors; one for each set of parameters."""

    of: str
    found: list[float] = field(default_factory=list)

    def add(self, average: float, expected: float, variance: float, trials: int) -> None:
        """Hold one average against what is expected of it; `variance` is that of one trial, by its formula."""
        distance = (average - expected) / sqrt(variance / trials)
        self.found.append(distance)
        assert abs(distance) <= EACH, f"{self.of}: found {average}, expected {expected}, {distance:+.2f} errors off"

    def add_share(self, happened: float, chance: float, trials: int) -> None:
        """Hold the share of trials in which something happened against its chance."""
        self.add(happened, chance, chance * (1.0 - chance), trials)

    def hold(self) -> None:
        """Assert what has to hold of all sets together, which is sharper than what holds of each.

        Their mean is 0, within 4.5 standard errors of a mean: 0.2 for 500 sets. Beyond 3 lie as many as chance puts
        there, 27 in 10,000, or so many more as it does once in a million: of 500 sets at most 9.
        """
        number = len(self.found)
        assert number >= SETS
        assert abs(sum(self.found) / number) <= EACH / sqrt(number), f"{self.of}: off by {sum(self.found) / number}"
        beyond = sum(abs(distance) > 3.0 for distance in self.found)
        assert beyond <= stats.binom.ppf(1 - 1e-6, number, 2 * stats.norm.sf(3.0)), f"{self.of}: {beyond} beyond 3"
