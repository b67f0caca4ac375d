"""Run what the pages show, and write the output shown anew: `python docs/regenerate.py`.

A page is README.md, a file of docs/ or an exercise. Three kinds of blocks are run, in order, in a folder of their own:

- a `sh` or `console` block: each line that starts with `sim ` (after a `$ `, if there is one). The block may
  be preceded by `<!-- exit: 3 -->`, the exit code that each of its commands must then end with;
- a `python` block; one preceded by `<!-- file: mine.py -->` is not run but put into that file of the folder;
- a `text` block preceded by `<!-- output of: sim explain notice -->`: it holds what that command prints.
"""

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

_BLOCK = re.compile(
    r"(?:<!-- (?P<word>exit|output of|file): (?P<note>.+?) -->\n)?```(?P<language>\w*)\n(?P<body>.*?)^```$",
    re.DOTALL | re.MULTILINE,
)
_UNSTEADY = (
    (re.compile(r"\b\d+(\.\d+)? ?m?s\b"), "# s"),
    (re.compile(r"\b\d+ workers?\b"), "# workers"),
    (re.compile(r"[ \t]+$", re.MULTILINE), ""),
)


@dataclass(frozen=True)
class Played:
    """What became of one command of a page; `block` is its output block's span in the page, if it has one."""

    command: str
    expected: int
    code: int
    output: str
    errors: str
    shown: str = ""
    block: tuple[int, int] | None = None


def pages() -> list[Path]:
    """Return the pages whose commands are run."""
    return [
        ROOT / "README.md",
        *sorted((ROOT / "docs").glob("*.md")),
        *sorted((ROOT / "docs" / "exercises").glob("*.md")),
    ]


def play(text: str, folder: Path) -> Iterator[Played]:
    """Run the commands of a page in `folder`, in their order."""
    for match in _BLOCK.finditer(text):
        language, body, note = match["language"], match["body"], match["note"]
        if match["word"] == "output of":
            yield _run(["sh", "-c", note], note, folder, shown=body, block=match.span("body"))
        elif match["word"] == "file":
            (folder / note).write_text(body, encoding="utf-8")
        elif language == "python":
            yield _run([sys.executable, "-c", body], body, folder)
        elif language in {"sh", "console"}:
            for line in body.splitlines():
                command = line.removeprefix("$ ")
                if command.startswith("sim "):
                    yield _run(["sh", "-c", command], command, folder, expected=int(note or 0))


def steady(text: str) -> str:
    """Return `text` without what differs from run to run: durations, numbers of workers, spaces at ends."""
    for pattern, constant in _UNSTEADY:
        text = pattern.sub(constant, text)
    return text


def refreshed(text: str, folder: Path) -> str:
    """Return a page with every output block that no longer holds replaced by what its command prints now."""
    for played in reversed(list(play(text, folder))):
        if played.code != played.expected:
            sys.exit(f"{played.command}\nended with {played.code}, not {played.expected}\n{played.errors}")
        if played.block and steady(played.shown) != steady(played.output):
            start, end = played.block
            text = text[:start] + played.output + text[end:]
    return text


def _run(
    arguments: list[str],
    command: str,
    folder: Path,
    *,
    expected: int = 0,
    shown: str = "",
    block: tuple[int, int] | None = None,
) -> Played:
    ended = subprocess.run(
        arguments,
        check=False,
        cwd=folder,
        env=_environment(),
        capture_output=True,
        encoding="utf-8",
        stdin=subprocess.DEVNULL,
    )
    return Played(command, expected, ended.returncode, ended.stdout, ended.stderr, shown, block)


def _environment() -> dict[str, str]:
    """Return an environment where `sim` is the one installed beside this Python, plain, 100 columns wide."""
    kept = {name: value for name, value in os.environ.items() if name not in {"FORCE_COLOR", "PYTHONPATH"}}
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    return kept | {"PATH": path, "COLUMNS": "100", "NO_COLOR": "1", "PYTHONUTF8": "1"}


def _main() -> None:
    for page in pages():
        before = page.read_text(encoding="utf-8")
        with tempfile.TemporaryDirectory() as folder:
            after = refreshed(before, Path(folder))
        if after != before:
            page.write_text(after, encoding="utf-8")
            print(f"refreshed {page.relative_to(ROOT)}")


if __name__ == "__main__":
    _main()
