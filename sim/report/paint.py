"""Colour for a terminal; the text is complete without it."""

from functools import cache

from rich.console import Console
from rich.text import Text

# What to look for in a line, and how it looks then.
_STYLES = (
    (r"^\S.* +share +95% range.*$", "bold"),
    (r"[\u2588-\u258f]+|#{2,}", "blue"),
    (r"^Most likely: [^.]*\.?", "bold"),
    (r"^(saved|next|note|error|warning) ", "dim"),
    (r"(?<=: )error(?=: )|^error(?=: )", "bold red"),
    (r"(?<=: )warning(?=: )|^warning(?=: )", "yellow"),
    (
        r"\bsim (run|compare|trace|game|sweep|sensitivity|play|sources|validate|diff|list|explain|new|schema|replay|sql"
        r")\b"
        r"[^()]*?(?=\)|  |$)",
        "cyan",
    ),
)


def paint(line: str) -> str:
    """Return the line with the terminal's codes for colour; letters and their order stay as they are."""
    text = Text(line)
    for pattern, style in _STYLES:
        text.highlight_regex(pattern, style)
    with _console().capture() as captured:
        _console().print(text, end="", soft_wrap=True)
    return captured.get()


@cache
def _console() -> Console:
    return Console(force_terminal=True, highlight=False, markup=False, emoji=False)
