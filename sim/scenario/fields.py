"""The kinds of field a scenario has: each reads a written scalar, checks it, and answers in plain words."""

import datetime
import math
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Literal, NoReturn, get_args

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from sim.scenario import scalars
from sim.scenario.figure import DEFAULT, Distribution, Figure, Origin
from sim.scenario.nodes import Scalar
from sim.scenario.scalars import Kind, Unreadable, read_amount
from sim.scenario.words import is_hidden, listed, nearest, shown

DATE = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
YEARS = (1800, 2200)


@dataclass(frozen=True, slots=True, eq=False)
class Field:
    """A reader of one kind of field, in the form pydantic asks for."""

    read: Callable[[object, type], object]
    json: dict[str, object]

    def __get_pydantic_core_schema__(self, source: type, handler: GetCoreSchemaHandler) -> CoreSchema:
        choices = [one for one in get_args(source) if isinstance(one, str)]
        return core_schema.no_info_plain_validator_function(
            lambda value: self.read(value, source), metadata={"choices": choices}
        )

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, object]:
        choices = schema.get("metadata", {}).get("choices")
        return {"enum": choices} if choices else dict(self.json)


def refuse(words: str) -> NoReturn:
    """Raise the error pydantic collects, with a message of our own."""
    raise PydanticCustomError("words", "{words}", {"words": words})


def number(kind: Kind, low: float, high: float, above: bool = False, below: bool = False, whole: bool = False) -> Field:
    """Return a field for figures from `low` to `high` (`above`, `below`: the bound itself is excluded)."""

    def read(value: object, source: type) -> Figure:
        if isinstance(value, Figure):
            return value
        scalar = _scalar(value, kind.words)
        try:
            amount = read_amount(scalar, kind)
        except Unreadable as error:
            refuse(str(error))
        too_low = amount.low <= low if above else amount.low < low
        too_high = amount.high >= high if below else amount.high > high
        if too_low or too_high:
            refuse(f"found {shown(scalar.written())}; expected {_bounds(low, high, above, below, kind)}")
        if whole and (isinstance(amount.value, Distribution) or amount.value != round(amount.value)):
            refuse(f"found {shown(scalar.written())}; expected one whole number such as 3")
        if scalar.origin is None:
            refuse("this figure does not say where it comes from; add `from: source#claim` or `judgement: why`")
        return Figure(amount.value, scalar.origin, scalar.path, scalar.written(), amount.unit, scalar.place, low, high)

    return Field(read, {"figure": True})


def preset(value: float, unit: str = "") -> Figure:
    """Return the figure used where a file says nothing."""
    return Figure(value, DEFAULT, "", f"{value:g} {unit}".strip(), unit)


def preset_uniform(low: float, high: float) -> Figure:
    """Return a default that is drawn evenly between two numbers."""
    return Figure(Distribution("uniform", low, high), DEFAULT, "", f"{{uniform: [{low:g}, {high:g}]}}")


def preset_triangular(low: float, mode: float, high: float) -> Figure:
    """Return a default that is drawn around its likeliest value."""
    written = f"{{triangular: [{low:g}, {mode:g}, {high:g}]}}"
    return Figure(Distribution("triangular", low, mode, high), DEFAULT, "", written)


def _bounds(low: float, high: float, above: bool, below: bool, kind: Kind) -> str:
    if kind is scalars.SHARE and low == 0:
        edges = {
            (False, False): "from 0% to",
            (True, False): "above 0% and at most",
            (False, True): "from 0% to below",
            (True, True): "above 0% and below",
        }
        return f"a share {edges[above, below]} {high:.0%}"
    unit = " days" if kind is scalars.DURATION else ""
    start = f"more than {low:,g}" if above else f"at least {low:,g}"
    return f"{start} and {'less than' if below else 'at most'} {high:,g}{unit}"


def _scalar(value: object, wanted: str) -> Scalar:
    if isinstance(value, Scalar):
        return value
    if isinstance(value, dict):
        keys = listed((shown(str(key)) for key in list(value)[:3]), "and")
        refuse(f"found a block{f' with {keys}' if keys else ''}; expected {wanted}")
    if isinstance(value, tuple):
        refuse(f"found a list; expected {wanted}")
    refuse(f"found nothing that was written in a file; expected {wanted}")


def _date(value: object, source: type) -> datetime.date:
    if isinstance(value, datetime.date):
        return value
    text = _scalar(value, "a date such as 2018-01-23").text.strip()
    if not text:
        refuse("found nothing; expected a date such as 2018-01-23")
    if not DATE.fullmatch(text):
        refuse(f"found {shown(text)}; expected a date as year-month-day, such as 2018-01-23")
    year, month, day = (int(part) for part in text.split("-"))
    if not YEARS[0] <= year <= YEARS[1]:
        refuse(f"found {shown(text)}; expected a year from {YEARS[0]} to {YEARS[1]}")
    try:
        return datetime.date(year, month, day)
    except ValueError:
        refuse(f"found {shown(text)}, a day that does not exist; expected a date such as 2018-01-23")


def _words(longest: int, lines: bool = False, wanted: str = "a text") -> Callable[[object, type], str]:
    def read(value: object, source: type) -> str:
        text = value if isinstance(value, str) else _scalar(value, wanted).text
        text = unicodedata.normalize("NFC", text.strip())
        if not text or (isinstance(value, Scalar) and not value.quoted and text in {"~", "null"}):
            refuse(f"found nothing; expected {wanted}")
        if len(text) > longest:
            refuse(f"found a text of {len(text):,} characters; expected at most {longest:,}")
        # Most texts are printable through and through, which is quick to see.
        suspects = "" if text.isprintable() else text
        hidden = next((letter for letter in suspects if is_hidden(letter) and not (lines and letter in "\n\t")), None)
        if hidden == "\n":
            refuse("found a text of several lines; expected one line")
        if hidden:
            refuse(f"found a hidden character (number {ord(hidden)}) in the text; take it out")
        return text

    return read


