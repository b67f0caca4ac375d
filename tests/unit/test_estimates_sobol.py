"""Sobol indices of the Ishigami function, and what noise in the results does to them."""

import sys
import tomllib
from pathlib import Path

import numpy as np
import pytest

from sim.errors import MissingDependency
from sim.estimates.sobol import INSTALL, sobol_indices, sobol_points

NAMES = ("x1", "x2", "x3")
# Ishigami and Homma (1990) with a = 7, b = 0.1.
FIRST, TOTAL = (0.3139, 0.4424, 0.0), (0.5576, 0.4424, 0.2437)


def ishigami(points: np.ndarray) -> np.ndarray:
    x = np.pi * (2 * points - 1)
    found: np.ndarray = np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])
    return found


def test_the_indices_of_the_ishigami_function() -> None:
    results = ishigami(sobol_points(NAMES, 2048, 1))
    found = sobol_indices(NAMES, results, results)
    for name, first, total in zip(NAMES, FIRST, TOTAL, strict=True):
        index = found.inputs[name]
        assert index.first.value == pytest.approx(first, abs=0.02)
        assert index.total.value == pytest.approx(total, abs=0.02)
        assert index.first.low < first < index.first.high
        assert index.total.low < total < index.total.high
        assert index.floor == 0.0
    assert found.noise == 0.0
    assert found.variance == pytest.approx(13.845, abs=0.2)


def test_the_same_results_have_the_same_ranges() -> None:
    results = ishigami(sobol_points(NAMES, 64, 1))
    assert sobol_indices(NAMES, results, results) == sobol_indices(NAMES, results, results)


def test_noise_is_measured_and_gives_an_input_without_influence_its_floor() -> None:
    names = (*NAMES, "nothing")
    points = sobol_points(names, 1024, 1)
    chance = np.random.Generator(np.random.Philox(9))
    first, second = (ishigami(points) + 2.0 * chance.standard_normal(len(points)) for _ in range(2))
    found = sobol_indices(names, first, second)
    # Each half has a noise of variance 4, their mean one of 2.
    assert found.noise * found.variance == pytest.approx(2.0, rel=0.1)
    nothing = found.inputs["nothing"]
    assert nothing.total.value == pytest.approx(nothing.floor, abs=0.02)
    assert nothing.floor == pytest.approx(2.0 / found.variance, rel=0.1)


def test_points_depend_on_the_seed_alone_and_lie_inside() -> None:
    points = sobol_points(NAMES, 16, 3)
    assert points.shape == (16 * 5, 3)
    assert np.array_equal(points, sobol_points(NAMES, 16, 3))
    assert not np.array_equal(points, sobol_points(NAMES, 16, 4))
    assert ((points > 0.0) & (points < 1.0)).all()


def test_results_that_never_change_are_refused() -> None:
    same = np.ones(16 * 5)
    with pytest.raises(ValueError, match="no variance"):
        sobol_indices(NAMES, same, same)


def test_without_salib_the_line_that_installs_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "SALib", None)
    with pytest.raises(MissingDependency, match="install it with: python -m pip install"):
        sobol_points(NAMES, 16, 1)


def test_the_line_that_installs_it_is_the_extra_of_the_project() -> None:
    project = tomllib.loads((Path(__file__).resolve().parents[2] / "pyproject.toml").read_text(encoding="utf-8"))
    (needed,) = project["project"]["optional-dependencies"]["study"]
    assert f'"{needed}"' in INSTALL
