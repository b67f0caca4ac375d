"""The answer of a comparison as text for a terminal: what was changed, what that changes, and how sure that is."""

from __future__ import annotations

from sim.report.lines import fitting, paragraph
from sim.report.lines import whole as unbroken
from sim.report.rivals import is_of_null
from sim.report.rounding import at_most, differences, percent, whole
from sim.report.shape import OPEN, Answer
from sim.report.wording import inside_sentence

_DOUBT = "The ranges are Monte Carlo error alone; what is assumed moves the results more."
_MOST_INPUTS, _MOST_FLOWS, _MOST_WORDS = 12, 8, 4
_MARGIN = "  "
_ACTS = {"threats": "a threat", "notices": "a notice", "extensions": "an extension"}
_SHARE, _DIFFERENCE, _RANGE, _DAYS = 7, 12, 16, 11


def compare_text(answer: Answer, width: int) -> list[str]:
    """Return the lines for `width` columns."""
    width = fitting(width)
    head = (
        f"{whole(answer['trials'])} trials each, seed {answer['seed']}, with the same draws in all: only what is"
        " assumed otherwise can differ."
    )
    lines = [*(line for one in _named(answer) for line in paragraph(one, width)), *paragraph(head, width)]
    for letter, found in zip("BCDEFGHIJ", (answer, *answer["others"]), strict=False):
        lines += ["", *_comparison(found, letter, answer["never_is_less_than"], width)]
    return [*lines, "", *paragraph(answer["caution"], width), *paragraph(_DOUBT, width)]


def _named(answer: Answer) -> list[str]:
    names = []
    for letter, scenario in zip("ABCDEFGHIJ", answer["scenarios"], strict=False):
        changes = [one for one in scenario["settings"] if not is_of_null(one)]
        settings = f" with {', '.join(changes)}" if changes else ""
        names.append(f"{letter}  {scenario['name']}{settings}: {scenario['title']}")
    return names


def _comparison(found: Answer, letter: str, never: float, width: int) -> list[str]:
    blocks = (
        _inputs(found, letter, width),
        _endings(found, letter, never, width),
        _worth(found, letter, width),
        [*paragraph(sentence(found, letter), width), *_flows(found, letter, width)],
        paragraph(_pairing(found), width),
    )
    return [line for block in blocks if block for line in ("", *block)][1:]


def _inputs(found: Answer, letter: str, width: int) -> list[str]:
    inputs = [one for one in found["inputs"] if not one["path"].startswith(("about.", "teaching."))]
    if not inputs:
        return paragraph(f"A and {letter} assume the same.", width)
    noun = "value differs" if len(inputs) == 1 else "values differ"
    lines = paragraph(f"{len(inputs)} {noun} from A to {letter}", width)
    for one in inputs[:_MOST_INPUTS]:
        lines += paragraph(f"{one['path']}: {_cut(one['a'])} -> {_cut(one['b'])}", width, _MARGIN)
    more = len(inputs) - _MOST_INPUTS
    return lines + ([f"{_MARGIN}and {more} more (sim diff has them)"] if more > 0 else [])


def _cut(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:57]}..."


def _endings(found: Answer, letter: str, never: float, width: int) -> list[str]:
    rows = [row for row in found["differences"] if row["possible"] or row["a"] or row["b"]]
    wide = max(len(row["label"]) for row in rows)
    has_days = wide + 2 * _SHARE + _DIFFERENCE + _RANGE + _DAYS <= width
    lines = [
        f"{'How it ends':{wide}}{'A':>{_SHARE}}{letter:>{_SHARE}}{'difference':>{_DIFFERENCE}}{'95% range':>{_RANGE}}"
    ]
    if has_days:
        lines[0] += f"{'half come':>{_DAYS}}"
    for row in rows:
        difference, between = _points(row)
        shares = "".join(f"{_share(row[side], never):>{_SHARE}}" for side in ("a", "b"))
        days = f"{_later(row):>{_DAYS}}" if has_days else ""
        lines.append(f"{row['label']:{wide}}{shares}{difference:>{_DIFFERENCE}}{between:>{_RANGE}}{days}".rstrip())
    return [*lines, *paragraph(_acts(found, never), width)]


def _acts(found: Answer, never: float) -> str:
    parts = [
        f"{words} {_share(one['a'], never)} -> {_share(one['b'], never)} ({' to '.join(_ends(one))})"
        for name, words in _ACTS.items()
        if (one := found["measures"][name])["a"] or one["b"]
    ]
    return f"Trials with {'; '.join(parts)}." if parts else ""


