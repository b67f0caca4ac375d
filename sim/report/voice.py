"""What a command says and where: data on stdout, talk on stderr, in colour only where somebody looks at it."""

import json
import os
import shutil
import sys
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from io import TextIOWrapper
from typing import Any, TextIO

from sim.engine.progress import Progress
from sim.report.lines import fitting, side_by_side
from sim.report.progress import ProgressAs, bar, lines, take_away

_LONGEST_LINE = 10_000  # more is heard as several lines


@dataclass(frozen=True)
class Voice:
    """How one call of a command speaks: `as_json` prints data for programs, `quiet` leaves out all talk.

    Progress that was asked for as JSON is no talk.
    """

    as_json: bool = False
    quiet: bool = False
    progress_as: ProgressAs = ProgressAs.AUTO

    def answer(self, data: dict[str, Any], lines: Callable[[], Iterable[str]]) -> None:
        """Print the answer: the data as JSON, or the lines that say the same to people."""
        if self.as_json:
            _print_json(data)
        else:
            for line in lines():
                _print(line, sys.stdout)

    def talk(self, line: str) -> None:
        """Say what is going on."""
        if not self.quiet:
            _print(line, sys.stderr)

    def show(self, line: str) -> None:
        """Show a line of a conversation: on stdout, unless that is kept for data."""
        if not self.quiet:
            _print(line, sys.stderr if self.as_json else sys.stdout)

    def is_asked(self) -> bool:
        """Return whether somebody types the answers: then the terminal shows them already."""
        return sys.stdin.isatty()

    def typed(self, prompt: str) -> Iterator[str]:
        """Yield what is typed, line by line, to the end of the input; a prompt asks for it where somebody types."""
        source = sys.stdin
        if isinstance(source, TextIOWrapper):
            source.reconfigure(errors="replace")
        while True:
            if self.is_asked():
                stream = sys.stderr if self.as_json else sys.stdout
                stream.write(prompt)
                stream.flush()
            line = source.readline(_LONGEST_LINE)
            if not line:
                return
            yield line

    def next(self, *commands: str) -> None:
        """Say which commands are useful now."""
        if not (self.quiet or self.as_json):
            sys.stdout.flush()
            first, *more = side_by_side(commands, fitting(width()) - 7)
            for line in ("", f"next   {first}", *(f"       {line}" for line in more)):
                _print(line, sys.stderr)

    def progress(self, total: int, labels: Mapping[str, str] | None = None) -> Progress | None:
        """Return what is to be told how many trials are done, or None where nobody would see it.

        `labels` says what each ending is called, in the order in which endings are counted: then the leading one is
        shown.
        """
        if self.progress_as is ProgressAs.JSON:
            return lines(total, labels or {}, sys.stderr)
        if self.progress_as is ProgressAs.NONE or self.quiet or not sys.stderr.isatty():
            return None
        return bar(total, labels or {}, sys.stderr)


def width() -> int:
    """Return how many columns there are: those of the terminal or of COLUMNS, else 100."""
    return shutil.get_terminal_size((100, 24)).columns


def has_blocks() -> bool:
    """Say whether stdout can show block characters."""
    try:
        "\u2588\u258f".encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        return False
    return True


def _print(line: str, stream: TextIO) -> None:
    take_away()
    seen = line if line.replace("\n", "").isprintable() else "".join(visible(letter) for letter in line)
    safe = _encodable(seen, stream)
    if _has_colour(stream):
        # Rich takes longer to load than most commands take to answer.
        from sim.report.paint import paint

        safe = paint(safe)
    stream.write(f"{safe}\n")


def _print_json(data: dict[str, Any]) -> None:
    take_away()
    text = json.dumps(data, ensure_ascii=False, allow_nan=False, indent=2)
    try:
        text.encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        text = json.dumps(data, allow_nan=False, indent=2)
    sys.stdout.write(f"{text}\n")


def _encodable(line: str, stream: TextIO) -> str:
    encoding = stream.encoding or "ascii"
    return line.encode(encoding, "replace").decode(encoding)


def visible(letter: str) -> str:
    """Return a letter, or its code where it is a control character: one in a file's name could rewrite the screen."""
    is_control = unicodedata.category(letter) in {"Cc", "Cf", "Cs"} and letter != "\n"
    return f"\\u{ord(letter):04x}" if is_control else letter


def _has_colour(stream: TextIO) -> bool:
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return bool(os.environ.get("FORCE_COLOR")) or stream.isatty()
