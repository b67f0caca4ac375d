"""Count, exact sum and exact sum of squares of many numbers: what a mean and its range are made from.

Both sums are whole numbers of the smallest double's size, so that adding is exact: whichever way the numbers come in
parts, in whatever order the parts are added, the same bits come out.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.estimates.intervals import Estimate, normal_quantile

Values = npt.NDArray[np.generic] | Sequence[float]
Floats = npt.NDArray[np.float64]

GRID = 1074  # every finite double is a whole number of times 2**-1074, and its square of times 2**-2148
_BLOCK = 2**13  # 64 kB: the C library takes what is twice as large from the system each time, and gives it back
# 2**13 products of two limbs of 19 bits add up to 2**51 at most: exact in doubles, in any order.
_LIMB = 19
_SPREAD = 24  # binary orders of size that are split together; the few smaller numbers are split apart


@dataclass(frozen=True)
class Moments:
    """How many numbers there are, their sum in units of 2**-1074, and that of their squares in units of 2**-2148."""

    count: int = 0
    total: int = 0
    squares: int = 0

    def __add__(self, other: Moments) -> Moments:
        """Return the moments of both sets of numbers together."""
        return Moments(self.count + other.count, self.total + other.total, self.squares + other.squares)

    def mean(self, confidence: float = 0.95) -> Estimate:
        """Return the mean with its normal range: the exact sum, rounded and divided; the variance exact, rounded once.

        One number has no range: low and high are then NaN. Raise ValueError where there is none.
        """
        if self.count == 0:
            raise ValueError("a mean needs one finite number at least")
        centre = self.total / (1 << GRID) / self.count
        if self.count == 1:
            return Estimate(centre, math.nan, math.nan, 1)
        half = normal_quantile(confidence) * self.deviation(self.count - 1)
        return Estimate(centre, centre - half, centre + half, self.count)

    def deviation(self, freedom: int) -> float:
        """Return the standard error of the mean, from the squares about it over `freedom` (count, or one less)."""
        about_mean = self.count * self.squares - self.total * self.total  # times the count
        return _root(about_mean, (self.count * self.count * freedom) << (2 * GRID))

    def to_data(self) -> dict[str, Any]:
        """Return the moments as JSON can hold them: the sums in hexadecimal, times a power of two."""
        return {"count": self.count, "sum": _written(self.total, GRID), "squares": _written(self.squares, 2 * GRID)}

    @staticmethod
    def from_data(data: Mapping[str, Any]) -> Moments:
        """Return the moments that `to_data` wrote."""
        return Moments(data["count"], _read(data["sum"], GRID), _read(data["squares"], 2 * GRID))


def moments_of(values: Values) -> Moments:
    """Return the moments of a row of numbers, taken as doubles; raise ValueError where one is not finite."""
    numbers = values if isinstance(values, np.ndarray) else np.asarray(values, dtype=np.float64)
    if numbers.ndim != 1:
        raise ValueError("moments need one row of finite numbers")
    total = squares = 0
    for start in range(0, len(numbers), _BLOCK):
        more, more_squares = _sums(np.asarray(numbers[start : start + _BLOCK], dtype=np.float64))
        total += more
        squares += more_squares
    return Moments(len(numbers), total, squares)


def repeated(value: float, count: int) -> Moments:
    """Return the moments of `count` numbers that are all the same."""
    one = moments_of((value,))
    return Moments(count, count * one.total, count * one.squares)


def _sums(numbers: Floats) -> tuple[int, int]:
    """Return the exact sums of one block."""
    sizes = np.abs(numbers)
    largest = float(sizes.max())
    if not math.isfinite(largest):
        raise ValueError("moments need one row of finite numbers")
    top = math.frexp(largest)[1]
    least = math.ldexp(1.0, top - _SPREAD)
    if float(sizes.min()) < least:
        is_small = (sizes < least) & (sizes > 0.0)
        if is_small.any():
            small, large = _sums(numbers[is_small]), _sums(numbers[~is_small])
            return small[0] + large[0], small[1] + large[1]
    return _joined(_limbs(numbers, top), top)


def _limbs(numbers: Floats, top: int) -> list[Floats]:
    """Return whole numbers of 19 bits each: numbers = 2**top times the sum of limbs[k] * 2**(-19 * (k + 1)).

    Every step is exact: multiplying by powers of two, rounding to whole numbers, and what is left by it (as in
    Rump, Ogita and Oishi 2008).
    """
    # Beyond the largest double, powers of two are no factor.
    left = np.ldexp(numbers, _LIMB - top) if top < -1000 else numbers * math.ldexp(1.0, _LIMB - top)
    limbs = []
    while True:
        limbs.append(np.rint(left))
        left = left - limbs[-1]
        if not left.any():
            return limbs
        left *= 2.0**_LIMB


def _joined(limbs: list[Floats], top: int) -> tuple[int, int]:
    """Return the sum and the sum of squares from those of the limbs and of their products."""
    last = len(limbs) - 1
    unit = top - _LIMB * len(limbs)
    total = squares = 0
    for limb in limbs:
        total = (total << _LIMB) + int(limb.sum())
    for order in range(2 * last + 1):
        squares <<= _LIMB
        for k in range(max(0, order - last), order // 2 + 1):
            # einsum, as BLAS would start threads for it.
            product = int(np.einsum("n,n->", limbs[k], limbs[order - k]))
            squares += product if 2 * k == order else 2 * product
    return _shifted(total, unit + GRID), _shifted(squares, 2 * (unit + GRID))


def _shifted(whole: int, places: int) -> int:
    return whole << places if places >= 0 else whole >> -places  # the bits that go are zeros


def _root(numerator: int, denominator: int) -> float:
    """Return the square root of a ratio, to within two roundings however large or small both are."""
    if numerator == 0:
        return 0.0
    halves = (numerator.bit_length() - denominator.bit_length()) // 2
    scaled = (numerator << max(0, -2 * halves)) / (denominator << max(0, 2 * halves))
    return math.ldexp(math.sqrt(scaled), halves)


def _written(whole: int, grid: int) -> str:
    zeros = (whole & -whole).bit_length() - 1 if whole else grid
    return f"{whole >> zeros:x}p{zeros - grid}"


def _read(text: str, grid: int) -> int:
    digits, _, power = text.partition("p")
    return int(digits, 16) << (int(power) + grid)
