"""`sim new`: write the file of a new scenario, or of a what-if."""

from pathlib import Path

from sim.engine.files import write_file
from sim.errors import UsageError
from sim.report.voice import Voice
from sim.scenario import find, load, new_scenario, shipped, what_if


def new(voice: Voice, name: str, parent: str | None) -> None:
    """Write NAME.yaml into the current folder (or where NAME's path leads); never over a file that is there."""
    path = Path(name if name.endswith((".yaml", ".yml")) else f"{name}.yaml")
    if path.exists():
        raise UsageError(f"{path} is there already; choose another name")
    if not path.parent.is_dir():
        raise UsageError(f"there is no folder {path.parent}")
    words = new_scenario(path.stem) if parent is None else _what_if(path, parent)
    write_file(path, words.encode())
    data = {"schema": "sim/new/v1", "file": str(path), "extends": parent}
    voice.answer(data, lambda: [f"wrote {path}"])
    voice.next(f"sim validate {path}", f"sim run {path}")


def _what_if(path: Path, parent: str) -> str:
    scenario = load(parent).scenario
    file = find(parent)
    if parent in shipped() and file == shipped()[parent]:
        return what_if(path.stem, parent, scenario)
    if file.resolve().parent != path.resolve().parent:
        raise UsageError(f"{file} lies in another folder; make the new scenario beside it, or copy it here")
    return what_if(path.stem, file.name, scenario)
