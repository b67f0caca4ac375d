"""The answer of `sim value` as text for a terminal."""

from __future__ import annotations

from sim.report.lines import fitting, paragraph
from sim.report.rounding import percent, points, whole
from sim.report.shape import Answer, Footing
from sim.report.story.words import listed
from sim.report.wording import with_article

_DOUBT = "The ranges are Monte Carlo error alone; what is assumed moves the results more."
_POINTS = "Points: 100 is all that a party wants; those of two parties cannot be added."
_USES = {"threat": "threatened or gave notice", "notice": "gave notice", "outreach": "reached out"}
_NAMES = {"threat": "The right to threaten", "notice": "The right to give notice", "outreach": "The outreach"}
_PICKED = {
    "threat": "a threat is made where the table has little to offer, and a notice where a threat has not helped",
    "notice": "a notice is given where a threat has not helped, and rather by a leader who is resolute",
    "outreach": "talks that ended before it are not among them",
}
_MEAN, _RANGE, _GAP = 8, 18, 2


def value_text(answer: Answer, footing: Footing, width: int) -> list[str]:
    """Return the lines for `width` columns."""
    width = fitting(width)
    title, party = answer["scenario"]["title"], answer["parties"][answer["party"]]["label"]
    return [
        *paragraph(f"{title}   {footing.file}", width),
        *(line for change in footing.changes for line in paragraph(f"with {change}", width)),
        *paragraph(footing.played, width),
        *paragraph(f"{party}: {answer['told']}.", width),
        "",
        *paragraph(_sentence(answer, "ex_ante"), width),
        *paragraph(_afterwards(answer), width),
        "",
        *_table(answer, width),
        "",
        *paragraph(_selection(answer), width),
        *paragraph(answer["caution"], width),
        *paragraph(_DOUBT, width),
    ]


def _sentence(answer: Answer, kind: str) -> str:
    owner = answer["party"]
    order = [owner, *(party for party in answer["parties"] if party != owner)]
    parts = [_worth(answer["parties"][party], kind) for party in order]
    subject = f"{_NAMES[answer['of']]} of {_label(answer)}" if answer["of"] == "outreach" else _NAMES[answer["of"]]
    return f"{subject} {listed(parts)}."


def _worth(party: Answer, kind: str) -> str:
    label, found = with_article(party["label"]), party[kind]
    size, between = _unsigned(found)
    if found["low"] is None:
        verb = "is worth" if found["difference"] >= 0.0 else "costs"
        return f"{verb} {size} points to {label}" if verb == "is worth" else f"costs {label} {size} points"
    if found["low"] > 0.0:
        return f"is worth {size} points to {label} ({between})"
    if found["high"] < 0.0:
        return f"costs {label} {size} points ({between})"
    if found["low"] == found["high"] == 0.0:
        return f"changes nothing for {label}"
    most = 100 * max(-found["low"], found["high"])
    return f"brings {label} nothing that can be told from chance (at most {most:.2g} points either way)"


def _unsigned(found: Answer) -> tuple[str, str]:
    """Return the size of a difference and its range from small to large, without signs."""
    if found["low"] is None or found["low"] <= 0.0 <= found["high"]:
        return f"{100 * abs(found['difference']):.1f}", ""
    sign = 1.0 if found["difference"] >= 0.0 else -1.0
    low, high = sorted((sign * found["low"], sign * found["high"]))
    size, between = points(sign * found["difference"], low, high)
    return size.lstrip("+"), between.replace("+", "")


def _afterwards(answer: Answer) -> str:
    used, trials = answer["used"], answer["trials"]
    which = f"{_capital(answer)} {_USES[answer['of']]} in {whole(used['count'])} of {whole(trials)} trials"
    if used["count"] == 0:
        return f"{which}, so that nothing can be said of the trials in which it did."
    if used["count"] == trials:
        return f"{_capital(answer)} {_USES[answer['of']]} in every trial."
    sentence = _sentence(answer, "ex_post")
    subject = sentence.partition(" ")[0]
    return f"{which} ({percent(used['share'])}). In these, {subject.lower()}{sentence.removeprefix(subject)}"


def _selection(answer: Answer) -> str:
    if answer["used"]["count"] in (0, answer["trials"]):
        return _POINTS
    return (
        "The trials in which it was used are picked by how they went:"
        f" {_PICKED[answer['of']]}. What it brought there is not what it would bring elsewhere. {_POINTS}"
    )


def _table(answer: Answer, width: int) -> list[str]:
    wide = max(len(party["label"]) for party in answer["parties"].values()) + _GAP
    head = "What it brings, in points: mean difference with less without, and 95% range"
    columns = _MEAN + _RANGE
    lines = [*paragraph(head, width), f"{'':{wide}}{'all trials':>{columns}}{'where it was used':>{columns}}"]
    for party in answer["parties"].values():
        cells = "".join(_cell(party[kind]) for kind in ("ex_ante", "ex_post"))
        lines.append(f"{party['label']:{wide}}{cells}".rstrip())
    return lines


def _cell(found: Answer | None) -> str:
    if found is None:
        return f"{'-':>{_MEAN}}{'':>{_RANGE}}"
    mean, between = points(found["difference"], found["low"], found["high"])
    return f"{mean:>{_MEAN}}{between:>{_RANGE}}"


def _label(answer: Answer) -> str:
    return with_article(answer["parties"][answer["party"]]["label"])


def _capital(answer: Answer) -> str:
    label = _label(answer)
    return label[0].upper() + label[1:]
