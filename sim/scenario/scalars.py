"""Numbers as people say them: `85`, `4%`, `90 days`, `30 to 50`, `4 of 45`, or a named distribution."""

import math
import re
from collections.abc import Mapping as Map
from dataclasses import dataclass

from sim.scenario.figure import Distribution
from sim.scenario.hints import hint
from sim.scenario.nodes import Scalar
from sim.scenario.words import shown

# Half the width of a 90% range in standard deviations: the 95% point of the standard normal.
HALF_RANGE = 1.6448536269514722
DIGITS = 40
LARGEST = 1e15
_LONGEST = 120

_NUMBER = r"[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:e[-+]?[0-9]+)?"
_AMOUNT = re.compile(rf"({_NUMBER})\s*(\S.*)?")
_RANGE = re.compile(r"(\S+(?: \S+){0,4}) to (\S+(?: \S+){0,4})")
_COUNT = re.compile(r"([0-9]+) of ([0-9]+)")
# For editors, which cannot check more than the look of a number; the reader has the last word.
FIGURE_TEXT = r"^\s*[-+.0-9]"
_SPELLINGS = {
    "percent": "%",
    "per cent": "%",
    "day": "days",
    "billion": "bn",
    "per year": "a year",
    "/year": "a year",
    "% a year": "% a year",
    "percent a year": "% a year",
    "% per year": "% a year",
    "percent per year": "% a year",
}


class Unreadable(ValueError):
    """A written value is not the number that was expected; the text says what to write."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What a number stands for: the words for it in messages, and the units it may carry with their factors.

    `any_unit` lets any word follow the number (positions on an issue, whose unit the issue names).
    """

    words: str
    units: Map[str, float]
    any_unit: bool = False


@dataclass(frozen=True, slots=True)
class Amount:
    """A number that was read: its value, the ends its bounds are checked at, and the unit written with it."""

    value: float | Distribution
    low: float
    high: float
    unit: str


SHARE = Kind("a share such as 0.35, 35% or 30% to 40%", {"": 1.0, "%": 0.01, "a year": 1.0, "% a year": 0.01})
PLAIN = Kind("a number such as 0.35", {"": 1.0, "%": 0.01})
WEIGHT = Kind("a weight in per cent such as 18", {"": 1.0, "%": 1.0})
NATURAL = Kind("a number on the scale of the issue, such as 62.5", {"": 1.0, "%": 1.0}, any_unit=True)
DURATION = Kind("a time in days such as `90 days`", {"days": 1.0})
MONEY = Kind("an amount in billions such as `63 bn`", {"": 1.0, "bn": 1.0})
RATE = Kind("how often it happens, such as `4 a year`", {"": 1.0, "a year": 1.0})
CHANCE = Kind(
    "a chance such as 30%, or how often it happens, such as `4 a year`",
    {"": 1.0, "%": 0.01, "a year": 1.0, "% a year": 0.01},
)
COUNT = Kind("a whole number such as 3", {"": 1.0})
ANY = Kind(
    "a number such as 0.35, 35%, `90 days` or `30 to 50`",
    {"": 1.0, "%": 0.01, "days": 1.0, "bn": 1.0, "a year": 1.0, "% a year": 0.01},
    any_unit=True,
)


def read_amount(scalar: Scalar, kind: Kind) -> Amount:
    """Return the number or distribution a scalar says; raise Unreadable with what to write instead."""
    if scalar.shape == "dial":
        raise Unreadable(f"there is no dial {shown(scalar.text)}")
    if scalar.shape:
        return _distribution(scalar, kind)
    text = " ".join(scalar.text[: _LONGEST + 1].split()).lower()
    if len(text) > _LONGEST:
        raise Unreadable(f"found {shown(scalar.text)}, too long for a number; expected {kind.words}")
    if text in {"", "~", "null", "none"}:
        raise Unreadable(f"found nothing; expected {kind.words}, or leave the line out")
    if match := _COUNT.fullmatch(text):
        return _count(match[1], match[2], kind, scalar.text)
    if match := _RANGE.fullmatch(text):
        return _range(match[1], match[2], kind, scalar.text)
    value, unit = _number(text, kind, scalar.text)
    return Amount(value, value, value, unit)


