"""Compute the constant tables of the elementary functions exactly, with integers, once on each machine.

Numbers of 256 fraction bits are held in Python integers and rounded once, so every machine gets the same
tables and nobody has to trust a page of digits. That takes about 15 milliseconds, so they are kept.
"""

import hashlib
from collections.abc import Callable
from functools import cache, wraps
from math import isqrt
from pathlib import Path
from typing import ParamSpec

import numpy as np
from numpy.typing import NDArray

from sim.cache import kept

Table = NDArray[np.float64]
_P = ParamSpec("_P")

_BITS = 256
_ONE = 1 << _BITS


def _kept(make: Callable[_P, Table]) -> Callable[_P, Table]:
    """Keep the tables of a function under what they are made of: this file and the arguments."""

    @wraps(make)
    def look_up(*words: _P.args, **named: _P.kwargs) -> Table:
        made_of = f"{_SOURCE} {make.__name__} {words} {named}"
        name = f"table-{hashlib.sha256(made_of.encode()).hexdigest()[:24]}.f8"
        content = kept(name, lambda: make(*words, **named).astype("<f8").tobytes())
        return np.frombuffer(content, "<f8").reshape(-1, _COLUMNS[make.__name__])

    return look_up


_SOURCE = hashlib.sha256(Path(__file__).read_bytes()).hexdigest()
_COLUMNS = {"exponential_table": 2, "logarithm_table": 3, "mills_table": 12}


@_kept
def exponential_table(pieces: int) -> Table:
    """Return rows (2^(i/pieces) rounded, what that left out), shape (pieces, 2); pieces a power of two."""
    root = 2 * _ONE
    for _ in range(pieces.bit_length() - 1):
        root = isqrt(root << _BITS)
    rows, value = [], _ONE
    for _ in range(pieces):
        rows.append(_split(value, 2.0**-52))
        value = value * root >> _BITS
    return np.array(rows)


@_kept
def logarithm_table(pieces: int, start: float, grain: float) -> Table:
    """Return rows (1/c, log c to a multiple of `grain`, the rest of log c), shape (pieces, 3).

    Piece i is the i-th of `pieces` intervals, equal in leading bits, of [start, 2 start), 1/2 < start < 1.
    1/c is the number of eight significant bits next to the reciprocal of the piece's middle (exactly 1 beside
    1), so that z/c - 1 is exact for z in the piece (Szabolcs Nagy, ARM optimized routines, 2018).
    """
    rows = []
    for i in range(pieces):
        low, high = _piece(i, pieces, start), _piece(i + 1, pieces, start)
        step = 128 if high <= 1.0 else 256
        beside_one = low == 1.0 or high == 1.0
        inverse = 1.0 if beside_one else round(step * 2.0 / (low + high)) / step
        rows.append((inverse, *_split(-_log(int(inverse * 256), 256), grain)))
    return np.array(rows)


def log_of_two(grain: float, divisor: int = 1) -> tuple[float, float]:
    """Return log(2)/divisor to a multiple of `grain`, and the rest."""
    return _split(_log(2, 1) // divisor, grain)


@_kept
def mills_table(grain: float) -> Table:
    """Return rows (x, g to a multiple of `grain`, the rest of g, g', g''/2!, .. to order 9), shape (168, 12).

    g is such that the normal chance above x is e^(g(x) - x^2/2). The points: every 1/16 from 0 to 4, then in
    the middles of 32 pieces per binade up to 38.5. The Mills ratio R, chance above x over density at x,
    obeys R' = x R - 1, which gives all its derivatives (Marsaglia 2004, J. Stat. Software 11(4)). From 4 on R
    comes from its continued fraction, below by Taylor steps downwards, which make errors shrink. The scale is
    fixed by g(0) = -log 2.
    """
    binades = [size * (65 + 2 * i) / 64.0 for size in (4.0, 8.0, 16.0) for i in range(32)]
    far = [4.0, *binades, *(32.5 + i for i in range(7))]
    series = [_mills_series(x, _mills_ratio(x), 10) for x in far]
    for i in range(63, -1, -1):
        above = _mills_series((i + 1) / 16.0, series[0][0], 40)
        series.insert(0, _mills_series(i / 16.0, _sixteenth_below(above), 10))
    points = [*(i / 16.0 for i in range(64)), *far]
    whole = 2 * series[0][0]
    logs = [(*_split(_log(c[0], whole), grain), *_log_series(c)) for c in series]
    return np.column_stack([points, logs])


def _mills_ratio(x: float) -> int:
    """Return 1/(x + 1/(x + 2/(x + 3/(x + ..)))) for x >= 4, a multiple of 1/64."""
    position = int(x * 64) * _ONE // 64
    value = position
    for n in range(int(720.0 / x), 0, -1):  # more terms change no digit of the table
        value = position + n * _ONE * _ONE // value
    return _ONE * _ONE // value


def _mills_series(x: float, value: int, terms: int) -> list[int]:
    """Return Taylor coefficients of the Mills ratio at x, a multiple of 1/64, where it is `value`."""
    position = int(x * 64)
    series = [value, (position * value >> 6) - _ONE]
    for n in range(1, terms - 1):
        series.append(((position * series[n] >> 6) + series[n - 1]) // (n + 1))
    return series


def _sixteenth_below(series: list[int]) -> int:
    total = 0
    for c in reversed(series):
        total = c - (total >> 4)
    return total


def _log_series(series: list[int]) -> list[float]:
    """Return the coefficients of order 1 to 9 of the logarithm of a power series."""
    logs = [0]
    for n in range(1, 10):
        mixed = sum(k * logs[k] * series[n - k] for k in range(1, n)) >> _BITS
        logs.append((n * series[n] - mixed) * _ONE // (n * series[0]))
    return [c / _ONE for c in logs[1:]]


def _piece(i: int, pieces: int, start: float) -> float:
    # The bits count in steps of 1/pieces of a binade, whose width doubles at 1.
    below = round((1.0 - start) * 2 * pieces)
    return start + i / (2 * pieces) if i <= below else 1.0 + (i - below) / pieces


def _log(numerator: int, denominator: int) -> int:
    """Return log(numerator/denominator) in units of 2^-256: doubled or halved to near 1, then its series."""
    twos = 0
    while 3 * numerator < 2 * denominator:
        numerator, twos = 2 * numerator, twos - 1
    while 3 * numerator > 4 * denominator:
        denominator, twos = 2 * denominator, twos + 1
    return _log_near_one(numerator, denominator) + twos * _log_near_one(2, 1)


@cache  # of 2 it is asked at every turn
def _log_near_one(numerator: int, denominator: int) -> int:
    """Return log q for q = numerator/denominator in [1/2, 2], by log q = 2 artanh((q - 1)/(q + 1))."""
    ratio = ((numerator - denominator) << _BITS) // (numerator + denominator)
    square = ratio * ratio >> _BITS
    term, total, n = ratio, 0, 1
    while term not in (0, -1):
        total += term // n
        term = term * square >> _BITS
        n += 2
    return 2 * total


def _split(value: int, grain: float) -> tuple[float, float]:
    unit = int(grain * 2.0**128) << (_BITS - 128)
    whole = (2 * value + unit) // (2 * unit)
    return float(whole) * grain, (value - whole * unit) / _ONE
