"""Beta distribution function and its inverse, and the log gamma function, the same bits on every machine."""

from math import sqrt

from sim.model.compiled import entry, routine, rule
from sim.model.elementary import exp, log, power
from sim.model.normal import normal_quantile

_HALF_LOG_TWO_PI = 0.91893853320467274178
_TINY = 1e-300
_INF = float("inf")
_NAN = float("nan")


@routine
def log_gamma(x: float) -> float:
    """Return log Gamma(x) for x > 0 by Stirling's series; inf at 0, nan below.

    Absolute error below 3e-14 up to x = 12, relative error below 1e-15 above.
    """
    x = float(x)
    if not 0.0 < x < _INF:
        return _INF if x == 0.0 or x == _INF else _NAN
    shift = 1.0
    while x < 12.0:
        shift *= x
        x += 1.0
    y = 1.0 / x
    y2 = y * y
    series = ((1.0 / 156.0 * y2 - 691.0 / 360360.0) * y2 + 1.0 / 1188.0) * y2 - 1.0 / 1680.0
    series = ((series * y2 + 1.0 / 1260.0) * y2 - 1.0 / 360.0) * y2 + 1.0 / 12.0
    return (x - 0.5) * log(x) - x + _HALF_LOG_TWO_PI + series * y - log(shift)


@routine
def beta_cdf(x: float, a: float, b: float) -> float:
    """Return the chance that a Beta(a, b) variable is below x; nan unless a > 0 and b > 0."""
    x, a, b = float(x), float(a), float(b)
    if not (0.0 < a < _INF and 0.0 < b < _INF) or x != x:
        return _NAN
    if x <= 0.0:
        return 0.0
    if x >= 1.0:
        return 1.0
    return _below(x, a, b, _front(x, a, b, log_beta(a, b)))


@rule
def log_beta(a: float, b: float) -> float:
    """Return the logarithm of the beta function, log B(a, b); nan unless a > 0 and b > 0."""
    return log_gamma(a) + log_gamma(b) - log_gamma(a + b)


@entry
def scale_of(a: float, b: float) -> float:
    """Return `log_beta` to whoever is no rule."""
    return log_beta(a, b)


@rule
def beta_quantile(u: float, a: float, b: float) -> float:
    """Return the x whose `beta_cdf` is u, by Halley steps in a shrinking bracket; nan unless 0 <= u <= 1."""
    return beta_quantile_scaled(u, a, b, log_beta(float(a), float(b)))


@routine
def beta_quantile_scaled(u: float, a: float, b: float, scale: float) -> float:
    """Return `beta_quantile` where `scale`, which is log B(a, b), is known: many draws of one shape share it."""
    u, a, b = float(u), float(a), float(b)
    if not (0.0 < a < _INF and 0.0 < b < _INF and 0.0 <= u <= 1.0):
        return _NAN
    if u == 0.0 or u == 1.0:
        return u
    low, high, x = 0.0, 1.0, _guess(u, a, b)
    for n in range(200):
        # Far out in a tail Halley steps creep: from the eighth on every other step halves the bracket.
        if not low < x < high or (n > 8 and n & 1):
            x = 0.5 * (low + high)
        front = _front(x, a, b, scale)
        excess = _below(x, a, b, front) - u
        if excess > 0.0:
            high = x
        else:
            low = x
        step = _halley(excess, front, x, a, b)
        x -= step
        if _is_last(step, x, a, b) or high - low <= 2e-16 * high:
            break
    return min(max(x, low), high)


@rule
def _is_last(step: float, x: float, a: float, b: float) -> bool:
    """Claim that what a Halley step leaves (third order) is below rounding: 1e-6 of every scale near x."""
    room = min(x, 1.0 - x)
    return abs(step) <= 1e-6 * room and step * step * (a + b) <= 1e-12 * x * (1.0 - x)


@rule
def _front(x: float, a: float, b: float, scale: float) -> float:
    """Return x^a (1-x)^b / B(a, b): the density times x (1-x)."""
    return exp(a * log(x) + b * log(1.0 - x) - scale)


@rule
def _below(x: float, a: float, b: float, front: float) -> float:
    if x < (a + 1.0) / (a + b + 2.0):
        return front * _fraction(x, a, b) / a
    return 1.0 - front * _fraction(1.0 - x, b, a) / b


@rule
def _fraction(x: float, a: float, b: float) -> float:
    """Return the continued fraction of the incomplete beta function (DLMF 8.17.22; Lentz 1976)."""
    c = 1.0
    d = 1.0 / _away(1.0 - (a + b) * x / (a + 1.0))
    value = d
    for n in range(1, 20_000):
        m = float(n)
        even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m))
        d = 1.0 / _away(1.0 + even * d)
        c = _away(1.0 + even / c)
        value *= c * d
        odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0))
        d = 1.0 / _away(1.0 + odd * d)
        c = _away(1.0 + odd / c)
        value *= c * d
        if abs(c * d - 1.0) <= 3e-16:
            break
    return value


@rule
def _away(x: float) -> float:
    return x if abs(x) > _TINY else _TINY


@rule
def _halley(excess: float, front: float, x: float, a: float, b: float) -> float:
    """Return the step to subtract from x; twice 1 (out of any bracket) where the density vanishes."""
    density = front / (x * (1.0 - x)) if 0.0 < x < 1.0 else 0.0
    if not density > 0.0:
        return 2.0
    newton = excess / density
    bend = newton * ((a - 1.0) / x - (b - 1.0) / (1.0 - x))
    return newton / (1.0 - 0.5 * min(1.0, bend))


@rule
def _guess(u: float, a: float, b: float) -> float:
    """Return a first x: Abramowitz and Stegun 26.5.22 for humps, else the power law of the nearer end."""
    if a >= 1.0 and b >= 1.0:
        y = -normal_quantile(u)
        k = (y * y - 3.0) / 6.0
        p, q = 1.0 / (2.0 * a - 1.0), 1.0 / (2.0 * b - 1.0)
        h = 2.0 / (p + q)
        w = y * sqrt(max(h + k, 0.0)) / h - (q - p) * (k + 5.0 / 6.0 - 2.0 / (3.0 * h))
        return a / (a + b * exp(2.0 * w))
    left = exp(a * log(a / (a + b))) / a
    right = exp(b * log(b / (a + b))) / b
    if u * (left + right) < left:
        return power(a * (left + right) * u, 1.0 / a)
    return 1.0 - power(b * (left + right) * (1.0 - u), 1.0 / b)
