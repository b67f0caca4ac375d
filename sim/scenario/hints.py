"""What to write instead when a text looks like a number to a person but not to a program."""

import re

_WORDS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
    " seventeen eighteen nineteen twenty"
).split()
_DAYS = {"week": 7, "month": 30, "year": 365, "hour": 0, "minute": 0}
_LONG = {"million": "bn, a thousand million", "mn": "bn, a thousand million", "trillion": "bn", "tn": "bn"}

_LOOKS = (
    (r"(?:no|yes|on|off|true|false|y|n)", "a word, not a number; write 0, or leave the line out"),
    (r"(?:nil|n/a|-|\?|tbd)", "nothing; write the number, or leave the line out"),
    (r"[-+]?\.?(?:inf|infinity|nan)", "not a number one can reckon with; write a finite number"),
    (r"0[xob][0-9a-f]+", "a number in computer notation; write it in plain decimal digits"),
    (r"[0-9]+:[0-9:.]+", "a time or a ratio; write one number such as 12.5"),
    (r"[0-9]+/[0-9]+", "a fraction; write it as a decimal such as 0.33, or as a count such as `1 of 3`"),
    (r"[$€£¥].*", "an amount with a currency sign; leave the sign out, `63 bn`"),
    (r"(?:about|around|circa|ca\.|~|<|>|≈|≤|≥).*", "no single number; write a range such as `30 to 50`"),
    (r"\u2212.*", "a typographic minus; write a plain hyphen `-` before the number"),
)


def hint(text: str, wanted: str) -> str:
    """Return what is wrong with a text (in lower case) that should be a number, or nothing."""
    for advice in (_comma(text), _grouped(text), _dash(text), _word(text), _time(text)):
        if advice:
            return f"; {advice}"
    for pattern, words in _LOOKS:
        if re.fullmatch(pattern, text):
            return f", {words}; expected {wanted}"
    return ""


def _comma(text: str) -> str:
    match = re.fullmatch(r"([-+]?[0-9]{0,20}),([0-9]{1,20})(\s*%)?", text)
    if match is None:
        return ""
    number = f"{match[1] or '0'}.{match[2]}{(match[3] or '').strip()}"
    if len(match[2]) == 3 and match[1].strip("+-0"):
        return f"a comma is not allowed in a number; write {match[1]}{match[2]} or {number}"
    return f"the decimal sign is a point; write {number}"


def _grouped(text: str) -> str:
    match = re.fullmatch(r"([-+]?[0-9]{1,3})((?:[_' ,][0-9]{3}){1,6})((?:\.[0-9]{1,20})?)(.{0,20})", text)
    if match is None or ("," in text and text.count(",") < 2):
        return ""
    digits = re.sub(r"[_' ,]", "", match[1] + match[2])
    return f"write the digits without anything between them: {digits}{match[3]}{match[4]}"


def _dash(text: str) -> str:
    match = re.fullmatch(r"([0-9.]{1,20})\s?(%?)\s?(?:-|\u2013|\u2014|\.\.|\.\.\.)\s?([0-9.]{1,20}\s?.{0,20})", text)
    return f"a range is written with the word to: `{match[1]}{match[2]} to {match[3].strip()}`" if match else ""


def _word(text: str) -> str:
    number, _, rest = text.partition(" ")
    if number not in _WORDS:
        return ""
    return f"a number is written in digits: {_WORDS.index(number)}{' ' if rest else ''}{rest[:20]}"


def _time(text: str) -> str:
    match = re.fullmatch(r"([0-9]{1,4}) ?([a-z]+?)s?", text)
    if match is None:
        return ""
    if match[2] in _DAYS:
        days = int(match[1]) * _DAYS[match[2]]
        return f"times are written in days: `{days} days`" if days else "times are written in days: `1 days`"
    return f"amounts of money are written in {_LONG[match[2]]}" if match[2] in _LONG else ""
