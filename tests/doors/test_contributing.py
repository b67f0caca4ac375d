"""CONTRIBUTING's example is a strategy that works: one file, one line, and a scenario can use it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")

USE = """
from sim.simulate import simulate
from tests.builders import scenario

waits = {"waiting": {"patience": "70%"}}
talks = scenario({"parties": {"north": {"strategy": None}}}, {"parties": {"north": {"strategy": waits}}})
run = simulate(talks, 1, workers=1)
print(run.labels("ending")[run.table["ending"][0]], run.table["day"][0])
"""


def block(kind: str, path: str) -> str:
    found = re.search(rf"<!-- {kind}: {re.escape(path)} -->\n```python\n(.*?)```", PAGE, re.DOTALL)
    assert found is not None
    return found[1]


def test_the_example_of_a_strategy_is_one_file_and_one_line(tmp_path: Path) -> None:
    for folder in ("sim", "scenarios", "docs", "tests"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    file, shelf = "sim/strategies/waiting.py", "sim/strategies/__init__.py"
    (tmp_path / file).write_text(block("file", file), encoding="utf-8")
    opens = "STRATEGIES: dict[str, Strategy] = {\n"
    text = (tmp_path / shelf).read_text(encoding="utf-8")
    text = re.sub(r"(from sim.strategies import \(?)", r"\1waiting, ", text, count=1)
    (tmp_path / shelf).write_text(text.replace(opens, opens + block("line", shelf)), encoding="utf-8")
    # Interpreted, as compiling all rules for one trial would take a minute.
    world = {**os.environ, "NUMBA_DISABLE_JIT": "1", "PYTHONPATH": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", USE], capture_output=True, text=True, check=False, cwd=tmp_path, env=world
    )
    assert done.stderr == ""
    # South gives way evenly: on day 80 it keeps a fifth, and north, a third of the way down from all, two thirds.
    assert done.stdout == "full_deal 80.0\n"
