"""Draw docs/img/run.svg, the picture in the README, from what `sim run` prints: `python docs/picture.py`."""

import os
import subprocess
import sys
import tempfile
from io import StringIO
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

COMMAND = ("sim", "run", "montreal")
WIDTH = 100
PICTURE = Path(__file__).resolve().parent / "img" / "run.svg"

# White paper and the colours of Okabe and Ito (2008), which colour-blind readers can tell apart.
_THEME = TerminalTheme(
    (255, 255, 255),
    (34, 34, 34),
    [
        (0, 0, 0),
        (213, 94, 0),
        (0, 158, 115),
        (176, 112, 0),
        (0, 114, 178),
        (204, 121, 167),
        (0, 134, 179),
        (110, 110, 110),
    ],
    [
        (85, 85, 85),
        (213, 94, 0),
        (0, 158, 115),
        (176, 112, 0),
        (0, 114, 178),
        (204, 121, 167),
        (0, 134, 179),
        (34, 34, 34),
    ],
)

# Rich's own frame fetches a font from the web; this one takes what the reader's machine has.
_FRAME = """\
<svg viewBox="0 0 {width} {height}" role="img" aria-label="what sim run montreal prints" xmlns="http://www.w3.org/2000/svg">
<style>
.{unique_id}-matrix {{
  font-family: Menlo, Consolas, "DejaVu Sans Mono", monospace;
  font-size: {char_height}px;
  line-height: {line_height}px;
}}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}" />
</clipPath>
{lines}
</defs>
{chrome}
<rect fill="none" stroke="#c8c8c8" x="0.5" y="0.5" width="99.9%" height="99.6%" rx="8" />
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""


def picture(output: str) -> str:
    """Return an SVG picture of a terminal that shows `output`, which may hold ANSI colours."""
    console = Console(record=True, width=WIDTH, file=StringIO(), force_terminal=True, color_system="truecolor")
    console.print(Text.from_ansi(f"$ {' '.join(COMMAND)}\n\n{output.rstrip()}\n "), soft_wrap=True)
    return console.export_svg(title=" ".join(COMMAND), theme=_THEME, code_format=_FRAME, unique_id="sim")


def _output() -> str:
    """Return what the command prints for people, in colour, in an empty folder."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    colour = {
        "PATH": path,
        "COLUMNS": str(WIDTH),
        "FORCE_COLOR": "1",
        "TERM": "xterm-256color",
        "PYTHONUTF8": "1",
    }
    kept = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
    with tempfile.TemporaryDirectory() as folder:
        ended = subprocess.run(
            COMMAND, cwd=folder, env=kept | colour, stdout=subprocess.PIPE, encoding="utf-8", check=True
        )
    return ended.stdout


if __name__ == "__main__":
    PICTURE.parent.mkdir(exist_ok=True)
    PICTURE.write_text(picture(_output()), encoding="utf-8")
    print(f"wrote {PICTURE}")