def _address(value: object, source: type) -> str:
    text = _words(500)(value, source)
    # Pages link to it: an address of another kind could run something.
    if not text.lower().startswith(("http://", "https://")):
        refuse(f"found {shown(text)}; expected an address that begins with https:// or http://, or leave the line out")
    return text


def _flag(value: object, source: type) -> bool:
    if isinstance(value, bool):
        return value
    text = _scalar(value, "true or false").text
    if text.lower() in {"true", "false"}:
        return text.lower() == "true"
    likely = {"yes": "true", "on": "true", "1": "true", "no": "false", "off": "false", "0": "false"}.get(text.lower())
    refuse(f"found {shown(text)}; expected true or false" + (f"; did you mean `{likely}`?" if likely else ""))


def _choice(value: object, source: type) -> str:
    options: tuple[str, ...] = get_args(source)
    text = value if isinstance(value, str) else _scalar(value, listed(f"`{word}`" for word in options)).text
    if text in options:
        return text
    near = nearest(text, options)
    refuse(
        f"found {shown(text)}; expected {listed(f'`{word}`' for word in options)}"
        + (f"; did you mean `{near}`?" if near else "")
    )


def _plain_number(value: object, source: type) -> float:
    if isinstance(value, float):
        return value
    scalar = _scalar(value, "a number")
    try:
        amount = read_amount(scalar, scalars.ANY)
    except Unreadable as error:
        refuse(str(error))
    if isinstance(amount.value, Distribution):
        refuse(f"found {shown(scalar.written())}; expected one number")
    return amount.value


def _format(value: object, source: type) -> int:
    text = str(value) if isinstance(value, int) else _scalar(value, "`1`").text
    if text != "1":
        refuse(f"found format {shown(text)}; this version reads `format: 1`")
    return 1


def _origin(value: object, source: type) -> Origin:
    if isinstance(value, Origin):
        return value
    refuse("this entry does not say where it comes from; add `source: source#claim` or `judgement: why`")


_TEXT: dict[str, object] = {"type": ["string", "number", "boolean"]}
_CALENDAR_DATE: dict[str, object] = {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}

Label = Annotated[str, Field(_words(120), _TEXT)]
Address = Annotated[str, Field(_address, {"type": "string", "pattern": "^https?://"})]
Sentence = Annotated[str, Field(_words(2000, lines=True), _TEXT)]
Prose = Annotated[str, Field(_words(20_000, lines=True), _TEXT)]
Name = Annotated[str, Field(_words(120, wanted="an id"), {"type": "string"})]
Day = Annotated[datetime.date, Field(_date, _CALENDAR_DATE)]
Flag = Annotated[bool, Field(_flag, {"type": "boolean"})]
Number = Annotated[float, Field(_plain_number, {"type": ["number", "string"]})]
Provenance = Annotated[Origin, Field(_origin, {})]
Format = Annotated[Literal[1], Field(_format, {"const": 1})]
CHOICE = Field(_choice, {})

Share = Annotated[Figure, number(scalars.SHARE, 0, 1)]
Stakes = Annotated[Figure, number(scalars.SHARE, 0, 1, above=True)]
ShareBelowOne = Annotated[Figure, number(scalars.SHARE, 0, 1, below=True)]
InnerShare = Annotated[Figure, number(scalars.SHARE, 0, 1, above=True, below=True)]
Tolerance = Annotated[Figure, number(scalars.SHARE, 0, 0.2, above=True, below=True)]
SignedShare = Annotated[Figure, number(scalars.SHARE, -1, 1)]
Weight = Annotated[Figure, number(scalars.WEIGHT, 0, 100)]
Natural = Annotated[Figure, number(scalars.NATURAL, -math.inf, math.inf)]
Curvature = Annotated[Figure, number(scalars.PLAIN, 0, 1, above=True)]
Beta = Annotated[Figure, number(scalars.PLAIN, 0, 10, above=True)]
# Below this, chances of acting are so small that beliefs can no longer tell the types apart in floating point.
Noise = Annotated[Figure, number(scalars.PLAIN, 0.0002, 2)]
Spread = Annotated[Figure, number(scalars.PLAIN, 0, 2)]
Cost = Annotated[Figure, number(scalars.PLAIN, 0, 2)]
Utility = Annotated[Figure, number(scalars.PLAIN, -2, 2)]
Gain = Annotated[Figure, number(scalars.PLAIN, -5, 5)]
Factor = Annotated[Figure, number(scalars.PLAIN, 0, 10)]
Money = Annotated[Figure, number(scalars.MONEY, -1e6, 1e6)]
Wealth = Annotated[Figure, number(scalars.MONEY, 0, 1e6, above=True)]
Days = Annotated[Figure, number(scalars.DURATION, 0, 36525)]
Period = Annotated[Figure, number(scalars.DURATION, 1, 36525)]
Rate = Annotated[Figure, number(scalars.RATE, 0, 366)]
Chance = Annotated[Figure, number(scalars.CHANCE, 0, 366)]
Count = Annotated[Figure, number(scalars.COUNT, 0, 100, whole=True)]
Dialled = Annotated[Figure, number(scalars.ANY, -math.inf, math.inf)]
