"""Numbers for people: rounded so that a range still holds its share, and that rare is never called never."""

import math
import re
from collections.abc import Sequence
from datetime import date

_ZERO = re.compile(r"[+-](0\.0+)\b(?!\d)")
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


def percents(share: float, low: float, high: float, least: int = 0) -> tuple[str, str, str]:
    """Return a share and the ends of its range in per cent, all three to the digits that suit the share.

    Whole per cents; one digit more below 10% and above 99%, two below 1%, more where the range is narrower than one
    unit of the last, and `least` digits at least. Only exactly 0 prints as 0%, and only exactly 1 as 100%: what would
    round there prints as `<0.01%` or `>99.9%`.
    """
    digits = max(least, _digits(share), _telling(100 * (high - low)))
    return percent(share, digits), percent(low, digits), percent(high, digits)


def percent(share: float, digits: int | None = None) -> str:
    """Return one share in per cent; see `percents`."""
    digits = _digits(share) if digits is None else digits
    smallest = 10.0**-digits
    if share in (0.0, 1.0):
        return f"{share:.0%}"
    if round(100 * share, digits) <= 0:
        return f"<{smallest:.{digits}f}%"
    if round(100 * share, digits) >= 100:
        return f">{100 - smallest:.{digits}f}%"
    return f"{100 * share:.{digits}f}%"


def clock(seconds: float) -> str:
    """Return how long something took: `0.4 s`."""
    return f"{max(seconds, 0.01):.{1 if seconds >= 0.1 else 2}f} s"


def at_most(limit: float) -> str:
    """Return a limit in per cent, rounded up, so that `less than` stays true."""
    if limit >= 1.0:
        return "100%"
    unit = 10.0 ** (math.floor(math.log10(100 * limit)) - (1 if limit >= 0.01 else 0))
    digits = max(0, -round(math.log10(unit)))
    return f"{math.ceil(100 * limit / unit - 1e-9) * unit:.{digits}f}%"


def times(share: float) -> str:
    """Return a share as people say it: `about 6 times in 10`."""
    if share >= 1.0:
        return "every time"
    if share >= 0.995:
        return "nearly every time"
    if share >= 0.95:
        return f"about {round(100 * share)} times in 100"
    count = max(1, round(10 * share))
    return f"about {count} times in 10" if count > 1 else "about once in 10 times"


def points(mean: float, low: float | None, high: float | None) -> tuple[str, str]:
    """Return a gain and its range in points of 100, signed, with one digit or more."""
    digits = 1 if low is None or high is None else max(1, _telling(100 * (high - low)))
    words = f"{100 * mean:+.{digits}f}"
    if low is None or high is None:
        return words, ""
    return words, f"{100 * low:+.{digits}f} to {100 * high:+.{digits}f}"


def differences(mean: float, low: float | None, high: float | None) -> tuple[str, str]:
    """Return a difference and its range as `points` does, but what rounds to nothing has no sign."""
    words, between = points(mean, low, high)
    return _ZERO.sub(r"\1", words), _ZERO.sub(r"\1", between)


def whole(number: int) -> str:
    """Return a count with commas: 10,000."""
    return f"{number:,}"


def day(iso: str) -> str:
    """Return 2018-09-30 as `30 Sep 2018`."""
    when = date.fromisoformat(iso)
    return f"{when.day} {_MONTHS[when.month - 1]} {when.year}"


def month(iso: str) -> str:
    """Return 2018-09-30 as `Sep 2018`."""
    when = date.fromisoformat(iso)
    return f"{_MONTHS[when.month - 1]} {when.year}"


def listed(words: Sequence[str], last: str = "and") -> str:
    """Return `a, b and c`."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def _digits(share: float) -> int:
    if 0.0 < share < 0.01:
        return 2
    return 1 if share < 0.1 or share > 0.99 else 0


def _telling(width: float) -> int:
    """Return how many digits it takes to tell the ends of a range apart; at most four."""
    return next((digits for digits in range(4) if width >= 10.0**-digits or width <= 0.0), 4)
