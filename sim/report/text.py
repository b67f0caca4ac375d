"""The answer of a run as text for a terminal: a table of endings, a sentence to quote, and what to doubt."""

import math

from sim.report.lines import fitting, paragraph, side_by_side
from sim.report.lines import whole as unbroken
from sim.report.rounding import at_most, day, month, percent, percents, points, times, whole
from sim.report.shape import OPEN, Answer, Footing
from sim.report.wording import inside_sentence, with_article

_SHARE, _RANGE, _DATE, _GAP = 7, 15, 13, 2
_LONGEST_BAR = 30
_LABEL = 7  # columns for `saved`, `next`, `note`


def text(answer: Answer, footing: Footing, width: int, blocks: bool) -> list[str]:
    """Return the lines for `width` columns; bars are made of block characters, or of `#` and `.`."""
    width = fitting(width)
    return [
        *_head(answer, footing, width),
        "",
        *_table(answer, width, blocks),
        "",
        *_worth(answer, width),
        "",
        *(line for words in _words(answer, footing) for line in paragraph(words, width)),
        *_foot(footing, width),
    ]


def _head(answer: Answer, footing: Footing, width: int) -> list[str]:
    title = answer["scenario"]["title"]
    clock = f"{day(answer['starts'])} -> {day(answer['ends'])}, {footing.file}"
    one_line = f"{title}   {clock}"
    lines = [one_line] if len(one_line) <= width else [title, clock]
    return [*lines, *(f"with {change}" for change in footing.changes), footing.played]


def _table(answer: Answer, width: int, blocks: bool) -> list[str]:
    name_width = max(len(_name(indent, row)) for indent, row in _with_paths(answer)) + _GAP
    bar_width = min(width - name_width - _SHARE - _RANGE - _DATE, _LONGEST_BAR)
    bar = _blocks if blocks else _hashes
    heads = f"{'share':>{_SHARE}}{'95% range':>{_RANGE}}{'median date':>{_DATE}}"
    lines = [f"{'How it ends':{name_width + bar_width}}{heads}"]
    for indent, row in _with_paths(answer):
        drawn = "" if indent else bar(row["share"] * bar_width)
        lines.append(f"{_name(indent, row):{name_width}}{drawn:{bar_width}}{_numbers(answer, row)}".rstrip())
    return lines


