"""Workers and chunks change nothing that a command says or keeps."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from sim.engine import batch, crew
from tests.doors.calling import Ended

CREWS = ((1, 512), (2, 64), (3, 200), (7, 1000), (2, 4096))  # workers and trials of a chunk; all pairs: test_parts.py
COMMANDS = {
    "run": ("run", "montreal", "-n", "1500", "--json"),
    "compare": ("compare", "montreal", "no-threats", "-n", "1500", "--json"),
    "sweep": ("sweep", "montreal", "--dial", "resolve=10%:50%:3", "-n", "1500", "--json"),
    "seat": ("run", "montreal", "-n", "11000", "--seat", "canada=strategy_of_mine:firm", "--json"),
}
SEAT = """
def firm(view):
    return view.most - 5.0 * view.elapsed
"""


@pytest.mark.parametrize("name", COMMANDS)
def test_neither_workers_nor_chunks_change_a_number(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crew, "_WORTH_IT", 0.0)  # a strategy in Python goes to processes at once
    expected: tuple[str, dict[str, str]] | None = None
    for workers, chunk in CREWS:
        folder = tmp_path / f"{workers}-{chunk}"
        folder.mkdir()
        (folder / "strategy_of_mine.py").write_text(SEAT)
        monkeypatch.chdir(folder)
        monkeypatch.syspath_prepend(folder)
        monkeypatch.setattr(batch, "CHUNK", chunk)
        ended = Ended(*COMMANDS[name], "-j", str(workers))
        assert ended.code == 0, ended.err
        found = ended.out, _tables(folder)
        expected = expected or found
        assert found == expected, (workers, chunk)


def _tables(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and (path.suffix in (".parquet", ".csv") or path.name == "summary.json")
    }
