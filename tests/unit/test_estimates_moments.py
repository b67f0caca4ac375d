import json
import math
import sys
from fractions import Fraction

import numpy as np
import pytest

from sim.estimates import Moments, moments_of
from sim.estimates.moments import GRID, repeated


def in_fractions(values: list[float]) -> tuple[Fraction, Fraction]:
    return sum(map(Fraction, values), Fraction()), sum((Fraction(value) ** 2 for value in values), Fraction())


def sums(moments: Moments) -> tuple[Fraction, Fraction]:
    return Fraction(moments.total, 2**GRID), Fraction(moments.squares, 2 ** (2 * GRID))


@pytest.mark.parametrize(
    "values",
    [
        [],
        [0.0, -0.0],
        [0.1, 0.2, 0.3, -7.25],
        [1e16, 1.0, -1e16],
        [sys.float_info.max, -sys.float_info.max, sys.float_info.max, 5e-324, -2.5e-310, 1e-160, 1e160, 3.0],
        [5e-324, 5e-324],
        [2.0**-1022, 2.0**-1001, 2.0**-999],
        [float(n) / 7.0 for n in range(-40_000, 60_000)],
    ],
)
def test_sums_are_those_of_fractions(values: list[float]) -> None:
    found = moments_of(values)
    assert found.count == len(values)
    assert sums(found) == in_fractions(values)


def test_numbers_of_every_size_add_up_exactly() -> None:
    chance = np.random.default_rng(3)
    values = np.ldexp(chance.uniform(-1, 1, 20_000), chance.integers(-1074, 1024, 20_000))
    assert sums(moments_of(values)) == in_fractions(values.tolist())


@pytest.mark.parametrize("kind", [np.bool_, np.int8, np.uint8, np.int32, np.int64, np.float32])
def test_every_kind_of_number_counts_as_the_double_it_is(kind: type[np.generic]) -> None:
    values = np.array([1, 0, 3, 100, 1]).astype(kind)
    assert moments_of(values) == moments_of(values.astype(np.float64))


def test_parts_in_any_order_make_the_same_moments() -> None:
    values = np.random.default_rng(4).normal(size=50_001) * 1e3
    whole = moments_of(values)
    parts = [
        moments_of(part) for part in np.array_split(np.random.default_rng(5).permutation(values), (1, 700, 30_000))
    ]
    assert sum(parts[::-1], Moments()) == whole


def test_the_mean_and_its_range_are_right_where_sums_in_doubles_lose_all() -> None:
    values = (np.random.default_rng(6).random(1000) + 1e6).tolist()
    found = moments_of(values).mean()
    centre = in_fractions(values)[0] / 1000
    variance = sum(((Fraction(value) - centre) ** 2 for value in values), Fraction()) / 999 / 1000
    assert found.value == float(centre * 1000) / 1000
    assert found.high - found.value == pytest.approx(1.959963984540 * math.sqrt(variance), abs=2e-10)
    assert moments_of(values).deviation(999) == pytest.approx(math.sqrt(variance), rel=4e-16)


def test_numbers_that_agree_have_a_range_of_no_width() -> None:
    found = moments_of(np.full(33_333, 0.1)).mean()
    assert (found.low, found.value, found.high, found.trials) == (0.1, 0.1, 0.1, 33_333)
    assert repeated(0.1, 33_333) == moments_of(np.full(33_333, 0.1))


def test_a_range_beyond_the_squares_of_doubles_comes_out() -> None:
    large, small = moments_of([1e300, 3e300]).mean(), moments_of([1e-300, 3e-300]).mean()
    assert large.high == pytest.approx(2e300 + 1.959963984540 * 1e300, rel=1e-12)
    assert small.high == pytest.approx(2e-300 + 1.959963984540 * 1e-300, rel=1e-12)


def test_one_number_has_a_mean_and_no_range_and_none_has_neither() -> None:
    one = moments_of([2.5]).mean()
    assert (one.value, one.trials) == (2.5, 1)
    assert math.isnan(one.low)
    assert math.isnan(one.high)
    with pytest.raises(ValueError, match="one finite number at least"):
        Moments().mean()


@pytest.mark.parametrize("values", [[1.0, math.nan], [math.inf], [-math.inf, 0.0], [[1.0, 2.0]]])
def test_what_is_no_row_of_finite_numbers_is_refused(values: list[float]) -> None:
    with pytest.raises(ValueError, match="finite"):
        moments_of(values)


def test_moments_come_back_from_json() -> None:
    for values in ([], [0.0], [-3.0, 1.0], [5e-324, sys.float_info.max], [0.1] * 9):
        found = moments_of(values)
        assert Moments.from_data(json.loads(json.dumps(found.to_data()))) == found
    assert moments_of([-3.0, 1.5]).to_data() == {"count": 2, "sum": "-3p-1", "squares": "2dp-2"}
