import numpy as np
import pytest

from sim.estimates import Estimate, brier, calibration, mean, share


def test_calibration_sets_beliefs_beside_what_was_true() -> None:
    beliefs = np.array([0.0, 0.1, 0.2, 0.5, 0.9, 1.0])
    truths = np.array([False, False, True, True, True, True])
    rows = calibration(beliefs, truths, (0.0, 0.2, 0.4, 0.6, 1.0))
    assert [(row.low, row.high) for row in rows] == [(0.0, 0.2), (0.2, 0.4), (0.4, 0.6), (0.6, 1.0)]
    assert [row.belief for row in rows] == pytest.approx([0.05, 0.2, 0.5, 0.95])
    assert [row.truth for row in rows] == [share(0, 2), share(1, 1), share(1, 1), share(2, 2)]


def test_stretches_without_a_belief_and_beliefs_outside_are_left_out() -> None:
    rows = calibration(np.array([0.05, 0.55, 0.95]), np.array([True, False, True]), (0.1, 0.3, 0.5, 0.9))
    assert [(row.low, row.truth.trials) for row in rows] == [(0.5, 1)]


def test_the_brier_score_by_hand() -> None:
    found = brier(np.array([1.0, 0.5, 0.2]), np.array([True, False, False]))
    assert found == mean([0.0, 0.25, 0.2 * 0.2])
    assert brier(np.full(4, 0.5), np.array([1, 0, 1, 0])) == Estimate(0.25, 0.25, 0.25, 4)
