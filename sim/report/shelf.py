"""What ships with the program, found without reading a scenario in full, so that lists and completion are quick."""

import re
from dataclasses import dataclass
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent
# Inside a wheel the files are packed with the package; in a checkout they stand beside cli.py.
_SCENARIOS = (_PACKAGE / "_scenarios", _PACKAGE.parent / "scenarios")
_GLOSSARIES = (_PACKAGE / "_docs" / "glossary.md", _PACKAGE.parent / "docs" / "glossary.md")
_LINE = r"^  {key}: *(.+?) *$"


@dataclass(frozen=True)
class Shipped:
    """A scenario that ships: its name, its title and the question it asks."""

    name: str
    title: str
    question: str


def names(start: str = "") -> list[str]:
    """Return the names of shipped scenarios that begin with `start`, for the shell's completion."""
    return [path.stem for path in _files() if path.stem.startswith(start)]


def shelf() -> tuple[Shipped, ...]:
    """Return what ships, sorted by name."""
    return tuple(_shipped(path) for path in _files())


def glossary_file() -> Path:
    """Return where the glossary lies."""
    return next((path for path in _GLOSSARIES if path.is_file()), _GLOSSARIES[-1])


def _files() -> list[Path]:
    folder = next((folder for folder in _SCENARIOS if folder.is_dir()), None)
    return sorted(folder.glob("*.yaml"), key=lambda path: path.stem) if folder else []


def _shipped(path: Path) -> Shipped:
    # The YAML reader takes longer to load than everything else here; a test compares the two.
    text = path.read_text(encoding="utf-8").partition("\nabout:\n")[2]
    return Shipped(path.stem, _value("title", text), _value("question", text))


def _value(key: str, text: str) -> str:
    found = re.search(_LINE.format(key=key), text, re.MULTILINE)
    return found[1].strip("\"'") if found else ""
