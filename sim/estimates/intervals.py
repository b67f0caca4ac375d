"""Shares of trials with their ranges: what Monte Carlo error alone leaves open."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from statistics import NormalDist

# Below this count on either side Wilson's range covers a rare ending far less often than it says.
_FEW = 5
_NEGLIGIBLE = 1e-25  # beside the likeliest count's chance; far below the last digit of a sum


@dataclass(frozen=True)
class Estimate:
    """A number found from trials, its range, and how many trials it rests on."""

    value: float
    low: float
    high: float
    trials: int


def share(count: int, trials: int, confidence: float = 0.95) -> Estimate:
    """Return the share of trials that are hits.

    Range: Wilson where hits and misses both number five or more, else Clopper-Pearson, which keeps the
    chance of holding the true share at 93% or more (Wilson alone: 88%). 0 of n begins at exactly 0, n of n
    ends at exactly 1.
    """
    if min(count, trials - count) >= _FEW:
        return wilson(count, trials, confidence)
    return clopper_pearson(count, trials, confidence)


def wilson(count: int, trials: int, confidence: float = 0.95) -> Estimate:
    """Return the share with the score range (Wilson 1927)."""
    _check(count, trials)
    square = normal_quantile(confidence) ** 2
    value = count / trials
    spread = 1 + square / trials
    centre = (value + square / (2 * trials)) / spread
    half = math.sqrt(square * (value * (1 - value) / trials + square / (4 * trials * trials))) / spread
    low = 0.0 if count == 0 else centre - half
    high = 1.0 if count == trials else centre + half
    return Estimate(float(value), float(low), float(high), int(trials))


@cache  # a table and its finer leaves ask for the same counts again
def clopper_pearson(count: int, trials: int, confidence: float = 0.95) -> Estimate:
    """Return the share with the exact range from the binomial's two tails (Clopper and Pearson 1934)."""
    _check(count, trials)
    tail = (1 - confidence) / 2
    low = _bisect(lambda p: _at_most(count - 1, trials, p) > 1 - tail) if count > 0 else 0.0
    high = _bisect(lambda p: _at_most(count, trials, p) > tail) if count < trials else 1.0
    return Estimate(float(count / trials), low, high, int(trials))


def less_than(trials: int, confidence: float = 0.95) -> float:
    """Return the upper limit of a share that was never hit, for "less than x%"."""
    return share(0, trials, confidence).high


def simultaneous(counts: Sequence[int], confidence: float = 0.95) -> tuple[Estimate, ...]:
    """Return the shares of a whole table, with ranges that hold for all rows at once.

    Goodman (1965): each row at confidence 1 - alpha / rows, which for counts of five or more is his
    formula; rarer rows take the exact range at that confidence.
    """
    row = 1 - (1 - confidence) / len(counts)
    return tuple(share(count, sum(counts), row) for count in counts)


def normal_quantile(confidence: float) -> float:
    """Return z such that a standard normal lies within -z to z with this chance (1.96 for 0.95).

    Rounded to 12 digits, since the last ones depend on the machine's logarithm.
    """
    return round(NormalDist().inv_cdf((1 + confidence) / 2), 12)


def _check(count: int, trials: int) -> None:
    if not 0 <= count <= trials or trials < 1:
        raise ValueError(f"a share needs 0 <= count <= trials and a trial, not {count} of {trials}")


def _bisect(is_below: Callable[[float], bool]) -> float:
    """Return the point of [0, 1] where `is_below` turns from true to false, to the last bit."""
    low, high = 0.0, 1.0
    while low < (middle := (low + high) / 2) < high:
        if is_below(middle):
            low = middle
        else:
            high = middle
    return high


def _at_most(count: int, trials: int, chance: float) -> float:
    """Return the binomial chance of `count` hits or fewer, for a chance of a hit strictly between 0 and 1.

    Terms are built outwards from the likeliest count by their ratios and divided by their total: only
    + - * /, so every machine gives the same digits, and no power can underflow.
    """
    mode = min(int((trials + 1) * chance), trials)
    odds = chance / (1 - chance)
    total = inside = 0.0
    term, hits = 1.0, mode
    while term > _NEGLIGIBLE:
        total += term
        inside += term if hits <= count else 0.0
        term *= (trials - hits) / (hits + 1) * odds
        hits += 1
    term, hits = mode / (trials - mode + 1) / odds, mode - 1
    while term > _NEGLIGIBLE:
        total += term
        inside += term if hits <= count else 0.0
        term *= hits / (trials - hits + 1) / odds
        hits -= 1
    return inside / total