def _number(text: str, kind: Kind, whole: str, unit_else: str = "") -> tuple[float, str]:
    match = _AMOUNT.fullmatch(text)
    if match is None or (match[2] and not kind.any_unit and _unit(match[2]) not in kind.units):
        advice = hint(text, kind.words)
        if match is None or advice:
            raise Unreadable(f"found {shown(whole)}{advice or f'; expected {kind.words}'}")
    if sum(letter.isdigit() for letter in match[1]) > DIGITS:
        raise Unreadable(f"found a number of more than {DIGITS} digits; expected {kind.words}")
    unit = _unit(match[2] or unit_else)
    factor = kind.units.get(unit, 1.0 if kind.any_unit and unit.replace(" ", "").isalpha() else None)
    if factor is None:
        raise Unreadable(f"found {shown(whole)}{_wrong_unit(unit, match[1], kind)}")
    is_percent = factor == 0.01
    # Read as one decimal, 1.19% is the same number as 0.0119; dividing by 100 would miss its last digit.
    value = float(f"{match[1]}e-2") if is_percent and "e" not in match[1] else float(match[1]) * factor
    if not math.isfinite(value) or abs(value) > LARGEST:
        raise Unreadable(f"found {shown(whole)}, too large a number; expected {kind.words}")
    return value, unit


def _unit(text: str) -> str:
    return _SPELLINGS.get(text.strip(), text.strip())


def _wrong_unit(unit: str, number: str, kind: Kind) -> str:
    if not unit:
        return f" without a unit; write `{number} days`" if kind is DURATION else f"; expected {kind.words}"
    if unit == "%":
        return f"; per cent does not fit here, expected {kind.words}"
    return f"; the unit {shown(unit)} does not fit here, expected {kind.words}"


def _range(first: str, last: str, kind: Kind, whole: str) -> Amount:
    tail = _AMOUNT.fullmatch(last)
    high, unit = _number(last, kind, whole)
    low, _ = _number(first, kind, whole, unit_else=(tail[2] or "") if tail else "")
    if low >= high:
        raise Unreadable(f"found {shown(whole)}; a range goes from the smaller to the larger number")
    return Amount(Distribution("normal", (low + high) / 2, (high - low) / (2 * HALF_RANGE)), low, high, unit)


def _count(some: str, many: str, kind: Kind, whole: str) -> Amount:
    if "" not in kind.units or "%" not in kind.units:
        raise Unreadable(f"found {shown(whole)}, which is a share between 0 and 1; expected {kind.words}")
    if max(len(some), len(many)) > DIGITS or int(many) > LARGEST:
        raise Unreadable(f"found {shown(whole)}, too large a count; expected a count such as `4 of 45`")
    if not 0 <= int(some) <= int(many) or int(many) == 0:
        raise Unreadable(f"found {shown(whole)}; a count is some of at least as many, such as `4 of 45`")
    # Jeffreys' prior, as for every count in the project.
    return Amount(Distribution("beta", int(some) + 0.5, int(many) - int(some) + 0.5), 0.0, 1.0, "")


def _distribution(scalar: Scalar, kind: Kind) -> Amount:
    numbers, unit = _members(scalar, kind)
    match scalar.shape, numbers:
        case "uniform", [low, high] if low < high:
            return Amount(Distribution("uniform", low, high), low, high, unit)
        case "triangular", [low, mode, high] if low <= mode <= high and low < high:
            return Amount(Distribution("triangular", low, mode, high), low, high, unit)
        case "normal", [mean, spread] if spread > 0:
            return Amount(Distribution("normal", mean, spread), mean, mean, unit)
        case "beta", [first, second] if 0 < first <= 1e6 and 0 < second <= 1e6 and not unit:
            return Amount(Distribution("beta", first, second), 0.0, 1.0, "")
    wanted = {
        "uniform": "{uniform: [low, high]} with low below high",
        "triangular": "{triangular: [low, mode, high]} in rising order",
        "normal": "{normal: [mean, standard deviation]} with a standard deviation above 0",
        "beta": "{beta: [a, b]} with two numbers above 0 and at most 1,000,000",
    }[scalar.shape]
    raise Unreadable(f"found {shown(scalar.written())}; expected {wanted}")


def _members(scalar: Scalar, kind: Kind) -> tuple[list[float], str]:
    if scalar.shape == "beta" and ("" not in kind.units or kind is MONEY or kind is COUNT):
        raise Unreadable(f"found a beta, which lies between 0 and 1; expected {kind.words}")
    kind = PLAIN if scalar.shape == "beta" else kind
    texts = [" ".join(part.text[: _LONGEST + 1].split()).lower() for part in scalar.parts]
    tails = [match[2] for text in texts if (match := _AMOUNT.fullmatch(text)) and match[2]]
    read = [
        _number(text[:_LONGEST], kind, part.text, tails[0] if tails else "")
        for text, part in zip(texts, scalar.parts, strict=True)
    ]
    return [value for value, _ in read], read[0][1] if read else ""
