"""The answer of `sim why` as text for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from sim.report.lines import fitting, paragraph, whole
from sim.report.rounding import day, percent
from sim.report.shape import OPEN, Answer
from sim.report.story.words import sentence as capital
from sim.report.wording import inside_sentence

_MOST = 12
_INDENT = " " * 7
_NEARNESS = (
    "The first column says how far the change is. Of a figure: the share of trials whose draw lies between the two"
    " values. Of all else: how unlikely it was to be otherwise; at 100% the scenario leaves it no choice."
)
_EXACT = (
    "Every line is one exact replay, with no Monte Carlo error in how it ends; distances are shares of 10,000 trials or"
    " chances of the model. What is assumed matters more than either."
)
_PLANS = "Parties here act at rates or plans of their own: their decisions are not changed one by one."
_KINDS = {
    "figure": "Figures, however far they are moved",
    "type": "Leaders of another type",
    "decision": "Decisions",
    "effect": "Effects taken away",
    "act": "Scripted acts taken away",
}


def why_text(answer: Answer, sentence: str, title: str, width: int) -> list[str]:
    """Return the lines for `width` columns; `title` and `sentence` are those of the trial's story."""
    width = fitting(width)
    picked = answer["picked"]
    return [
        *([*paragraph(picked, width), ""] if picked else []),
        *paragraph(title, width),
        *paragraph(sentence, width),
        *paragraph(f"In points, on the pact as it stands: {_gains(answer, answer['end'])}.", width),
        "",
        *_turns(answer, width),
        "",
        *_nothing(answer, width),
        *([] if answer["decisions_changed"] else paragraph(_PLANS, width)),
        "",
        *paragraph(_NEARNESS, width),
        *paragraph(answer["caution"], width),
        *paragraph(_EXACT, width),
    ]


def _turns(answer: Answer, width: int) -> Iterator[str]:
    turns = answer["turns"]
    if not turns:
        yield from paragraph("Nothing that was changed, one thing at a time, turns the ending.", width)
        return
    head = "What would have turned the ending, one thing changed at a time and all other draws held, nearest first"
    yield from paragraph(head, width)
    for one in turns[:_MOST]:
        change = f"{capital(one['label'])}: {one['from_words']} -> {one['to_words']}"
        first, *more = paragraph(change, width - len(_INDENT))
        yield f"{percent(one['far'], 0):>5}  {first}"
        yield from (f"{_INDENT}{line}" for line in more)
        yield from paragraph(f"then {_then(answer, one['then'])}", width, _INDENT + "  ")
    if len(turns) > _MOST:
        yield f"{_INDENT}and {len(turns) - _MOST} more ({whole('--json')} has them)"


def _then(answer: Answer, end: Answer) -> str:
    when = "" if end["ending"] in OPEN else f", {day(end['date'])}"
    return f"{end['phrase']}{when}; {_gains(answer, end)}"


def _gains(answer: Answer, end: Answer) -> str:
    return ", ".join(f"{answer['parties'][party]} {_signed(gain)}" for party, gain in end["gains"].items())


def _signed(gain: float) -> str:
    # What rounds to nothing has no sign.
    return f"{100 * gain:+.1f}" if abs(gain) >= 0.0005 else "0.0"


def _nothing(answer: Answer, width: int) -> Iterator[str]:
    rows = answer["turns_nothing"]
    if not rows:
        yield from paragraph("Everything that was changed turns it.", width)
        return
    yield "What turns nothing"
    for kind, words in _KINDS.items():
        labels = [_without_turn(answer, one) for one in rows if one["kind"] == kind]
        if labels:
            yield from paragraph(f"{words}: {'; '.join(labels)}.", width, "  ")


def _without_turn(answer: Answer, one: Answer) -> str:
    if one["kind"] == "figure":
        return inside_sentence(one["label"], answer["parties"])
    if one["kind"] == "effect":
        return str(one["label"])
    return f"{one['label']} ({one['from_words']} -> {one['to_words']})"
