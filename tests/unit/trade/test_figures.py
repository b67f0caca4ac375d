"""The contract of the two files of figures: what a row must say before a result may rest on it."""

import csv
import math
from collections import Counter
from pathlib import Path
from typing import get_args

import pytest

from sim.trade import figures as room
from sim.trade.figures import Confidence, TradeFigure, trade_figures
from sim.trade.published import Published, published_estimates

FIGURES = tuple(trade_figures().values())
STUDIES = published_estimates()
CONFIDENCES = set(get_args(Confidence))

UNITS = {"bn US$", "%", "points", "share", "ratio", "elasticity", "probability", "months"}
MEASURES = {"% of GDP", "% welfare", "points of growth", "thousand jobs", "bn US$"}
CHANGES = {"no-pact", "us-out", "tariff-cuts", "new-pact"}
# What stands for a publisher where nobody published the number.
DERIVED, OURS, MEMORY = "derived", "assumption", "from memory"

every_figure = pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: figure.key)
every_study = pytest.mark.parametrize(
    "study", STUDIES, ids=lambda study: f"{study.study}-{study.region}-{study.unit}-{study.measure}"
)


def figure(value: float, unit: str) -> TradeFigure:
    return TradeFigure("key", value, unit, "", "", "", "", "", "", "", "", "high")


def test_no_row_is_lost_to_another_with_its_key() -> None:
    folder = Path(room.__file__).parent
    for name, read in (("figures.csv", FIGURES), ("published.csv", STUDIES)):
        with (folder / name).open(encoding="utf-8", newline="") as file:
            head, *rows = csv.reader(file)
        assert len(read) == len(rows) > 0
        assert {len(row) for row in rows} == {len(head)}
    assert all(key == row.key for key, row in trade_figures().items())


@every_figure
def test_a_figure_is_a_number_with_a_unit_a_meaning_and_a_confidence(figure: TradeFigure) -> None:
    assert figure.key
    assert set(figure.key) <= set("abcdefghijklmnopqrstuvwxyz0123456789_")
    assert math.isfinite(figure.value)
    assert figure.unit in UNITS
    assert figure.confidence in CONFIDENCES
    assert figure.says.endswith(".")
    assert math.isfinite(figure.share)
    if figure.unit in {"share", "probability"}:
        assert 0.0 <= figure.value <= 1.0
    if figure.unit == "elasticity":
        assert figure.value > 0.0
    if figure.unit == "bn US$":
        assert figure.value > 0.0
        assert figure.year


@every_figure
def test_a_figure_says_where_it_stands(figure: TradeFigure) -> None:
    if figure.confidence == "documents":
        # The founding reports name the outlet and the day; they have no address.
        assert figure.publisher
        assert figure.title
        assert len(figure.date.split("-")) == 3
    elif figure.confidence in {"high", "medium"}:
        assert figure.publisher not in {"", OURS, MEMORY}
        assert figure.title
        assert figure.publisher == DERIVED or is_address(figure.address)
    elif figure.confidence == "assumption":
        # `says` gives the reason: a sentence, and not the key again.
        assert figure.publisher == OURS
        assert len(figure.says.split()) >= 8
    else:
        assert (figure.publisher, figure.title, figure.address) == (MEMORY, "", "")
    assert not figure.address or is_address(figure.address)


def test_a_figure_that_is_derived_follows_from_others() -> None:
    found = trade_figures()
    deficit = found["goods_canada_us"].value - found["goods_us_canada"].value
    assert deficit == pytest.approx(12.1, abs=1e-9)
    assert round(deficit) == found["deficit_us_canada_documents"].value
    sold = found["export_share_canada_mexico"].share * found["exports_canada"].value
    assert found["goods_canada_mexico"].value == pytest.approx(sold, rel=1e-12)
    for row in FIGURES:
        if row.title.startswith("WIOD gross output"):
            words = row.title.replace(",", "").split()
            assert row.value == pytest.approx(float(words[3]) / float(words[8]), abs=5e-4), row.key


@every_study
def test_a_published_estimate_says_what_was_found_for_whom_by_whom(study: Published) -> None:
    assert study.study
    assert 1990 < study.published < 2030
    assert study.region in {"us", "canada", "mexico"}
    assert math.isfinite(study.value)
    assert study.value != 0.0
    assert study.unit in MEASURES
    assert study.counterfactual in CHANGES
    assert study.measure
    assert study.publisher
    assert study.title
    assert is_address(study.address)
    assert study.confidence in {"high", "medium"}
    # The date of the source is not before the study by more than the year of a preprint.
    assert not study.date or int(study.date[:4]) >= study.published - 1


def test_no_study_says_two_things_of_one_measure() -> None:
    counted = Counter((one.study, one.region, one.unit, one.counterfactual, one.measure) for one in STUDIES)
    assert set(counted.values()) == {1}


def test_the_famous_gain_of_mexico_is_no_estimate_of_what_an_end_costs() -> None:
    # It is of first order in the tariff cuts from 1993 to 2005; exact welfare from the same data is 0.007%.
    found = [one for one in STUDIES if abs(one.value) == 1.31]
    assert [(one.region, one.counterfactual, one.value) for one in found] == [("mexico", "tariff-cuts", 1.31)]
    assert found[0].measure.startswith("first-order")
    assert {one.study for one in STUDIES if one.counterfactual == "tariff-cuts"} == {found[0].study}
    assert all(abs(row.value) not in {1.31, 0.0131} for row in FIGURES)


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        # 4.1 / 100 is 0.040999999999999995, and 0.9 / 100 is 0.009000000000000001.
        (3.5, "%", 0.035),
        (7.0, "%", 0.07),
        (2.4, "%", 0.024),
        (4.1, "%", 0.041),
        (0.0, "%", 0.0),
        (100.0, "%", 1.0),
        (-0.9, "points", -0.009),
        (0.238, "share", 0.238),
        (1.759, "ratio", 1.759),
        (0.25, "probability", 0.25),
        (265.961, "bn US$", 265.961),
        (5.0, "elasticity", 5.0),
    ],
)
def test_percentages_become_shares_exactly(value: float, unit: str, expected: float) -> None:
    assert figure(value, unit).share == expected


def test_the_tariffs_are_shares_to_the_last_bit() -> None:
    found = {key: trade_figures()[key].share for key in ("mfn_us", "mfn_canada", "mfn_mexico", "tariff_with_rest_us")}
    assert found == {"mfn_us": 0.035, "mfn_canada": 0.041, "mfn_mexico": 0.07, "tariff_with_rest_us": 0.024}


def is_address(text: str) -> bool:
    return text.startswith(("https://", "http://", "github:")) and " " not in text
