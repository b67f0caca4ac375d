"""Laws of what merges: whichever way trials come in parts, the same bits come out, and JSON holds them."""

from __future__ import annotations

import json
from fractions import Fraction
from functools import reduce
from itertools import pairwise
from operator import add

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.engine.summary import HEAD, Summary, summary_of
from sim.estimates import Moments, Sketch, moments_of, quantiles, sketch_of
from sim.estimates.moments import GRID
from sim.estimates.sketch import ERROR, MOST_VALUES
from sim.outcomes.column import Column
from tests.properties.sets import many

some = settings(many, max_examples=150)
doubles = st.floats(allow_nan=False, allow_infinity=False)
rows = st.lists(doubles, max_size=40)
# Each row comes once, or so often that a sketch can no longer hold all of it.
parts = st.lists(
    st.tuples(st.lists(doubles, max_size=8), st.sampled_from((1, MOST_VALUES // 6))), min_size=3, max_size=3
)


@many
@given(rows)
def test_moments_are_the_sums_of_fractions(values: list[float]) -> None:
    found = moments_of(values)
    exact = [Fraction(value) for value in values]
    assert Fraction(found.total, 2**GRID) == sum(exact)
    assert Fraction(found.squares, 2 ** (2 * GRID)) == sum(value * value for value in exact)
    assert Moments.from_data(json.loads(json.dumps(found.to_data()))) == found


@many
@given(st.lists(st.floats(-1e300, 1e300), min_size=1, max_size=40))
def test_a_mean_is_the_exact_sum_divided_and_lies_within_its_range(values: list[float]) -> None:
    found = moments_of(values).mean()
    assert found.value == float(sum(map(Fraction, values))) / len(values)
    assert len(values) == 1 or found.low <= found.value <= found.high
    assert len(set(values)) > 1 or len(values) == 1 or found.low == found.high


@many
@given(rows, rows, rows)
def test_moments_merge_in_any_order_and_grouping(a: list[float], b: list[float], c: list[float]) -> None:
    one, two, three = moments_of(a), moments_of(b), moments_of(c)
    assert one + (two + three) == (three + one) + two == moments_of([*c, *b, *a])


@some
@given(parts)
def test_sketches_merge_in_any_order_and_grouping(found: list[tuple[list[float], int]]) -> None:
    values = [np.repeat(row, times) for row, times in found]
    one, two, three = map(sketch_of, values)
    whole = sketch_of(np.concatenate(values))
    assert one + (two + three) == (three + one) + two == whole
    assert Sketch.from_data(json.loads(json.dumps(whole.to_data()))) == whole


@some
@given(
    st.lists(st.floats(-1e300, 1e300, allow_subnormal=False), min_size=1, max_size=12),
    st.lists(st.floats(0.0, 1.0), min_size=1, max_size=5),
)
def test_a_quantile_is_off_by_the_stated_error_at_most(row: list[float], levels: list[float]) -> None:
    values = np.repeat(row, MOST_VALUES)
    found, ranked = sketch_of(values), np.sort(values)
    assert found.error == (ERROR if len(row) > 1 else 0.0)
    for level, seen, exact in zip(levels, found.quantiles(levels), quantiles(values, levels), strict=True):
        below = int(level * (len(values) - 1))
        around = np.abs(ranked[below : below + 2])
        assert abs(seen - exact) <= found.error * float(around.max()) * (1 + 1e-9)


COLUMNS = (
    Column("ending", "", lambda rows: rows, ("deal", "exit"), in_head=True),
    Column("day", "days", lambda rows: rows),
    Column("value", "utility", lambda rows: rows, has_quantiles=True),
    Column("drawn_x", "", lambda rows: rows, in_head=True),
)


@some
@given(
    st.lists(
        st.tuples(st.integers(-1, 1), st.floats(0.0, 999.0), doubles, st.floats(allow_infinity=False)),
        min_size=1,
        max_size=30,
    ),
    st.integers(HEAD - 40, HEAD + 10),
    st.data(),
)
def test_summaries_merge_whichever_way_trials_come_in_parts(
    trials: list[tuple[int, float, float, float]], first: int, data: st.DataObject
) -> None:
    kinds = (np.int8, np.float64, np.float64, np.float64)
    measured = zip(*trials, strict=True)
    table = {
        column.name: np.array(values, dtype=kind) for column, values, kind in zip(COLUMNS, measured, kinds, strict=True)
    }
    cuts = sorted(data.draw(st.lists(st.integers(0, len(trials)), max_size=6)))
    found = [
        summary_of(COLUMNS, {name: column[low:high] for name, column in table.items()}, first + low)
        for low, high in pairwise([0, *cuts, len(trials)])
    ]
    shuffled = data.draw(st.permutations(found))
    middle = data.draw(st.integers(1, len(shuffled)))
    merged = reduce(add, shuffled[:middle])
    merged = reduce(add, shuffled[middle:]) + merged if middle < len(shuffled) else merged
    whole = summary_of(COLUMNS, table, first)
    assert json.dumps(merged.to_data()) == json.dumps(whole.to_data())
    assert Summary.from_data(json.loads(json.dumps(whole.to_data()))) == whole
