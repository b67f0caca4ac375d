import json
import math

import numpy as np
import pytest

from sim.estimates import quantiles, sketch_of
from sim.estimates.sketch import ERROR, MOST_VALUES, Sketch

LEVELS = (0.0, 0.05, 0.25, 0.5, 0.61, 0.95, 1.0)


def normal(count: int, seed: int = 1) -> np.ndarray:
    return np.random.default_rng(seed).normal(size=count)


def test_few_values_have_exact_quantiles() -> None:
    values = normal(MOST_VALUES)
    found = sketch_of(values)
    assert (found.error, found.count) == (0.0, MOST_VALUES)
    assert found.quantiles(LEVELS) == quantiles(values, LEVELS)


def test_many_values_have_quantiles_within_the_stated_error() -> None:
    values = np.concatenate((normal(40_000), np.zeros(3_000), -np.random.default_rng(2).lognormal(0, 9, 30_000)))
    found = sketch_of(values)
    assert (found.error, found.count) == (2.0**-13, 73_000)
    assert len(found.buckets) < 60_000
    # At these levels a quantile is a value itself.
    ranks = np.arange(73_000)
    exact = np.sort(values)
    seen = np.array(found.quantiles((ranks / 72_999).tolist()))
    at = np.array([level * 72_999 for level in (ranks / 72_999).tolist()])
    nearest = np.maximum(np.abs(exact[np.floor(at).astype(int)]), np.abs(exact[np.ceil(at).astype(int)]))
    between = exact[np.floor(at).astype(int)] + (at % 1) * (
        exact[np.ceil(at).astype(int)] - exact[np.floor(at).astype(int)]
    )
    assert (np.abs(seen - between) <= ERROR * nearest * (1 + 1e-12)).all()
    assert (np.diff(seen) >= 0).all()


def test_memory_stays_small_however_many_values_there_are() -> None:
    found = sketch_of(np.random.default_rng(7).uniform(0.25, 1.0, 1_000_000))
    assert len(found.buckets) <= 2 * 4096
    assert len(json.dumps(found.to_data())) < 80_000


def test_parts_in_any_order_make_the_same_sketch_on_both_sides_of_the_bound() -> None:
    for count in (MOST_VALUES, MOST_VALUES + 1, 3 * MOST_VALUES):
        values = normal(count)
        parts = np.array_split(values, (5, 9_000, 17_000))
        one, two, three, four = (sketch_of(part) for part in parts)
        whole = sketch_of(values)
        assert ((one + two) + (three + four)) == (four + (two + (three + one))) == whole
        assert whole != sketch_of(values[1:])
        assert sketch_of(values[:0]) + whole == whole == whole + sketch_of(values[:0])


def test_minus_zero_is_zero() -> None:
    assert math.copysign(1.0, sketch_of(np.array([-0.0])).quantiles((0.5,))[0]) == 1.0
    many = np.full(MOST_VALUES + 1, -0.0)
    assert sketch_of(many) == sketch_of(-many)
    assert sketch_of(many).quantiles((0.5,)) == (0.0,)


def test_a_sketch_comes_back_from_json() -> None:
    for count in (0, 3, MOST_VALUES + 1):
        found = sketch_of(normal(count))
        again = Sketch.from_data(json.loads(json.dumps(found.to_data())))
        assert again == found
        assert again + again == found + found


@pytest.mark.parametrize("values", [[math.nan], [1.0, math.inf], [[1.0]]])
def test_what_is_no_row_of_finite_numbers_is_refused(values: list[float]) -> None:
    with pytest.raises(ValueError, match="finite"):
        sketch_of(np.array(values))


def test_no_value_has_no_quantiles() -> None:
    with pytest.raises(ValueError, match="at least one"):
        sketch_of(np.array([])).quantiles((0.5,))
