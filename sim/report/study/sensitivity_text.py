"""The answer of a study of sensitivity as text for a terminal: bars, indices, or two parts of a variance."""

from __future__ import annotations

from sim.report.lines import fitting, paragraph
from sim.report.rounding import differences, listed, percents, whole
from sim.report.shape import Answer, Footing
from sim.report.study.head import DOUBT, head, number

_LONGEST_NAME, _SHORTEST_NAME = 24, 17
_REACH, _SWING, _RANGE, _LEAST_BAR = 19, 8, 18, 6


def sensitivity_text(answer: Answer, footing: Footing, width: int) -> list[str]:
    """Return the lines for `width` columns."""
    width = fitting(width)
    body = {"one at a time": _tornado, "sobol": _sobol, "nested": _nested}[answer["method"]](answer, width)
    last = [*paragraph(answer["caution"], width), *paragraph(DOUBT, width)]
    return [line for block in (head(answer, footing, width), *body) for line in (*block, "")] + last


def _tornado(answer: Answer, width: int) -> list[list[str]]:
    caption = (
        f"What moves {answer['on']['phrase']} ({_level(answer, answer['as_written'])} as written): each dial alone at"
        " the 5% and the 95% end of what is written, all else as written, in the same draws. Swing: at the high end"
        " less at the low end, in points of 100, with the paired 95% range."
    )
    return [paragraph(caption, width), _bars(answer, width), _floor(answer, width), _rules(answer, width)]


def _bars(answer: Answer, width: int) -> list[str]:
    dials = answer["dials"]
    name = _name_width(answer, width)
    room = width - name - _REACH - _SWING - _RANGE - 2
    longest = max((abs(dial["swing"]["value"]) for dial in dials), default=0.0)
    lines = [f"{'dial':{name}}{'turned':{_REACH}}{'swing':>{_SWING}}{'95% range':>{_RANGE}}"]
    for dial in dials:
        swing, between = _points(dial["swing"])
        turned = f"{number(dial['reach']['low'])} to {number(dial['reach']['high'])}"
        size = abs(dial["swing"]["value"]) / longest if longest else 0.0
        mark = "#" if dial["is_above_floor"] else "."
        bar = f"  {mark * round(size * room)}" if room >= _LEAST_BAR else ""
        lines.append(
            f"{_cut(dial['name'], name - 1):{name}}{turned:{_REACH}}{swing:>{_SWING}}{between:>{_RANGE}}{bar}".rstrip()
        )
    return lines


def _floor(answer: Answer, width: int) -> list[str]:
    floor = answer["noise_floor"]
    if floor is None:
        return paragraph("One trial has no noise floor; play more (-n).", width)
    below = [dial for dial in answer["dials"] if not dial["is_above_floor"]]
    words = (
        f"Noise floor: {_size(floor)} points. Two runs of the same scenario with other draws, {whole(answer['trials'])}"
        " trials each, differ by more than that one time in twenty (1.96 times the square root of twice the variance"
        " of the mean)."
    )
    if not below:
        return paragraph(f"{words} All dials are above it.", width)
    verb = "Below it" if len(below) > 1 else "Below it is"
    names = listed([dial["name"] for dial in below])
    seen = [dial["name"] for dial in below if dial["is_clear"]]
    paired = f" Pairing still tells {listed(seen)} from nothing." if seen else ""
    return paragraph(f"{words} {verb}{':' if len(below) > 1 else ''} {names}.{paired}", width)


def _rules(answer: Answer, width: int) -> list[str]:
    plain = [dial["name"] for dial in answer["dials"] if dial["reach"]["rule"] == "quarter"]
    alone = "A dial that acts only together with others, or in its middle, is not seen so."
    if not plain:
        return paragraph(alone, width)
    verb = "is a plain number" if len(plain) == 1 else "are plain numbers"
    words = f"{listed(plain)} {verb}: turned a quarter down and up, between min and max, as no range is written."
    return paragraph(f"{words} {alone}", width)


def _sobol(answer: Answer, width: int) -> list[list[str]]:
    caption = (
        f"Which part of the variance of {answer['on']['phrase']} each dial makes, all of them drawn from what is"
        " written: alone (first), and with all that it does together with others (total). Ranges: 95%, by a bootstrap"
        f" over the {whole(answer['points'])} points of a Sobol sequence; each estimate may fall below 0 or above 1."
    )
    return [paragraph(caption, width), _indices(answer, width), _noise(answer, width)]


