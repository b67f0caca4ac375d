"""Put numbers, dates and lists into words that a reader can follow."""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import date

_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_NUMBERS = "no one two three four five six seven eight nine ten eleven twelve".split()


def sentence(text: str) -> str:
    """Return a text with a capital at its start."""
    return text[:1].upper() + text[1:]


def listed(words: Iterable[str], last: str = "and") -> str:
    """Return `a, b and c`; with semicolons where a member has a comma of its own."""
    every = list(words)
    if len(every) < 2:
        return "".join(every)
    if any(", " in word for word in every):
        return f"{'; '.join(every[:-1])}; {last} {every[-1]}"
    return f"{', '.join(every[:-1])} {last} {every[-1]}"


def number(count: int) -> str:
    """Return a small whole number as a word."""
    return _NUMBERS[count] if 0 <= count < len(_NUMBERS) else f"{count:,}"


def plural(count: int, word: str) -> str:
    """Return `one threat`, `two threats`."""
    return f"{number(count)} {word}{'' if count == 1 else 's'}"


def dated(day: date) -> str:
    """Return `29 Jan 2018`, in any locale."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def dates(days: list[date]) -> str:
    """Return `30 Apr and 30 May 2018`: the year stands once where it is the same."""
    short = [
        dated(day).removesuffix(f" {day.year}") if n + 1 < len(days) and days[n + 1].year == day.year else dated(day)
        for n, day in enumerate(days)
    ]
    return listed(short)


def points(utility: float) -> str:
    """Return a utility in points: 100 is everything a party wants."""
    return _whole(100.0 * utility)


def gap(utility: float) -> str:
    """Return a difference of utilities, without its sign, with one decimal below 3 points: `8 points`."""
    size = abs(100.0 * utility)
    text = _whole(size) if size >= 2.95 else f"{size:.1f}".removesuffix(".0")
    return f"{text} point{'' if text == '1' else 's'}"


def change(before: float, after: float) -> str:
    """Return `13 to 19` for two numbers times 100, with one decimal where whole numbers would hide the change."""
    for digits in (0, 1, 2):
        old, new = (_trimmed(100.0 * number, digits) for number in (before, after))
        if old != new:
            break
    return f"{old} to {new}"


def percent(part: float) -> str:
    """Return a share or a probability: `13%`, `under 1%`, `over 99%`."""
    if 0.0 < part < 0.005:
        return "under 1%"
    if 0.995 < part < 1.0:
        return "over 99%"
    return f"{_whole(100.0 * part)}%"


def chance(probability: float) -> str:
    """Return `53 in 100`, `under 1 in 100`."""
    return percent(probability).replace("%", " in 100")


def on_scale(value: float, width: float) -> str:
    """Return a value in natural units, to about a hundredth of its scale's width."""
    digits = max(0, math.ceil(-math.log10(abs(width) / 100.0) - 1e-9))
    return _trimmed(value, digits)


def with_unit(text: str, unit: str | None) -> str:
    """Return a number in words with its unit; per cent as a sign."""
    if unit in {"percent", "per cent", "%"}:
        return f"{text}%"
    return f"{text} {unit}" if unit else text


def _whole(value: float) -> str:
    return _trimmed(value, 0)


def _trimmed(value: float, digits: int) -> str:
    text = f"{value:,.{digits}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
