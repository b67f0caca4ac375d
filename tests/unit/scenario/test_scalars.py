"""Numbers as people say them."""

import pytest

from sim.errors import Place
from sim.scenario import scalars
from sim.scenario.figure import Distribution
from sim.scenario.nodes import Scalar
from sim.scenario.scalars import Kind, Unreadable, read_amount

HERE = Place("x.yaml", 1, 1)


def word(text: str) -> Scalar:
    return Scalar(text, False, HERE)


def spread(shape: str, *parts: str) -> Scalar:
    return Scalar("", False, HERE, shape=shape, parts=tuple(word(part) for part in parts))


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (scalars.SHARE, "0.35", 0.35),
        (scalars.SHARE, "35%", 0.35),
        (scalars.SHARE, "35 %", 0.35),
        (scalars.SHARE, "35 percent", 0.35),
        (scalars.SHARE, "35 per cent", 0.35),
        (scalars.SHARE, "15% a year", 0.15),
        (scalars.SHARE, "+.5", 0.5),
        (scalars.SHARE, "3e-2", 0.03),
        (scalars.PLAIN, "-8%", -0.08),
        (scalars.WEIGHT, "18", 18.0),
        (scalars.WEIGHT, "18%", 18.0),
        (scalars.NATURAL, "62.5", 62.5),
        (scalars.NATURAL, "62.5%", 62.5),
        (scalars.NATURAL, "16 years", 16.0),
        (scalars.DURATION, "90 days", 90.0),
        (scalars.DURATION, "1 day", 1.0),
        (scalars.MONEY, "63 bn", 63.0),
        (scalars.MONEY, "63 billion", 63.0),
        (scalars.RATE, "4 a year", 4.0),
        (scalars.RATE, "4 per year", 4.0),
        (scalars.COUNT, "3", 3.0),
    ],
)
def test_one_number_is_read(kind: Kind, text: str, value: float) -> None:
    assert read_amount(word(text), kind).value == value


def test_a_range_is_a_normal_with_its_90_percent_points_there() -> None:
    amount = read_amount(word("30 to 50"), scalars.WEIGHT)
    assert isinstance(amount.value, Distribution)
    assert amount.value.kind == "normal"
    assert amount.value.a == 40.0
    assert amount.value.b == pytest.approx(6.07956831)
    assert (amount.low, amount.high) == (30.0, 50.0)


@pytest.mark.parametrize("text", ["30% to 50%", "30 to 50%", "30 to 50 percent", "0.3 to 0.5"])
def test_a_unit_at_the_end_of_a_range_holds_for_both_ends(text: str) -> None:
    amount = read_amount(word(text), scalars.SHARE)
    assert (amount.low, amount.high) == (0.3, 0.5)


def test_a_count_is_a_beta_with_half_a_case_added_on_each_side() -> None:
    assert read_amount(word("4 of 45"), scalars.SHARE).value == Distribution("beta", 4.5, 41.5)


@pytest.mark.parametrize(
    ("scalar", "expected"),
    [
        (spread("uniform", "1%", "4%"), Distribution("uniform", 0.01, 0.04)),
        (spread("triangular", "1%", "2%", "4%"), Distribution("triangular", 0.01, 0.02, 0.04)),
        (spread("normal", "0.3", "0.05"), Distribution("normal", 0.3, 0.05)),
        (spread("beta", "4", "16"), Distribution("beta", 4.0, 16.0)),
    ],
)
def test_a_named_distribution_is_read(scalar: Scalar, expected: Distribution) -> None:
    assert read_amount(scalar, scalars.SHARE).value == expected


def test_one_unit_in_a_distribution_holds_for_its_bare_members() -> None:
    assert read_amount(spread("uniform", "60", "120 days"), scalars.DURATION).value == Distribution("uniform", 60, 120)


@pytest.mark.parametrize(
    ("kind", "text", "advice"),
    [
        (scalars.SHARE, "0,35", "write 0.35"),
        (scalars.SHARE, "1,000", "write 1000 or 1.000"),
        (scalars.SHARE, "1_000", "1000"),
        (scalars.MONEY, "18,700,000", "18700000"),
        (scalars.MONEY, "1 000 bn", "1000 bn"),
        (scalars.SHARE, "off", "a word, not a number"),
        (scalars.SHARE, "12:30", "a time or a ratio"),
        (scalars.SHARE, "six", "in digits: 6"),
        (scalars.DURATION, "six days", "in digits: 6 days"),
        (scalars.DURATION, "2 weeks", "`14 days`"),
        (scalars.DURATION, "1 year", "`365 days`"),
        (scalars.DURATION, "180", "write `180 days`"),
        (scalars.MONEY, "2 trillion", "written in bn"),
        (scalars.MONEY, "€12 bn", "currency"),
        (scalars.SHARE, "30\u201350%", "`30 to 50%`"),
        (scalars.SHARE, "\u22120.1", "typographic minus"),
        (scalars.SHARE, "~5", "no single number"),
        (scalars.COUNT, "3 days", "does not fit"),
        (scalars.SHARE, "a lot", "expected a share"),
        (scalars.SHARE, "null", "found nothing"),
    ],
)
def test_what_is_no_number_is_answered_with_what_to_write(kind: Kind, text: str, advice: str) -> None:
    with pytest.raises(Unreadable, match=advice.replace("(", "\\(")):
        read_amount(word(text), kind)


def test_digits_of_other_scripts_are_refused() -> None:
    with pytest.raises(Unreadable):
        read_amount(word("\u0663"), scalars.SHARE)
