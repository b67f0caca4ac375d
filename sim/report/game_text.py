"""The answer of a game as text for a terminal: who could gain by what, the payoff table, equilibria, what to doubt."""

from collections.abc import Sequence

from sim.report.game_table import MARK, payoff_table
from sim.report.lines import fitting, paragraph
from sim.report.rounding import day, points, whole
from sim.report.shape import Answer, Footing
from sim.report.wording import with_article


def game_text(answer: Answer, footing: Footing, width: int) -> list[str]:
    """Return the lines for `width` columns."""
    width = fitting(width)
    return [
        *_head(answer, footing, width),
        "",
        *paragraph(_sentence(answer), width),
        "",
        *paragraph(_caption(answer), width),
        *payoff_table(answer, width),
        "",
        *(line for words in _equilibria(answer) for line in paragraph(words, width)),
        "",
        *_regrets(answer),
        "",
        *(line for words in _doubts(answer) for line in paragraph(words, width)),
    ]


def _head(answer: Answer, footing: Footing, width: int) -> list[str]:
    title = answer["scenario"]["title"]
    clock = f"{day(answer['starts'])} -> {day(answer['ends'])}, {footing.file}"
    one_line = f"{title}   {clock}"
    written = [f"{party['label']} as written: {party['as_written']}" for party in answer["parties"]]
    return [
        *([one_line] if len(one_line) <= width else [title, clock]),
        *(f"with {change}" for change in footing.changes),
        footing.played,
        *(line for words in written for line in paragraph(words, width)),
    ]


def _sentence(answer: Answer) -> str:
    parts = [f"{_label(answer, party)} could gain {_gain(found)}" for party, found in answer["regret"].items()]
    return f"As written, {'; '.join(parts)}."


def _gain(found: Answer) -> str:
    gain, between = _unsigned(found)
    if found["is_clear"]:
        return f"{gain} points ({between}) by switching to {found['best']}"
    if found["high"] == 0.0:
        return "nothing by switching"
    limit = "" if found["high"] is None else f" ({between.rpartition(' ')[2]} points at most)"
    return f"nothing that can be told from chance{limit}"


def _caption(answer: Answer) -> str:
    first, second = (_label(answer, party["name"]) for party in answer["parties"])
    gains = [gain for cell in answer["payoffs"] for gain in cell["gains"].values()]
    halves = [gain["high"] - gain["mean"] for gain in gains if gain["high"] is not None]
    known = f" The 95% ranges reach at most {100 * max(halves):.1f} up and down (--csv)." if halves else ""
    return f"Mean gain on the pact as it stands, in points (100: all it wants), of {first} and then of {second}.{known}"


def _equilibria(answer: Answer) -> list[str]:
    found = answer["equilibria"]
    if not found:
        return ["No pair is a pure equilibrium: from each, one of the two gains by switching while the other stays."]
    noun = "A pure equilibrium" if len(found) == 1 else "Pure equilibria"
    opening = f"{MARK} {noun}: neither gains by switching while the other stays."
    return [opening, *(_equilibrium(answer, one) for one in found)]


def _equilibrium(answer: Answer, found: Answer) -> str:
    played = ", ".join(f"{_label(answer, party)} {name}" for party, name in found["strategies"].items())
    return f"  {played}: {_holds(answer, found)}"


def _holds(answer: Answer, found: Answer) -> str:
    switches = found["switches"]
    if found["holds"] == "as a tie":
        same = " or ".join(_switch(answer, one) for one in switches if one["is_same"])
        return f"a tie; the switch of {same} changes nothing in any trial, every other one loses."
    if found["holds"] == "beyond error":
        if not switches:
            return "there is nothing to switch to."
        _, between = points(switches[0]["mean"], switches[0]["low"], switches[0]["high"])
        return f"holds beyond Monte Carlo error; the best switch, {_switch(answer, switches[0])}, brings {between}."
    open_ = [one for one in switches if one["high"] is not None and not one["is_same"] and one["high"] >= 0.0]
    if not open_:
        return "holds in the estimates only; one trial has no range."
    most = max(open_, key=lambda one: one["high"])
    _, between = points(most["mean"], most["low"], most["high"])
    return f"holds in the estimates only; the switch of {_switch(answer, most)} may bring {between}."


def _switch(answer: Answer, one: Answer) -> str:
    return f"{_label(answer, one['party'])} to {one['to']}"


def _regrets(answer: Answer) -> list[str]:
    rows = [(party["label"], answer["regret"][party["name"]]) for party in answer["parties"]]
    wide = max(len(label) for label, _ in rows) + 2
    lines = ["Regret as written: what the best switch would bring, with 95% range over all switches at once"]
    for label, found in rows:
        gain, between = _unsigned(found)
        lines.append(f"  {label:{wide}}{gain:>6}   {between:14}  {found['best'] or ''}".rstrip())
    return lines


def _doubts(answer: Answer) -> Sequence[str]:
    return [answer["caution"], "The ranges are Monte Carlo error alone; what is assumed moves more."]


def _unsigned(found: Answer) -> tuple[str, str]:
    # A regret is never below zero.
    gain, between = points(found["mean"], found["low"], found["high"])
    return gain.replace("+", ""), between.replace("+", "")


def _label(answer: Answer, party: str) -> str:
    return with_article(next(one["label"] for one in answer["parties"] if one["name"] == party))
