"""Exponential, logarithm, power and logistic from + - * / and exact scaling: the same bits on every machine.

The method is that of the ARM optimized routines (Szabolcs Nagy 2018), after Tang (1989, 1990): reduce the
argument exactly with a table of 128 pieces, then a short Taylor polynomial. Never fused, never reordered; inf
and nan pass through.
"""

from sim.model.bits import bits_float, float_bits
from sim.model.compiled import routine, rule
from sim.model.tables import exponential_table, log_of_two, logarithm_table

_EXP = exponential_table(128)
_LOG = logarithm_table(128, 0.6875, 2.0**-42)
_STEP_HIGH, _STEP_LOW = log_of_two(2.0**-43, 128)
_STEP = _STEP_HIGH + _STEP_LOW
_PER_STEP = 1.0 / _STEP
_LN2_HIGH, _LN2_LOW = log_of_two(2.0**-42)
_ROUND = 1.5 * 2.0**52
_START = float_bits(0.6875)
_SMALLEST_NORMAL = 2.0**-1022
_INF = float("inf")
_NAN = float("nan")


@rule
def exp(x: float) -> float:
    """Return e^x, within 1 ulp."""
    x = float(x)
    if not abs(x) < 708.0:
        return _exp_edge(x, 0.0)
    steps = (x * _PER_STEP + _ROUND) - _ROUND
    r = (x - steps * _STEP_HIGH) - steps * _STEP_LOW
    return _root(int(steps), r) * bits_float(((int(steps) >> 7) + 1023) << 52)


@rule
def exp_sum(high: float, low: float) -> float:
    """Return e^(high + low), within 1 ulp of the exact sum, for a correction |low| < 1/8."""
    if not -708.0 < high < 709.0:
        return _exp_edge(high, low)
    steps = ((high + low) * _PER_STEP + _ROUND) - _ROUND
    r = ((high - steps * _STEP_HIGH) - steps * _STEP_LOW) + low
    return _root(int(steps), r) * bits_float(((int(steps) >> 7) + 1023) << 52)


@rule
def exp2(x: float) -> float:
    """Return 2^x, within 1 ulp."""
    x = float(x)
    if not -1022.0 < x < 1023.0:
        return _exp2_edge(x)
    steps = (x * 128.0 + _ROUND) - _ROUND
    return _root(int(steps), (x * 128.0 - steps) * _STEP) * bits_float(((int(steps) >> 7) + 1023) << 52)


@rule
def log(x: float) -> float:
    """Return the natural logarithm of x, within 1 ulp; -inf at 0, nan below."""
    x = float(x)
    scale = 0
    if not _SMALLEST_NORMAL <= x < _INF:
        if not 0.0 < x < _INF:
            return _log_edge(x)
        x *= 4503599627370496.0
        scale = -52
    bits = float_bits(x)
    offset = bits - _START
    k = offset >> 52
    z = bits_float(bits - (k << 52))
    i = (offset >> 45) & 127
    z_high = bits_float((bits - (k << 52)) & -4294967296)
    inverse = float(_LOG[i, 0])
    r = (z_high * inverse - 1.0) + (z - z_high) * inverse
    kd = float(k + scale)
    base = kd * _LN2_HIGH + float(_LOG[i, 1])
    high = base + r
    low = ((base - high) + r) + (kd * _LN2_LOW + float(_LOG[i, 2]))
    r2 = r * r
    tail = (-0.25 + r * 0.2) + r2 * ((-1.0 / 6.0 + r * (1.0 / 7.0)) - r2 * 0.125)
    return high + (low + r2 * ((-0.5 + r * (1.0 / 3.0)) + r2 * tail))


@rule
def logistic(x: float) -> float:
    """Return 1/(1 + e^-x), accurate in both tails, never overflowing."""
    x = float(x)
    odds = exp(-abs(x))
    return (1.0 if x >= 0.0 else odds) / (1.0 + odds)


