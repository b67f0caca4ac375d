"""The answer of `sim rare` as text for a terminal."""

from __future__ import annotations

from sim.report.lines import fitting, paragraph
from sim.report.rounding import at_most, percent, percents, whole
from sim.report.shape import Answer, Footing
from sim.report.story.words import sentence as capital

_DOUBT = (
    "The range is Monte Carlo error alone. The rarer an ending, the more it hangs on what was assumed at the far end of"
    " each figure, and that error no number of trials makes smaller."
)
_TYPES = (
    "Types are played apart and weighed by their exact chances in each trial. The last two columns add up, but for"
    " rounding: the share given these types, and what it adds to the whole."
)
_SPLIT = (
    "A row that reaches a threat or a notice goes on as so many copies, each with its part of the weight and with draws"
    " of its own from there. Where a notice can take effect, one copy leaves and one stays, weighed by the model's"
    " chance."
)
_NOT_SPLIT = "Rows are not split here, only types are played apart: {why}."
_PLANS = "parties act at rates or plans of their own"
_OTHER = "the ladder of threat and notice does not lead to this ending"


def rare_text(answer: Answer, footing: Footing, width: int) -> list[str]:
    """Return the lines for `width` columns."""
    width = fitting(width)
    return [
        *paragraph(f"{answer['scenario']['title']}   {footing.file}", width),
        *(line for change in footing.changes for line in paragraph(f"with {change}", width)),
        *paragraph(footing.played, width),
        "",
        *paragraph(_found(answer), width),
        *paragraph(_cost(answer), width),
        "",
        *_table(answer),
        "",
        *paragraph(_TYPES, width),
        *paragraph(_SPLIT if answer["is_split"] else _NOT_SPLIT.format(why=_why(answer)), width),
        *paragraph(answer["caution"], width),
        *paragraph(_DOUBT, width),
    ]


def _found(answer: Answer) -> str:
    phrase = capital(answer["phrase"])
    if answer["share"] == 0.0:
        return f"{phrase}: none was seen, so less than {at_most(answer['high'])} of trials."
    share, low, high = percents(answer["share"], answer["low"], answer["high"])
    once = f", about one in {whole(_rounded(1.0 / answer['share']))}" if answer["share"] < 0.5 else ""
    error = answer["relative_error"]
    return f"{phrase}: {share} of trials ({low} to {high}){once}. Relative error: {percent(error)} of the share."


def _cost(answer: Answer) -> str:
    work = f"{whole(_rounded(answer['events']))} events, as many as {whole(_rounded(answer['work']))} plain trials have"
    if answer["as_good_as"] is None:
        return f"It took {work}."
    return (
        f"As good as {whole(_rounded(answer['as_good_as']))} plain trials, for the work of"
        f" {whole(_rounded(answer['work']))}: {_times(answer['saving'])}. (It took {work}.)"
    )


def _times(saving: float) -> str:
    if saving < 1.0:
        return "plain trials would do better here"
    return f"{whole(_rounded(saving))} times less" if saving >= 10.0 else f"{saving:.1f} times less"


def _rounded(number: float) -> int:
    """Return a count to two digits, as it is no more certain than that."""
    digits = len(str(int(number))) - 2
    return int(round(number, -digits)) if digits > 0 else round(number)


def _table(answer: Answer) -> list[str]:
    rows = [(_types(answer, one), one) for one in answer["strata"]]
    wide = max(len("leaders"), *(len(types) for types, _ in rows)) + 2
    lines = [f"{'leaders':{wide}}{'chance':>8}{'trials':>8}{'copies':>8}{'given':>10}{'adds':>10}"]
    for types, one in rows:
        copies = f"{one['copies']['threat']}, {one['copies']['notice']}"
        cells = f"{percent(one['weight']):>8}{whole(one['trials']):>8}{copies:>8}"
        lines.append(f"{types:{wide}}{cells}{percent(one['given']):>10}{_small(one['adds']):>10}")
    return lines


def _small(share: float) -> str:
    return percent(share, 4) if 0.0 < share < 0.001 else percent(share)


def _types(answer: Answer, one: Answer) -> str:
    if not one["types"]:
        return "nobody may leave"
    if len(one["types"]) == 1:
        return str(next(iter(one["types"].values())))
    return ", ".join(f"{party} {kind}" for party, kind in one["types"].items())


def _why(answer: Answer) -> str:
    return _PLANS if answer["ending"].startswith(("withdrawal", "notice_pending")) else _OTHER
