"""What is known of many trials without keeping them, and that it merges exactly."""

import json
import pickle
from functools import cache
from itertools import pairwise

import numpy as np
import pytest

from sim.engine.summary import HEAD, Summary, Table, summary_of
from sim.estimates import Moments, moments_of, sketch_of
from sim.outcomes.column import Column

LABELS = ("deal", "exit", "never")
COLUMNS = (
    Column("ending", "", lambda rows: rows, LABELS, in_head=True),
    Column("day", "days", lambda rows: rows, most=45.5),
    Column("value", "utility", lambda rows: rows, has_quantiles=True),
    Column("term", "percent", lambda rows: rows),
    Column("threats", "count", lambda rows: rows),
    Column("drawn_x", "", lambda rows: rows, in_head=True),
)


@cache
def trials(count: int = 40_000) -> dict[str, np.ndarray]:
    chance = np.random.default_rng(8)
    term = chance.random(count)
    return {
        "ending": chance.integers(-1, 2, count).astype(np.int8),
        "day": chance.random(count) * 50.0,
        "value": chance.normal(size=count),
        "term": np.where(term < 0.3, np.nan, term),
        "threats": chance.poisson(0.5, count).astype(np.int32),
        "drawn_x": chance.random(count),
    }


def part(first: int, last: int) -> Summary:
    table: Table = {name: column[first:last] for name, column in trials().items()}
    return summary_of(COLUMNS, table, first)


def test_kinds_are_counted_by_whole_day_and_leave_out_what_has_none() -> None:
    found, table = part(0, 40_000), trials()
    for place, label in enumerate(LABELS):
        days = table["day"][table["ending"] == place]
        kind = found.kinds["ending"][label]
        assert kind.count == len(days) == sum(count for _, count in kind.by_day)
        assert dict(kind.by_day) == {day: int((np.floor(days) == day).sum()) for day in range(50) if len(days)}
        assert kind.days == moments_of(np.minimum(days, 45.5))
    assert found.trials == 40_000 > sum(kind.count for kind in found.kinds["ending"].values())


def test_measures_are_those_of_the_trials_that_have_a_value() -> None:
    found, table = part(0, 40_000), trials()
    assert set(found.measures) == {"day", "value", "term", "threats"}  # what is in the head has none
    term = table["term"][~np.isnan(table["term"])]
    assert (found.measures["term"].moments, found.measures["term"].ever) == (moments_of(term), len(term))
    assert found.measures["threats"].ever == np.count_nonzero(table["threats"])
    assert found.sketches == {"value": sketch_of(table["value"])}


def test_the_head_has_the_first_trials_and_no_others() -> None:
    whole = part(0, 40_000)
    assert list(whole.head) == ["trial", "ending", "drawn_x"]
    assert whole.head["trial"].tolist() == list(range(HEAD))
    assert whole.head["drawn_x"].tolist() == trials()["drawn_x"][:HEAD].tolist()
    assert whole.head["ending"].dtype == np.int8
    late = part(HEAD, HEAD + 100)
    assert [len(column) for column in late.head.values()] == [0, 0, 0]
    assert part(HEAD - 3, HEAD + 5).head["trial"].tolist() == [HEAD - 3, HEAD - 2, HEAD - 1]


def test_unequal_parts_in_any_order_and_grouping_make_the_same_summary() -> None:
    edges = [0, 1, 4_000, 9_990, 10_010, 33_333, 40_000]
    parts = [part(first, last) for first, last in pairwise(edges)]
    whole = part(0, 40_000)
    a, b, c, d, e, f = parts
    assert a + b + c + d + e + f == whole
    assert (f + (b + d)) + ((e + c) + a) == whole
    assert json.dumps(((c + a) + (f + e) + (d + b)).to_data()) == json.dumps(whole.to_data())


def test_a_summary_comes_back_from_json_and_from_a_pickle() -> None:
    for found in (part(0, 300), part(0, 40_000), part(20_000, 40_000)):
        assert Summary.from_data(json.loads(json.dumps(found.to_data()))) == found
        assert pickle.loads(pickle.dumps(found)) == found
    again = Summary.from_data(json.loads(json.dumps(part(300, 900).to_data())))
    assert again + part(0, 300) == part(0, 900)


def test_a_summary_is_a_value_of_its_own() -> None:
    table = {name: column[:50].copy() for name, column in trials().items()}
    found = summary_of(COLUMNS, table, 0)
    for column in table.values():
        column[:] = 0
    assert found == part(0, 50)
    assert found != part(0, 51)


def test_no_trial_adds_nothing() -> None:
    assert part(7, 7).measures["value"].moments == Moments()
    assert part(7, 7) + part(0, 60) == part(0, 60) == part(0, 60) + part(3, 3)


def test_summaries_of_other_columns_do_not_merge() -> None:
    other = summary_of(COLUMNS[:3], trials(), 0)
    with pytest.raises(ValueError, match="the same columns"):
        part(0, 10) + other