@routine
def power(x: float, y: float) -> float:
    """Return x^y for x >= 0, within 1 ulp; nan for x < 0, 1 for y = 0 or x = 1 as in IEEE 754."""
    x, y = float(x), float(y)
    if y == 0.0 or x == 1.0:
        return 1.0
    if not (0.0 < x < _INF and -_INF < y < _INF):
        return _power_edge(x, y)
    high, low = _log_pair(x)
    y_high = bits_float(float_bits(y) & -134217728)
    log_high = bits_float(float_bits(high) & -134217728)
    e = y_high * log_high
    if e > 800.0:
        return _INF
    if e < -800.0:
        return 0.0
    return exp_sum(e, (y - y_high) * log_high + y * ((high - log_high) + low))


@rule
def _root(steps: int, r: float) -> float:
    """Return 2^(steps/128) e^r up to a whole power of two, in [1, 2], for |r| below 0.003."""
    i = steps & 127
    r2 = r * r
    p = r + r2 * ((0.5 + r * (1.0 / 6.0)) + r2 * (1.0 / 24.0 + r * (1.0 / 120.0)))
    root = float(_EXP[i, 0])
    return root + (float(_EXP[i, 1]) + root * p)


@routine
def _exp_edge(high: float, low: float) -> float:
    """Return e^(high + low) where it is not finite, or near the largest or the smallest of floats."""
    if high != high:
        return high
    if high > 710.0:
        return _INF
    if high < -746.0:
        return 0.0
    steps = ((high + low) * _PER_STEP + _ROUND) - _ROUND
    r = ((high - steps * _STEP_HIGH) - steps * _STEP_LOW) + low
    return _scaled(_root(int(steps), r), int(steps) >> 7)


@routine
def _exp2_edge(x: float) -> float:
    """Return 2^x where it is not finite, or near the largest or the smallest of floats."""
    if x != x:
        return x
    if x >= 1024.0:
        return _INF
    if x < -1076.0:
        return 0.0
    steps = (x * 128.0 + _ROUND) - _ROUND
    return _scaled(_root(int(steps), (x * 128.0 - steps) * _STEP), int(steps) >> 7)


@rule
def _scaled(root: float, k: int) -> float:
    """Return root times 2^k in two exact steps, so that only the result may overflow, or lose digits."""
    if k > 0:
        return root * bits_float((k + 923) << 52) * bits_float(1123 << 52)
    return root * bits_float((k + 1223) << 52) * bits_float(823 << 52)


@rule
def _log_edge(x: float) -> float:
    if x == 0.0:
        return -_INF
    return x if x == _INF else _NAN


@rule
def _power_edge(x: float, y: float) -> float:
    if x != x or y != y or x < 0.0:
        return _NAN
    grows = (y > 0.0) == (x > 1.0)
    return _INF if grows else 0.0


@rule
def _log_pair(x: float) -> tuple[float, float]:
    """Return log x as a sum of two floats, to about 2^-68 of itself."""
    scale = 0
    if x < _SMALLEST_NORMAL:
        x *= 4503599627370496.0
        scale = -52
    bits = float_bits(x)
    offset = bits - _START
    k = offset >> 52
    z = bits_float(bits - (k << 52))
    i = (offset >> 45) & 127
    z_high = bits_float((bits - (k << 52) + 2147483648) & -4294967296)
    inverse = float(_LOG[i, 0])
    r_high = z_high * inverse - 1.0
    r_low = (z - z_high) * inverse
    r = r_high + r_low
    kd = float(k + scale)
    base = kd * _LN2_HIGH + float(_LOG[i, 1])
    sum1 = base + r
    back = sum1 - base
    low1 = (base - (sum1 - back)) + (r - back)
    half = -0.5 * r
    half_high = -0.5 * r_high
    square = r_high * half_high
    sum2 = sum1 + square
    low2 = (sum1 - sum2) + square
    tail = (1.0 / 7.0 - r * 0.125) + r * r * (1.0 / 9.0 - r * 0.1)
    tail = (1.0 / 3.0 - r * 0.25) + r * r * ((0.2 - r * (1.0 / 6.0)) + r * r * tail)
    low = (kd * _LN2_LOW + float(_LOG[i, 2])) + low1 + r_low * (half + half_high) + low2 + r * r * r * tail
    high = sum2 + low
    return high, (sum2 - high) + low
