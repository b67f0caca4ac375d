"""Rounded numbers still tell the truth: ranges hold their share, rare is not never, and limits are not passed."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.estimates import share
from sim.report.rounding import at_most, clock, day, differences, month, percent, percents, points, times


@given(trials=st.integers(1, 2_000_000), part=st.floats(0, 1))
def test_a_rounded_range_holds_its_share_and_rare_is_never_called_never(trials: int, part: float) -> None:
    count = round(part * trials)
    found = share(count, trials)
    shown = percents(found.value, found.low, found.high)
    low, middle, high = (_number(words) for words in (shown[1], shown[0], shown[2]))
    assert low <= middle <= high
    assert (shown[0] == "0%") == (count == 0)
    assert (shown[0] == "100%") == (count == trials)


@given(limit=st.floats(1e-9, 1.0))
def test_less_than_stays_true_when_it_is_rounded(limit: float) -> None:
    assert _number(at_most(limit)) >= 100 * limit * (1 - 1e-9)


@pytest.mark.parametrize(
    ("found", "shown"),
    [
        ((0.61, 0.60, 0.62), ("61%", "60%", "62%")),
        ((0.023, 0.020, 0.026), ("2.3%", "2.0%", "2.6%")),
        ((0.0002, 0.00002, 0.0007), ("0.02%", "<0.01%", "0.07%")),
        ((0.9999, 0.9990, 1.0), (">99.9%", "99.9%", "100%")),
        ((0.6612, 0.6608, 0.6616), ("66.12%", "66.08%", "66.16%")),
    ],
)
def test_the_digits_suit_the_share_and_its_range(
    found: tuple[float, float, float], shown: tuple[str, str, str]
) -> None:
    assert percents(*found) == shown


@pytest.mark.parametrize(
    ("limit", "shown"), [(0.000369, "0.04%"), (0.0037, "0.4%"), (0.0183, "1.9%"), (0.975, "98%"), (1.0, "100%")]
)
def test_a_limit_is_rounded_up(limit: float, shown: str) -> None:
    assert at_most(limit) == shown


@pytest.mark.parametrize(
    ("part", "words"),
    [
        (0.61, "about 6 times in 10"),
        (0.12, "about once in 10 times"),
        (0.96, "about 96 times in 100"),
        (0.999, "nearly every time"),
        (1.0, "every time"),
    ],
)
def test_a_share_is_said_as_people_say_it(part: float, words: str) -> None:
    assert times(part) == words


def test_a_gain_has_a_sign_and_enough_digits_for_its_range() -> None:
    assert points(0.235, 0.232, 0.237) == ("+23.5", "+23.2 to +23.7")
    assert points(-0.0004, -0.0006, -0.0002) == ("-0.04", "-0.06 to -0.02")
    assert points(0.1, None, None) == ("+10.0", "")


def test_dates_and_durations_are_written_out() -> None:
    assert (day("2018-09-30"), month("2018-09-30")) == ("30 Sep 2018", "Sep 2018")
    assert (clock(12.34), clock(0.4), clock(0.0), percent(0.5)) == ("12.3 s", "0.4 s", "0.01 s", "50%")


def test_a_difference_that_rounds_to_nothing_has_no_sign() -> None:
    assert differences(-0.0002, -0.0004, 0.012) == ("0.0", "0.0 to +1.2")
    assert differences(0.05, None, None) == ("+5.0", "")


def _number(words: str) -> float:
    found = re.fullmatch(r"([<>]?)([0-9.]+)%", words)
    assert found, words
    # What prints as `<0.01%` lies below 0.01%, and what prints as `>99.9%` above.
    return float(found[2]) + {"<": -1e-9, ">": 1e-9, "": 0.0}[found[1]]
