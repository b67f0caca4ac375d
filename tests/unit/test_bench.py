"""The benchmarks' own arithmetic: what counts as reached, what is recorded, what is counted. No clock is read."""

import math

import numpy as np
import pytest

from bench.calls import Ledger, arithmetic
from bench.figure import Figure, at_least, at_most, missing, ratio
from bench.history import FIELDS, rows
from bench.loops import loops
from bench.table import amount, lines
from sim.model.bits import float_bits
from sim.model.chance import draw
from sim.model.elementary import exp, power


def test_a_bound_itself_is_reached() -> None:
    assert ratio("speed", 1.8, at_least(1.8)).reached is True
    assert ratio("time", 3.01, at_most(3)).reached is False


def test_what_was_not_measured_is_neither_reached_nor_recorded() -> None:
    figure = missing("two cores", "times", at_least(1.8), "this machine has one core")
    assert figure.reached is None
    assert rows(("now", "0.1.0", "abc", "here"), "cores", [figure]) == []
    assert "this machine has one core" in next(lines([figure]))


def test_a_row_of_the_history_fills_every_field() -> None:
    (row,) = rows(("now", "0.1.0", "abc", "here"), "core", [ratio("speed", 2.0 / 3.0, at_least(1.8))])
    assert dict(zip(FIELDS, row, strict=True))["value"] == "0.666667"
    assert row[-3:] == ("times", "at least 1.8", "no")


def test_only_ratios_may_be_compared_between_machines() -> None:
    assert ratio("speed", 2.0).is_ratio
    assert not Figure("a trial", 12.0, "us").is_ratio


@pytest.mark.parametrize(
    ("value", "shown"), [(0.5612, "0.561"), (3.006, "3.01"), (99.5, "99.5"), (13_855.2, "13,855"), (2.0, "2")]
)
def test_numbers_show_three_digits(value: float, shown: str) -> None:
    assert amount(value) == shown


def test_a_call_within_a_call_is_counted_but_not_asked_for() -> None:
    ledger = Ledger()
    root = ledger.wrapped("root", math.sqrt)
    both = ledger.wrapped("both", lambda x, y: root(x) + root(y))
    assert both(4.0, 9.0) == 5.0
    assert root(16.0) == 4.0
    assert ledger.asked == {"both": [(4.0, 9.0)], "root": [(16.0,)]}
    assert ledger.all == {"both": 1, "root": 3}


def test_what_takes_no_plain_numbers_is_looked_through() -> None:
    ledger = Ledger()
    root = ledger.wrapped("root", math.sqrt)
    summed = ledger.wrapped("summed", lambda values: sum(map(root, values)))
    summed([4.0, 9.0])
    assert ledger.asked == {"root": [(4.0,), (9.0,)]}


def test_draws_and_functions_are_found_among_the_rules() -> None:
    names = {path.stem for path in arithmetic()}
    assert {"beta", "chance", "elementary", "normal"} <= names
    assert not names & {"bargaining", "state", "threats", "compiled"}


def test_both_loops_make_every_call() -> None:
    values, powers = np.array([0.25, 3.0, 1.5]), np.array([2.0, 0.5, 3.0])
    whole = np.arange(3)
    cases = ((exp, (values,)), (power, (values, powers)), (draw, (whole,) * 6))
    for function, columns in cases:
        expected = 0
        for arguments in zip(*columns, strict=True):
            expected ^= float_bits(function(*(argument.item() for argument in arguments)))
        for loop in loops(function, columns):
            assert loop(columns, 1, 0) == expected
            assert loop(columns, 2, 0) == 0  # each call twice
