"""Normal distribution function and its inverse, and the triangular inverse: the same bits everywhere."""

from math import sqrt

from sim.model.bits import float_bits
from sim.model.compiled import routine, rule
from sim.model.elementary import exp_sum, log
from sim.model.tables import mills_table

_MILLS = mills_table(2.0**-32)
_ROUND = 1.5 * 2.0**37
_FROM_FOUR = (float_bits(4.0) >> 47) - 65
_INF = float("inf")
_NAN = float("nan")


@routine
def normal_cdf(x: float) -> float:
    """Return the chance that a standard normal variable is below x, within 1 ulp down to the last (-38.5)."""
    x = float(x)
    a = abs(x)
    if not a < 38.6:
        if x != x:
            return x
        return 1.0 if x > 0.0 else 0.0
    i = int(a * 16.0 + 0.5) if a < 4.0 else (float_bits(a) >> 47) - _FROM_FOUR
    t = a - _mills(i, 0)
    t2 = t * t
    g = (_mills(i, 9) + t * _mills(i, 10)) + t2 * _mills(i, 11)
    g = (_mills(i, 5) + t * _mills(i, 6)) + t2 * ((_mills(i, 7) + t * _mills(i, 8)) + t2 * g)
    g = (_mills(i, 2) + t * _mills(i, 3)) + t2 * (_mills(i, 4) + t * g)
    # The square is taken exactly, as near^2 + (a - near)(a + near) with near a multiple of 2^-15.
    near = (a + _ROUND) - _ROUND
    below = exp_sum(_mills(i, 1) - 0.5 * near * near, g - 0.5 * (a - near) * (a + near))
    return 1.0 - below if x > 0.0 else below


@routine
def normal_quantile(u: float) -> float:
    """Return the x whose `normal_cdf` is u (Wichura 1988, AS 241, PPND16); nan outside [0, 1]."""
    u = float(u)
    q = u - 0.5
    if abs(q) <= 0.425:
        return _quantile_middle(q)
    tail = u if q < 0.0 else 1.0 - u
    if not tail > 0.0:
        if tail == 0.0:
            return -_INF if q < 0.0 else _INF
        return _NAN
    r = sqrt(-log(tail))
    x = _quantile_near(r - 1.6) if r <= 5.0 else _quantile_far(r - 5.0)
    return -x if q < 0.0 else x


@rule
def _mills(i: int, order: int) -> float:
    return float(_MILLS[i, order])


@rule
def _quantile_middle(q: float) -> float:
    r = 0.180625 - q * q
    top = ((2509.0809287301226727 * r + 33430.575583588128105) * r + 67265.770927008700853) * r
    top = ((top + 45921.953931549871457) * r + 13731.693765509461125) * r
    top = ((top + 1971.5909503065514427) * r + 133.14166789178437745) * r + 3.387132872796366608
    bottom = ((5226.495278852854561 * r + 28729.085735721942674) * r + 39307.89580009271061) * r
    bottom = ((bottom + 21213.794301586595867) * r + 5394.1960214247511077) * r
    bottom = ((bottom + 687.1870074920579083) * r + 42.313330701600911252) * r + 1.0
    return q * (top / bottom)


@rule
def _quantile_near(r: float) -> float:
    top = ((7.7454501427834140764e-4 * r + 0.0227238449892691845833) * r + 0.24178072517745061177) * r
    top = ((top + 1.27045825245236838258) * r + 3.64784832476320460504) * r
    top = ((top + 5.7694972214606914055) * r + 4.6303378461565452959) * r + 1.42343711074968357734
    bottom = ((1.05075007164441684324e-9 * r + 5.475938084995344946e-4) * r + 0.0151986665636164571966) * r
    bottom = ((bottom + 0.14810397642748007459) * r + 0.68976733498510000455) * r
    bottom = ((bottom + 1.6763848301838038494) * r + 2.05319162663775882187) * r + 1.0
    return top / bottom


@rule
def _quantile_far(r: float) -> float:
    top = ((2.01033439929228813265e-7 * r + 2.71155556874348757815e-5) * r + 0.0012426609473880784386) * r
    top = ((top + 0.026532189526576123093) * r + 0.29656057182850489123) * r
    top = ((top + 1.7848265399172913358) * r + 5.4637849111641143699) * r + 6.6579046435011037772
    bottom = ((2.04426310338993978564e-15 * r + 1.4215117583164458887e-7) * r + 1.8463183175100546818e-5) * r
    bottom = ((bottom + 7.868691311456132591e-4) * r + 0.0148753612908506148525) * r
    bottom = ((bottom + 0.13692988092273580531) * r + 0.59983220655588793769) * r + 1.0
    return top / bottom


@routine
def triangular_quantile(u: float, low: float, mode: float, high: float) -> float:
    """Return the u-quantile of the triangular distribution on [low, high] with its peak at `mode`."""
    width = high - low
    if not width > 0.0:
        return float(low)
    rise = mode - low
    if u * width < rise:
        return float(low + sqrt(u * width * rise))
    return float(high - sqrt((1.0 - u) * width * (high - mode)))
