from datetime import date

import pytest

from sim.report.story.words import change, dated, dates, gap, listed, on_scale, percent, with_unit


def test_dates_read_the_same_in_every_locale() -> None:
    assert dated(date(2018, 1, 29)) == "29 Jan 2018"


def test_a_year_that_dates_share_stands_once() -> None:
    assert dates([date(2018, 4, 30), date(2018, 5, 30)]) == "30 Apr and 30 May 2018"
    assert dates([date(2018, 12, 30), date(2019, 1, 29)]) == "30 Dec 2018 and 29 Jan 2019"


def test_a_change_keeps_enough_digits_to_be_one() -> None:
    assert change(0.131, 0.19) == "13 to 19"

    assert change(0.006, 0.009) == "0.6 to 0.9"
    assert change(0.0, 0.0) == "0 to 0"


@pytest.mark.parametrize(
    ("part", "words"),
    [(0.0, "0%"), (0.001, "under 1%"), (0.13, "13%"), (0.999, "over 99%"), (1.0, "100%")],
)
def test_rare_is_never_called_never(part: float, words: str) -> None:
    assert percent(part) == words


def test_a_gap_has_no_sign_and_small_ones_a_decimal() -> None:
    assert gap(-0.084) == "8 points"
    assert gap(0.0213) == "2.1 points"
    assert gap(0.01) == "1 point"


def test_positions_are_rounded_to_about_a_hundredth_of_their_scale() -> None:
    assert on_scale(70.7342, 22.5) == "70.7"
    assert on_scale(33.4, 100.0) == "33"
    assert on_scale(33.4, -100.0) == "33"
    assert with_unit("33", "percent") == "33%"
    assert with_unit("7", "hours") == "7 hours"


def test_members_with_commas_are_parted_by_semicolons() -> None:
    assert listed(["a", "b", "c"]) == "a, b and c"
    assert listed(["a, b", "c"]) == "a, b; and c"
