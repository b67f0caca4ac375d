"""The Nash point and what every party could have had more at once, against closed forms and a linear program."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.optimize import linprog

from sim.estimates.frontier import fairest, nash_point

Numbers = NDArray[np.float64]
PIE = np.array([[[0.0, 1.0]], [[1.0, 0.0]]])  # one issue on which two parties want opposite ends


def _talks(number: int) -> tuple[Numbers, Numbers]:
    """Return the worths of random talks, and what a random package gives each party."""
    draw = np.random.default_rng(number)  # of test cases; no trial depends on it
    parties, issues = int(draw.integers(2, 5)), int(draw.integers(1, 9))
    ideal, weight = draw.random((parties, issues)), draw.random((parties, issues))
    weight /= weight.sum(axis=1, keepdims=True)
    reach = np.maximum(ideal, 1.0 - ideal)
    worth = np.stack([weight * (1.0 - np.abs(ideal[c] - ideal) / reach) for c in range(parties)], axis=2)
    package = draw.random(issues)
    return worth, (weight * (1.0 - np.abs(package - ideal) / reach)).sum(axis=1)


def _best_for_the_worst_off(worth: Numbers, line: Numbers) -> float:
    parties, issues, candidates = worth.shape
    gains = np.concatenate((-worth.reshape(parties, -1), np.ones((parties, 1))), axis=1)
    whole = np.concatenate((np.kron(np.eye(issues), np.ones(candidates)), np.zeros((issues, 1))), axis=1)
    target = np.zeros(issues * candidates + 1)
    target[-1] = -1.0
    bounds = [(0, 1)] * (issues * candidates) + [(None, None)]
    return -float(linprog(target, A_ub=gains, b_ub=-line, A_eq=whole, b_eq=np.ones(issues), bounds=bounds).fun)


def test_the_nash_point_of_a_pie_shares_what_lies_above_the_floors_equally() -> None:
    found = nash_point(PIE, np.array([0.2, 0.5]))
    assert found is not None
    assert found.worth == pytest.approx([0.35, 0.65], abs=1e-9)
    assert (found.mix * np.array([0.0, 1.0])).sum() == pytest.approx(0.35, abs=1e-9)


def test_there_is_no_nash_point_where_floors_take_more_than_all() -> None:
    assert nash_point(PIE, np.array([0.6, 0.5])) is None


def test_the_units_of_one_party_move_no_nash_point() -> None:
    worth, given = _talks(3)
    scale = np.array([7.0, *np.ones(len(given) - 1)])
    plain, scaled = nash_point(worth, 0.9 * given), nash_point(worth * scale[:, None, None], 0.9 * given * scale)
    assert plain is not None
    assert scaled is not None
    assert scaled.worth / scale == pytest.approx(plain.worth, abs=1e-4)


@pytest.mark.parametrize("number", range(25))
def test_no_package_beats_the_nash_point(number: int) -> None:
    # With weights 1/gain the best package of any is worth at most as much more as the logarithms are short.
    worth, given = _talks(number)
    floor = 0.9 * given
    found = nash_point(worth, floor)
    assert found is not None
    weight = 1.0 / (found.worth - floor)
    best = np.einsum("k,kjc->jc", weight, worth).max(axis=1).sum()
    assert best - (weight * found.worth).sum() < 1e-4


@pytest.mark.parametrize("number", range(25))
def test_what_all_could_have_had_more_agrees_with_a_linear_program(number: int) -> None:
    worth, given = _talks(number)
    found = fairest(worth, given)
    assert (found.worth - given).min() == pytest.approx(_best_for_the_worst_off(worth, given), abs=1e-5)
    assert found.mix.sum(axis=1) == pytest.approx(np.ones(worth.shape[1]))
    assert (found.mix >= 0.0).all()


def test_on_the_frontier_nothing_is_left_for_all() -> None:
    assert (fairest(PIE, np.array([0.3, 0.7])).worth - [0.3, 0.7]).min() == pytest.approx(0.0, abs=1e-6)
