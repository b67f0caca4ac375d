"""Wording shared by all messages: user text made safe to print, lists, and the nearest right spelling."""

import unicodedata
from collections.abc import Iterable, Sequence

_LONGEST = 40
# Comparing with more names than a person would write takes time and helps nobody.
_MANY = 100


def shown(text: str) -> str:
    """Return user text in back quotes, cut to 40 characters, with nothing unprintable in it."""
    cut = text if len(text) <= _LONGEST else text[: _LONGEST - 3] + "..."
    return f"`{''.join(_safe(letter) for letter in cut)}`"


def listed(words: Iterable[str], last: str = "or") -> str:
    """Return `a, b or c`."""
    every = list(words)
    if len(every) < 2:
        return "".join(every)
    return f"{', '.join(every[:-1])} {last} {every[-1]}"


def nearest(word: str, choices: Iterable[str]) -> str | None:
    """Return the choice a person most likely meant, or None."""
    # difflib is needed for wrong files only, so that right ones do not pay for its import
    from difflib import get_close_matches

    choices = list(choices)
    if len(choices) > _MANY:
        return None
    known = {choice.casefold().replace("-", "_"): choice for choice in choices}
    found = get_close_matches(word[:60].casefold().replace("-", "_"), known, n=1, cutoff=0.6)
    return known[found[0]] if found else None


def meant(word: str, choices: Sequence[str]) -> str:
    """Return `; did you mean X?` or, where nothing is near, `; expected A or B` unless that is long."""
    found = nearest(word, choices)
    if found is not None:
        return f"; did you mean `{found}`?"
    return f"; expected {listed(f'`{choice}`' for choice in choices)}" if 0 < len(choices) <= 12 else ""


def is_hidden(letter: str) -> bool:
    """Say whether a character is a control, a direction override, or otherwise never seen on a page."""
    # The two joiners are spelling in Persian and in emoji.
    return unicodedata.category(letter) in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"} and letter not in "\u200c\u200d"


def _safe(letter: str) -> str:
    return f"\\u{ord(letter):04x}" if is_hidden(letter) else letter