def _ends(found: Answer) -> tuple[str, str]:
    low, _, high = _points(found)[1].partition(" to ")
    return low, high


def _share(share: float, never: float) -> str:
    return percent(share) if share else f"<{at_most(never)}"


def _later(row: Answer) -> str:
    days = row["days"]
    if row["name"] in OPEN or days is None:
        return ""
    return f"{days['difference']:+.0f} days" if days["difference"] else "same day"


def _points(found: Answer) -> tuple[str, str]:
    return differences(found["difference"], found["low"], found["high"])


def _worth(found: Answer, letter: str, width: int) -> list[str]:
    rows = [(party["label"], party["gain"]) for party in found["parties"].values()]
    if not rows:
        return []
    wide = max(len(label) for label, _ in rows) + len(_MARGIN) + 2
    lines = paragraph(
        "Mean gain on the pact as it stands, in points (100: all it wants), and by how much it differs", width
    )
    for label, gain in rows:
        before, after = f"{100 * gain['a']:+.1f}", f"{100 * gain['b']:+.1f}"
        difference, between = _points(gain)
        lines.append(
            f"{_MARGIN + label:{wide}}{before:>8}{after:>8}{difference:>{_DIFFERENCE}}{between:>{_RANGE}}".rstrip()
        )
    return lines


def sentence(found: Answer, letter: str, first: str = "A") -> str:
    """Return in words which endings are clearly likelier in the scenario called `letter` than in `first`, or less."""
    clear = [row for row in found["differences"] if row["low"] is not None and (row["low"] > 0.0 or row["high"] < 0.0)]
    clear.sort(key=lambda row: -abs(row["difference"]))
    if found["changed"]["count"] == 0:
        return f"Every trial ends in {letter} as it does in {first}."
    if not clear:
        return f"No ending is likelier or less likely in {letter} by more than chance can explain."
    ways = {
        f"Likelier in {letter}": [row for row in clear[:_MOST_WORDS] if row["difference"] > 0.0],
        f"Less likely in {letter}": [row for row in clear[:_MOST_WORDS] if row["difference"] < 0.0],
    }
    parts = [f"{way}: {'; '.join(_by(row) for row in rows)}" for way, rows in ways.items() if rows]
    return f"{'. '.join(parts)}.{_when(found)}"


def _by(row: Answer) -> str:
    size = abs(100 * row["difference"])
    low, high = sorted((abs(100 * row["low"]), abs(100 * row["high"])))
    digits = 0 if size >= 10 else 1 if size >= 1 else 2
    noun = "point" if f"{size:.{digits}f}" == "1" else "points"
    return f"{row['phrase']}, by {size:.{digits}f} {noun} ({low:.{digits}f} to {high:.{digits}f})"


def _when(found: Answer) -> str:
    days = found["days_to_settlement"]
    if days["low"] is None or days["low"] <= 0.0 <= days["high"]:
        return ""
    way = "longer" if days["difference"] > 0 else "less"
    low, high = sorted((abs(days["low"]), abs(days["high"])))
    return (
        f" A deal takes {abs(days['difference']):.0f} days {way} on average ({low:.0f} to {high:.0f}), where trials"
        " without one count to the end of the clock."
    )


def _flows(found: Answer, letter: str, width: int) -> list[str]:
    changed = found["changed"]
    if not changed["count"]:
        return []
    labels = {row["name"]: inside_sentence(row["label"], {}) for row in found["differences"]}
    flows = found["flows"]
    lines = paragraph(f"{percent(changed['share'])} of the trials end otherwise, from A to {letter}:", width)
    for flow in flows[:_MOST_FLOWS]:
        lines.append(f"{whole(flow['count']):>9}  {labels[flow['from']]} -> {labels[flow['to']]}")
    rest = sum(flow["count"] for flow in flows[_MOST_FLOWS:])
    return lines + ([f"{whole(rest):>9}  in other ways"] if rest else [])


def _pairing(found: Answer) -> str:
    bought = found["pairing"]
    if bought is None:
        return ""
    return (
        f"Pairing: runs with draws of their own would need {bought:.1f} times as many trials for ranges as narrow"
        f" (median over the endings; {unbroken('--json')} has each)."
    )
