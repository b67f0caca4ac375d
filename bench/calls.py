"""Play trials interpreted and write down every call of an arithmetic function: `python -m bench.calls TRIALS FILE`.

Arithmetic is what stands in a module of sim/model that knows no row: draws, exponentials, quantiles. Its functions are
wrapped before any rule imports them, so that whatever the rules call, and however it is called one day, is found.

A call is written down where a rule makes it. What that function calls in turn is part of it, and only counted: a
logistic is one logistic, and the exponential in it is none that a rule asked for.
"""

from __future__ import annotations

import ast
import json
import os
import sys
from collections import Counter
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any

import numpy as np

from bench.processes import ROOT

_MODEL = ROOT / "sim" / "model"
# How rules are compiled, tables made once, and operations that are one instruction each.
_TOOLS = {"__init__", "bits", "compiled", "numba_alone", "shelf", "state", "tables"}


class Ledger:
    """Which calls have been made: `asked` by the rules, with their arguments, and `all` of them, nested ones too."""

    def __init__(self) -> None:
        self.asked: dict[str, list[tuple[Any, ...]]] = {}
        self.all: Counter[str] = Counter()
        self._depth = 0

    def wrapped(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """Return a function that does the same and is written down; what takes no plain numbers is looked through."""

        def call(*arguments: Any) -> Any:
            if not all(map(_is_number, arguments)):
                return function(*arguments)
            self.all[name] += 1
            if self._depth == 0:
                self.asked.setdefault(name, []).append(arguments)
            self._depth += 1
            try:
                return function(*arguments)
            finally:
                self._depth -= 1

        return call

    def clear(self) -> None:
        """Forget all calls so far."""
        self.asked.clear()
        self.all.clear()


def main() -> None:
    """Write the arguments to FILE, a column for each, and print how often everything was called."""
    trials, file = int(sys.argv[1]), sys.argv[2]
    if os.environ.get("NUMBA_DISABLE_JIT") != "1":
        sys.exit("set NUMBA_DISABLE_JIT=1: calls of compiled code cannot be seen")
    ledger = Ledger()
    _wrap([import_module(f"sim.model.{path.stem}") for path in arithmetic()], ledger)

    from bench.montreal import packed
    from sim.engine.batch import blank_rows, run_on

    ready = packed()
    ledger.clear()
    run_on(ready, blank_rows(ready, 1, 0, trials))
    columns = {
        f"{name}/{place}": np.array(column)
        for name, calls in ledger.asked.items()
        for place, column in enumerate(zip(*calls, strict=True))
    }
    np.savez(file, allow_pickle=False, **columns)
    print(json.dumps(ledger.all))


def arithmetic() -> list[Path]:
    """Return the modules of sim/model that know no row."""
    return [path for path in sorted(_MODEL.glob("*.py")) if path.stem not in _TOOLS and not _knows_rows(path)]


def _knows_rows(path: Path) -> bool:
    return any(
        isinstance(node, ast.ImportFrom) and node.module == "sim.model.state"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    )


def _wrap(modules: list[ModuleType], ledger: Ledger) -> None:
    """Put a wrapper in the place of each function, wherever one of these modules holds it."""
    known = {id(found): found for module in modules for found in vars(module).values() if _is_ours(found, modules)}
    wrappers = {key: ledger.wrapped(f"{found.__module__}.{found.__name__}", found) for key, found in known.items()}
    for module in modules:
        for name, found in list(vars(module).items()):
            if id(found) in wrappers:
                setattr(module, name, wrappers[id(found)])


def _is_ours(found: object, modules: list[ModuleType]) -> bool:
    names = {module.__name__ for module in modules}
    return isinstance(found, FunctionType) and found.__module__ in names and not found.__name__.startswith("_")


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float, np.number, np.bool_))


if __name__ == "__main__":
    main()