def _blocks(length: float) -> str:
    eighths = max(round(8 * length), 1) if length else 0
    return "\u2588" * (eighths // 8) + "".join(chr(0x2590 - eighths % 8) for _ in range(eighths % 8 > 0))


def _hashes(length: float) -> str:
    return "#" * round(length) or ("." if length else "")


def _with_paths(answer: Answer) -> list[tuple[str, Answer]]:
    """Return the rows of the table, each with what stands before its label."""
    rows: list[tuple[str, Answer]] = []
    for ending in answer["endings"]:
        rows.append(("", ending))
        paths = [path for path in answer["paths"] if path["ending"] == ending["name"] and path["possible"]]
        if len(paths) > 1 and ending["count"]:
            indents = ["  of these, ", *["            "] * len(paths)]
            rows += zip(indents, paths, strict=False)
    return rows


def _name(indent: str, row: Answer) -> str:
    return f"{indent}{row['label']}"


def _numbers(answer: Answer, row: Answer) -> str:
    if not row["possible"] and row["count"] == 0:
        return f"{'cannot happen':>{_SHARE + _RANGE}}"
    if row["count"] == 0:
        words = f"less than {at_most(answer['never_is_less_than'])}"
        return f"{words:>{_SHARE + _RANGE}}"
    share, low, high = percents(row["share"], row["low"], row["high"])
    date = "" if row["name"] in OPEN else month(row["median_date"])
    return f"{share:>{_SHARE}}{f'{low}-{high}':>{_RANGE}}{date:>{_DATE}}"


def _worth(answer: Answer, width: int) -> list[str]:
    rows = [(party["label"], *points(**party["gain"])) for party in answer["parties"].values()]
    wide = max(len(label) for label, _, _ in rows) + _GAP
    head = "Mean gain on the pact as it stands, with 95% range (100: all it wants)"
    lines = paragraph(head, width)
    for label, gain, between in rows:
        lines.append(f"  {label:{wide}}{gain:>6}   {between}".rstrip())
    return lines + paragraph(_acts(answer), width)


def _acts(answer: Answer) -> str:
    kinds = [("extensions", "an extension")]
    if any(party["may_leave"] for party in answer["parties"].values()):
        kinds = [("notices", "a notice of withdrawal"), *kinds]
    if any(path["possible"] for path in answer["paths"] if path["name"] == "after_threat"):
        kinds = [("threats", "a threat"), *kinds]
    ever = {words: answer["measures"][name]["ever"]["share"] for name, words in kinds}
    return "Trials with " + ", ".join(f"{words}: {_seen(answer, found)}" for words, found in ever.items()) + "."


def sentence(answer: Answer) -> str:
    """Return the answer in one sentence to quote, and a second on how it really ended."""
    top = max(answer["endings"], key=lambda row: row["count"])
    when = "" if top["name"] in OPEN else f", half of these by {month(top['median_date'])}"
    return f"Most likely: {top['phrase']}, {times(top['share'])}{when}.{_history(answer, top)}"


def _history(answer: Answer, top: Answer) -> str:
    known = answer["known_outcome"]
    if known is None:
        return ""
    if known["ending"] == top["name"]:
        return f" It really ended so, on {day(known['date'])}{_real_path(answer)}."
    really = next((row for row in answer["endings"] if row["name"] == known["ending"]), None)
    share = "" if really is None else f", which happened in {_seen(answer, really['share'])} of trials"
    phrase = known["ending"].replace("_", " ") if really is None else really["phrase"]
    return f" It really ended otherwise: {phrase} on {day(known['date'])}{share}."


def _real_path(answer: Answer) -> str:
    name = answer["known_outcome"]["path"]
    path = next((row for row in answer["paths"] if row["name"] == name), None)
    return f", {path['label']} ({_seen(answer, path['share'])} of trials)" if path else ""


def _seen(answer: Answer, share: float) -> str:
    return percent(share) if share else f"less than {at_most(answer['never_is_less_than'])}"


def _words(answer: Answer, footing: Footing) -> list[str]:
    figures = answer["figures"]
    rests = (
        f"{whole(figures['sources'])} figures come from sources, {whole(figures['judgements'])} are judgements"
        f"{_unverified(figures)} ({unbroken(f'sim sources {footing.scenario}')}).{_stakes(answer, footing)}"
    )
    doubt = "The 95% range is Monte Carlo error alone."
    driver = next((row for row in answer["influence"]["figures"] if row["is_clear"]), None)
    if driver is not None:
        names = {name: party["label"] for name, party in answer["parties"].items()}
        moves = inside_sentence(driver["label"], names)
        doubt += f" What moves the result most: {moves}. {_spread(driver)}"
    return [sentence(answer), *_rival(answer), rests, answer["caution"], doubt]


def _rival(answer: Answer) -> list[str]:
    apart = [term["apart"] for term in answer["terms"].values() if term["apart"] is not None]
    if not apart:
        return []
    far = math.fsum(apart) / len(apart)
    return [
        "The simplest rival, the compromise model (each issue at the mean of what all want, by weight), has other"
        f" terms: {percent(far)} of a scale away on average (--json has both)."
    ]


def _unverified(figures: Answer) -> str:
    return f", {whole(figures['unverified'])} have no source at hand" if figures["unverified"] else ""


def _stakes(answer: Answer, footing: Footing) -> str:
    found = answer["stakes"]
    if found is None:
        return ""
    cost = found["border_cost"]
    parts = [f"what trade across a lapsed link costs beyond tariffs, {_between(cost, 100)}%"]
    for name, weight in found["deficit_weight"].items():
        whose = with_article(answer["parties"][name]["label"])
        parts.append(f"what {whose} believes a dollar of deficit removed to be worth, {_between(weight)} dollars")
    return (
        f" What the pact's end costs is computed ({unbroken(f'sim trade {footing.scenario}')}); assumptions decide it:"
        f" {', and '.join(parts)}."
    )


def _between(band: Answer, unit: float = 1.0) -> str:
    low, high = unit * band["low"], unit * band["high"]
    return f"{low:g}" if low == high else f"{low:g} to {high:g}"


def _spread(driver: Answer) -> str:
    low, high = percent(driver["lowest"]), percent(driver["highest"])
    if driver["is_type"]:
        return f"Not knowing this type adds more: {low} end so where it bluffs, {high} where it is resolute."
    return (
        f"Not knowing this figure adds more: {low} end so in the tenth of trials where it is lowest,"
        f" {high} where it is highest."
    )


def _foot(footing: Footing, width: int) -> list[str]:
    lines = [""] if footing.lines else []
    for word, parts in footing.lines:
        first, *more = side_by_side(parts, width - _LABEL)
        lines += [f"{word:{_LABEL}}{first}", *(f"{'':{_LABEL}}{line}" for line in more)]
    return lines
