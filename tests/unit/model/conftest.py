"""Rules under test run as plain Python, so that a test waits for no compiler and a debugger can step in."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from types import CellType, FunctionType, ModuleType
from typing import Any

import numpy as np
import pytest
from numba.core.dispatcher import Dispatcher


@pytest.fixture(scope="module")
def interpreted(request: pytest.FixtureRequest) -> Iterator[None]:
    """Put the Python function of every rule in the place of its compiled form, for one test module.

    Dividing by zero and invalid operations raise, as no rule may rely on them. That compiled and interpreted rules
    agree bit by bit is tested in tests/properties/test_modes.py.
    """
    swaps = [
        (module, name, value)
        for module in [*_modules(), request.module]
        for name, value in vars(module).items()
        if isinstance(value, Dispatcher)
    ]
    before = np.seterr(divide="raise", invalid="raise")
    for module, name, value in swaps:
        setattr(module, name, _plain(value))
    yield
    for module, name, value in swaps:
        setattr(module, name, value)
    np.seterr(**before)


def _modules() -> list[ModuleType]:
    return [module for name, module in list(sys.modules.items()) if name.startswith("sim.") and module is not None]


def _plain(value: Any) -> Any:
    """Return the Python function of a dispatcher; functions on a shelf hold each other in their closures."""
    if not isinstance(value, Dispatcher):
        return value
    function: FunctionType = value.py_func
    if function.__closure__ is None:
        return function
    cells = tuple(CellType(_plain(cell.cell_contents)) for cell in function.__closure__)
    return FunctionType(function.__code__, function.__globals__, function.__name__, function.__defaults__, cells)
