"""Grids and Latin hypercubes."""

import numpy as np

from sim.estimates import grid, stratified


def test_a_grid_is_every_combination_the_last_turning_fastest() -> None:
    points = grid({"a": (1.0, 2.0), "b": (3.0, 4.0)})
    assert [tuple(point.values()) for point in points] == [(1.0, 3.0), (1.0, 4.0), (2.0, 3.0), (2.0, 4.0)]


def test_one_number_lies_in_each_part() -> None:
    chance = np.random.Generator(np.random.Philox(1))
    column = stratified(chance.random(50), chance.random(50))
    assert sorted(np.floor(50 * column).astype(int).tolist()) == list(range(50))
    assert not np.array_equal(column, np.sort(column))
