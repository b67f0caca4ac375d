"""Read a line that a player types: an order with its numbers, or a sentence that says what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from sim.errors import UsageError
from sim.model.state import NOBODY
from sim.scenario.words import listed, nearest, shown

_LONGEST = 500
_THREAT = re.compile(r"^(.*\S)\s+and\s+threaten$", re.IGNORECASE)
_TERM = re.compile(
    r"^(?P<name>.*?[^\s=:])(?:\s*[=:]\s*|\s+(?:(?:to|at)\s+)?)(?P<number>[-+]?\d{1,12}(?:\.\d{0,12})?)\s*(?P<unit>\D*)$"
)
_NUMBER = re.compile(r"[-+]?\d{1,12}(?:\.\d{0,12})?")


@dataclass(frozen=True)
class Lexicon:
    """The words of one game: what a player may call each issue and each other party, and how issues are counted."""

    issues: Mapping[str, int]  # every name of an issue, in small letters, to its place
    spoken: tuple[str, ...]  # of each issue: its name in a sentence
    ends: tuple[tuple[float, float], ...]  # of each issue: the lower and the upper end of its scale
    units: tuple[str, ...]
    own: frozenset[int]  # issues that concern the player's party
    parties: Mapping[str, int]


@dataclass(frozen=True)
class Order:
    """What the player wants: a word for it, and whatever goes with that word."""

    word: str
    terms: tuple[tuple[int, float], ...] = ()  # issues and positions in natural units
    amount: float = 0.0
    whose: int = NOBODY  # a party's seat; NOBODY: the text
    threatens: bool = False
    file: str = ""


def read(line: str, lexicon: Lexicon) -> Order:
    """Return the order in a line; raise UsageError with what was found and what was expected."""
    line = line.strip()
    if len(line) > _LONGEST or not line.isprintable():
        raise UsageError(f"found {shown(line)}; expected one line of at most {_LONGEST} letters and figures")
    threat = _THREAT.match(line)
    word, _, rest = (threat[1] if threat else line).partition(" ")
    found = _word(word, rest.strip(), lexicon)
    if threat and found.word not in TABLING:
        raise UsageError(f"found {shown(line)}; a threat goes with {listed(sorted(TABLING))}")
    return replace(found, threatens=True) if threat else found


def _word(word: str, rest: str, lexicon: Lexicon) -> Order:
    verb = _SYNONYMS.get(word.casefold(), word.casefold())
    if verb == "back" and rest.casefold() == "down":
        verb, rest = "rescind", ""
    if verb in _READERS:
        return _READERS[verb](verb, rest, lexicon)
    near = nearest(word, list(_READERS))
    hint = f"did you mean `{near}`?" if near else f"expected {listed(f'`{each}`' for each in _READERS)}"
    raise UsageError(f"found {shown(word)}; {hint}")


def _offer(verb: str, rest: str, lexicon: Lexicon) -> Order:
    parts = [part for part in re.split(r"\s*[,;]\s*|\s+and\s+", rest) if part]
    if not parts:
        raise UsageError(f"found `{verb}` alone; expected issues with positions, such as `{_example(lexicon)}`")
    terms: dict[int, float] = {}
    for part in parts:
        issue, number = _term(part, lexicon)
        if issue in terms:
            raise UsageError(f"{lexicon.spoken[issue]} is named twice; expected each issue once")
        terms[issue] = number
    return Order(verb, terms=tuple(terms.items()))


def _term(part: str, lexicon: Lexicon) -> tuple[int, float]:
    found = _TERM.match(part)
    if not found:
        raise UsageError(f"found {shown(part)}; expected an issue and a number, such as `{_example(lexicon)}`")
    issue = _issue(found["name"], lexicon)
    number, unit = float(found["number"]), found["unit"].strip().casefold()
    spoken, right = lexicon.spoken[issue], lexicon.units[issue]
    if unit and unit not in {right.casefold(), *(["%", "per cent", "percent"] if right == "%" else [])}:
        raise UsageError(f"found {shown(part)}; {spoken} is counted in {right or 'plain numbers'}")
    low, high = lexicon.ends[issue]
    if not low <= number <= high:
        raise UsageError(f"found {number:g} for {spoken}; expected a number from {low:g} to {high:g} {right}".rstrip())
    return issue, number


def _issue(name: str, lexicon: Lexicon) -> int:
    wanted = " ".join(name.casefold().replace("_", " ").split())
    starts = {place for known, place in lexicon.issues.items() if known.startswith(wanted)}
    place = lexicon.issues.get(wanted, next(iter(starts)) if len(starts) == 1 else None)
    choices = [lexicon.spoken[own] for own in sorted(lexicon.own)]
    if place is None:
        if starts:
            both = listed(sorted(lexicon.spoken[one] for one in starts))
            raise UsageError(f"found {shown(name)}; it may mean {both}")
        near = nearest(wanted, lexicon.issues)
        hint = f"did you mean {lexicon.spoken[lexicon.issues[near]]}?" if near else f"the issues are {listed(choices)}"
        raise UsageError(f"found {shown(name)}, which is no issue; {hint}")
    if place not in lexicon.own:
        raise UsageError(f"{lexicon.spoken[place]} does not concern you; your issues are {listed(choices, 'and')}")
    return place


def _points(verb: str, rest: str, _: Lexicon) -> Order:
    word = rest.removesuffix("points").strip()
    if not _NUMBER.fullmatch(word) or not 0.0 <= float(word) <= 100.0:
        raise UsageError(f"found {shown(rest)}; expected what the package is to be worth to you, such as `points 80`")
    return Order(verb, amount=float(word) / 100.0)


def _accept(verb: str, rest: str, lexicon: Lexicon) -> Order:
    wanted = " ".join(rest.casefold().replace("_", " ").split())
    if wanted in {"", "text", "the text"}:
        return Order(verb)
    starts = {seat for name, seat in lexicon.parties.items() if name.startswith(wanted)}
    if len(starts) == 1:
        return Order(verb, whose=starts.pop())
    names = [*lexicon.parties, "text"]
    near = nearest(wanted, names)
    hint = f"did you mean `{near}`?" if near else f"expected {listed(f'`{name}`' for name in names)}"
    raise UsageError(f"found {shown(rest)}, which nobody here has tabled; {hint}")


def _undo(verb: str, rest: str, _: Lexicon) -> Order:
    if rest and not re.fullmatch(r"\d{1,6}", rest):
        raise UsageError(f"found {shown(rest)}; expected how many steps to take back, such as `undo 2`")
    return Order(verb, amount=float(rest or 1))


def _save(verb: str, rest: str, _: Lexicon) -> Order:
    if not rest or rest.endswith(("/", "\\", ".")):
        raise UsageError(f"found {shown(rest)}; expected the name of a file, such as `save game.json`")
    return Order(verb, file=rest)


def _alone(verb: str, rest: str, _: Lexicon) -> Order:
    if rest:
        raise UsageError(f"found {shown(rest)} after `{verb}`; expected nothing there")
    return Order(verb)


def _threaten(_: str, rest: str, lexicon: Lexicon) -> Order:
    return replace(_alone("hold", rest, lexicon), threatens=True)


def _example(lexicon: Lexicon) -> str:
    issue = min(lexicon.own)
    return f"offer {lexicon.spoken[issue]} {sum(lexicon.ends[issue]) / 2:g}"


_READERS: Mapping[str, Callable[[str, str, Lexicon], Order]] = MappingProxyType(
    {
        "offer": _offer, "points": _points, "accept": _accept, "hold": _alone, "threaten": _threaten,
        "notice": _alone, "withdraw": _alone, "rescind": _alone, "model": _alone,
        "table": _alone, "odds": _alone, "why": _alone, "story": _alone, "help": _alone,
        "undo": _undo, "save": _save, "quit": _alone,
    }
)  # fmt: skip
_SYNONYMS = MappingProxyType({"exit": "quit", "q": "quit", "?": "help", "backdown": "rescind", "leave": "withdraw"})
# Orders that table a package in a round, with which a threat may go.
TABLING = ("offer", "points", "accept", "hold")