def _indices(answer: Answer, width: int) -> list[str]:
    name = _name_width(answer, width)
    lines = [f"{'dial':{name}}{'first':>6}{'95% range':>16}{'total':>8}{'95% range':>16}{'floor':>8}"]
    for dial in answer["dials"]:
        first, total = (f"{dial[kind]['value']:.2f}" for kind in ("first", "total"))
        ranges = [f"{dial[kind]['low']:.2f} to {dial[kind]['high']:.2f}" for kind in ("first", "total")]
        cells = f"{first:>6}{ranges[0]:>16}{total:>8}{ranges[1]:>16}{dial['noise_floor']:>8.3f}"
        lines.append(f"{_cut(dial['name'], name - 1):{name}}{cells}")
    return [line.replace("-0.00", " 0.00") for line in lines]


def _noise(answer: Answer, width: int) -> list[str]:
    unclear = [dial["name"] for dial in answer["dials"] if not dial["is_clear"]]
    words = (
        f"Noise: of the variance between points, {100 * answer['noise']:.1f}% is made by playing"
        f" {whole(answer['trials'])} trials and no more at each point. It lowers the first indices and raises the"
        " totals: the floor is what it gives the total of a dial without any influence. More trials (-n) lower it;"
        " more points (--points) narrow the ranges."
    )
    told = f" Not told apart from that: {listed(unclear)}." if unclear else ""
    return paragraph(f"{words}{told}{_fixed(answer)}", width)


def _nested(answer: Answer, width: int) -> list[list[str]]:
    variance, part = answer["variance"], answer["unknown_share"]
    caption = f"Why {answer['on']['phrase']} is not known better: the variance of one trial's result, in two parts"
    rows = (("chance, the dials being known", variance["chance"]), ("not knowing the dials", variance["unknown_dials"]))
    lines = []
    for label, found in rows:
        of_all = found["value"] / variance["total"] if variance["total"] > 0 else 0.0
        between = f"{found['low']:.4f} to {found['high']:.4f}"
        lines.append(f"  {label:31}{found['value']:>8.4f}{100 * of_all:>6.1f}%   {between}")
    level, band = answer["mean"], answer["band"]
    low, high = (_level(answer, {"value": band[end], "low": band[end], "high": band[end]}) for end in ("low", "high"))
    words = (
        f"With the dials drawn {whole(answer['points'])} times, {whole(answer['trials'])} trials each, the mean is"
        f" {_level(answer, level)}. If somebody knew the dials, it would lie between {low} and {high} in 9 of 10"
        " cases, the noise of the trials taken out. More trials do not narrow that."
    )
    said = (
        f"Not knowing the dials makes {100 * part['value']:.1f}% ({100 * part['low']:.1f}% to"
        f" {100 * part['high']:.1f}%) of the variance. Ranges: 95%, leaving out one draw of the dials at a time. The"
        f" estimate is unbiased, and falls below 0 where there is little to find.{_fixed(answer)}"
    )
    return [[*paragraph(caption, width), *lines], paragraph(words, width), paragraph(said, width)]


def _fixed(answer: Answer) -> str:
    names = answer["left_out"]
    if not names:
        return ""
    return f" Kept as written, being plain numbers: {listed(names)}."


def _level(answer: Answer, found: Answer) -> str:
    if answer["on"]["is_share"]:
        return percents(found["value"], found["low"], found["high"])[0]
    return f"{100 * found['value']:.1f} points"


def _points(found: Answer) -> tuple[str, str]:
    return differences(found["value"], found["low"], found["high"])


def _size(floor: float) -> str:
    return f"{100 * floor:.1f}" if floor >= 0.001 else f"{100 * floor:.2g}"


def _name_width(answer: Answer, width: int) -> int:
    longest = max((len(dial["name"]) for dial in answer["dials"]), default=0) + 2
    most = _LONGEST_NAME if width >= 80 else _SHORTEST_NAME
    return max(6, min(longest, most))


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else f"{text[: width - 3]}..."
