"""The answer of a game as text for a terminal: who could gain by what, the payoff table, equilibria, what to doubt."""

from sim.report.game_table import MARK, payoff_table
from sim.report.lines import fitting, paragraph
from sim.report.rounding import day, points
from sim.report.shape import Answer, Footing
from sim.report.wording import with_article
from sim.scenario.alternatives import AS_WRITTEN

_DOUBT = "The ranges are Monte Carlo error alone; what is assumed moves the results more."


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
        *(line for name, why in answer["left_out"].items() for line in paragraph(f"Left out: {name} {why}.", width)),
        "",
        *_equilibria(answer, width),
        "",
        *_regrets(answer, width),
        "",
        *paragraph(answer["caution"], width),
        *paragraph(_DOUBT, width),
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
    known = f" The 95% ranges reach at most {100 * max(halves):.1f} up and down (--csv has each)." if halves else ""
    return f"Mean gain on the pact as it stands, in points (100: all it wants), of {first} and then of {second}.{known}"


def _equilibria(answer: Answer, width: int) -> list[str]:
    found = answer["equilibria"]
    if not found:
        none = "No pair is a pure equilibrium: from each, one of the two gains by switching while the other stays."
        return paragraph(none, width)
    noun = "A pure equilibrium" if len(found) == 1 else "Pure equilibria"
    lines = paragraph(f"{MARK} {noun}: neither gains by switching while the other stays.", width)
    for one in found:
        names = zip(answer["parties"], one["strategies"].values(), strict=True)
        lines += paragraph("; ".join(f"{party['label']}: {name}" for party, name in names), width, "  ")
        lines += paragraph(_holds(answer, one), width, "    ")
    return lines


def _holds(answer: Answer, found: Answer) -> str:
    switches = found["switches"]
    if found["holds"] == "as a tie":
        same = sum(one["is_same"] for one in switches)
        rest = "" if same == len(switches) else "; all others lose"
        return f"holds as a tie: {same} of {len(switches)} switches bring the same in every trial{rest}"
    if found["holds"] == "beyond error":
        best = f": at best {_gains(answer, switches[0], 'would')}" if switches else ""
        return f"holds beyond Monte Carlo error{best}"
    ranged = [one for one in switches if one["high"] is not None and not one["is_same"]]
    most = max(ranged, key=lambda one: one["high"], default=None)
    why = "one trial has no range" if most is None else _gains(answer, most, "might")
    return f"holds in the estimates only: {why}"


def _gains(answer: Answer, one: Answer, verb: str) -> str:
    _, between = points(one["mean"], one["low"], one["high"])
    to = "what is written" if one["to"] == AS_WRITTEN else one["to"]
    return f"{_label(answer, one['party'])}, switching to {to}, {verb} gain {between}"


def _regrets(answer: Answer, width: int) -> list[str]:
    rows = [(party["label"], answer["regret"][party["name"]]) for party in answer["parties"]]
    wide = max(len(label) for label, _ in rows) + 2
    head = "Regret as written: what the best switch would bring, with 95% range over all switches at once"
    lines = paragraph(head, width)
    for label, found in rows:
        gain, between = _unsigned(found)
        lines.append(f"  {label:{wide}}{gain:>6}   {between:14}  {found['best'] or ''}".rstrip())
    return lines


def _unsigned(found: Answer) -> tuple[str, str]:
    # A regret is never below zero.
    gain, between = points(found["mean"], found["low"], found["high"])
    return gain.replace("+", ""), between.replace("+", "")


def _label(answer: Answer, party: str) -> str:
    return with_article(next(one["label"] for one in answer["parties"] if one["name"] == party))
