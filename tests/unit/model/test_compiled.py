"""The cache of machine code: where it lies, when it is another one, and that it is used."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from sim.model import compiled
from sim.model.compiled import cache_folder, is_compiled, rule_sources, sources_hash

ROOT = Path(compiled.__file__).parents[1]
COMPILED = {"NUMBA_DISABLE_JIT": "0"}

PROBE = """
import os, pathlib, shutil
import numba
from sim.model.compiled import entry, is_compiled
before = numba.config.CACHE_DIR
from probe_entry import double
if "SPOIL" in os.environ:
    shutil.rmtree(os.environ["SIM_CACHE_DIR"])
    pathlib.Path(os.environ["SIM_CACHE_DIR"]).write_text("in the way")
known = is_compiled(double)
assert double(2.0) == 4.0 and is_compiled(double)
assert numba.config.CACHE_DIR == before
print(known, sum(double.stats.cache_hits.values()) if hasattr(double, "stats") else "plain")
"""


def probe(folder: Path, environment: dict[str, str]) -> str:
    """Call an entry point in a new process; return whether it was compiled before, and its cache hits."""
    (folder / "probe_entry.py").write_text(
        "from sim.model.compiled import entry\n\n\n@entry\ndef double(x):\n    return x + x\n"
    )
    paths = os.pathsep.join([str(ROOT.parent), str(folder)])
    settings = os.environ | {"PYTHONPATH": paths, "SIM_CACHE_DIR": str(folder / "cache")} | environment
    command = [sys.executable, "-c", PROBE]
    done = subprocess.run(command, env=settings, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_an_edit_of_any_source_gives_another_folder_name(tmp_path: Path) -> None:
    for room in ("model", "strategies", "engine"):
        (tmp_path / room).mkdir()
    shutil.copy(ROOT / "model" / "chance.py", tmp_path / "model")
    (tmp_path / "strategies" / "own.py").write_text("x = 1\n")
    (tmp_path / "engine" / "loop.py").write_text("x = 1\n")
    (tmp_path / "engine" / "store.py").write_text("x = 1\n")
    names = {sources_hash(rule_sources(tmp_path))}
    assert names == {sources_hash(rule_sources(tmp_path))}
    for place in ("model/chance.py", "strategies/own.py", "engine/loop.py"):
        path = tmp_path / place
        path.write_text(path.read_text() + "# edited\n")
        names.add(sources_hash(rule_sources(tmp_path)))
    (tmp_path / "model" / "new.py").write_text("")
    names.add(sources_hash(rule_sources(tmp_path)))
    assert len(names) == 5
    (tmp_path / "engine" / "store.py").write_text("x = 2\n")
    assert sources_hash(rule_sources(tmp_path)) in names


def test_the_hash_covers_the_rules_that_are_run() -> None:
    found = {path.relative_to(ROOT).as_posix() for path in rule_sources(ROOT)}
    assert {"model/chance.py", "model/compiled.py", "model/elementary.py"} <= found


def test_an_entry_is_compiled_once_and_found_by_the_next_process(tmp_path: Path) -> None:
    assert probe(tmp_path, COMPILED) == "False 0"
    assert list((tmp_path / "cache").glob("rules-*/**/*.nbi"))
    assert probe(tmp_path, COMPILED) == "True 1"


def test_an_interpreted_entry_counts_as_compiled(tmp_path: Path) -> None:
    assert probe(tmp_path, {"NUMBA_DISABLE_JIT": "1"}) == "True plain"
    assert is_compiled(len)


def test_a_cache_that_cannot_be_used_falls_back_to_a_temporary_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    unusable = {"SIM_CACHE_DIR": str(tmp_path / "file"), "TMPDIR": str(tmp_path)}
    assert probe(tmp_path, COMPILED | unusable) == "False 0"
    assert list(tmp_path.glob("sim-cache-*/rules-*/**/*.nbi"))


def test_a_folder_that_vanishes_costs_a_compilation_and_not_the_run(tmp_path: Path) -> None:
    assert probe(tmp_path, COMPILED | {"SPOIL": "yes"}) == "False 0"


def test_folders_unused_for_30_days_are_swept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIM_CACHE_DIR", str(tmp_path))
    old, young, foreign = tmp_path / "rules-old", tmp_path / "rules-young", tmp_path / "other"
    for folder, days in ((old, 31), (young, 29), (foreign, 400)):
        folder.mkdir()
        then = time.time() - days * 86_400
        os.utime(folder, (then, then))
    kept = cache_folder()
    assert (old.exists(), young.exists(), foreign.exists(), kept.parent) == (False, True, True, tmp_path)
