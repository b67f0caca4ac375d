"""What a page finds out besides the answer: positions by date, worths and frontiers, links, wrapped texts."""

from itertools import pairwise

import numpy as np
import pytest

from sim.report.charts.drawing import wrapped
from sim.report.page.gather import events
from sim.report.page.parts import origins
from sim.report.page.stances import stances
from sim.report.page.worths import worths_of
from sim.scenario import load
from sim.simulate import Run, simulate


@pytest.fixture(scope="module")
def run() -> Run:
    return simulate(load("montreal").scenario, 300)


def test_parties_begin_where_they_open_and_talks_only_end(run: Run) -> None:
    found = stances(run)
    assert found is not None
    cars = found.issues[0]
    assert {name: fan[0] for name, fan in cars.standing.items()} == {
        "us": pytest.approx((85.0,) * 5),
        "canada": pytest.approx((64.75,) * 5),
        "mexico": pytest.approx((64.75,) * 5),
    }
    assert found.going_on[0] == found.trials == 300
    assert all(later <= earlier for earlier, later in pairwise(found.going_on))
    for issue in found.issues:
        low, high = sorted((issue.first, issue.last))
        for fan in issue.standing.values():
            assert len(fan) == len(found.dates)
            assert all(low - 1e-9 <= level <= high + 1e-9 for levels in fan for level in levels)
            assert all(list(levels) == sorted(levels) for levels in fan)


def test_dairy_concerns_two(run: Run) -> None:
    found = stances(run)
    assert found is not None
    dairy = next(issue for issue in found.issues if issue.label.startswith("Dairy"))
    assert list(dairy.standing) == ["us", "canada"]


def test_no_deal_lies_beyond_the_frontier(run: Run) -> None:
    found = worths_of(run)
    assert found.count == int(np.count_nonzero(run.table["ending"] == 0))
    for pair in found.pairs:
        xs, ys = (list(ends) for ends in zip(*pair.frontier, strict=True))
        assert xs == sorted(xs)
        assert ys == sorted(ys, reverse=True)
        assert min(xs) >= found.no_deal[pair.first] - 1e-9
        assert min(ys) >= found.no_deal[pair.second] - 1e-9
        for one, other in zip(found.deals[pair.first], found.deals[pair.second], strict=True):
            if xs[0] <= one <= xs[-1]:
                assert other <= np.interp(one, xs, ys) + 1e-9


def test_the_nash_point_beats_every_floor(run: Run) -> None:
    found = worths_of(run)
    assert found.nash is not None
    assert all(found.nash[party] > floor for party, floor in found.floors.items())


def test_the_calendar_knows_rounds_and_dated_effects_in_order() -> None:
    found = events(load("montreal").scenario)
    assert [one.label for one in found if one.is_round] == ["Montreal", "Mexico City"]
    assert "Mexican election" in {one.label for one in found}
    assert [one.date for one in found] == sorted(one.date for one in found)


def test_only_addresses_of_the_web_are_links() -> None:
    links = [one.address for one in origins(load("montreal").scenario) if one.address]
    assert links
    assert all(link.startswith(("http://", "https://")) for link in links)


@pytest.mark.parametrize(
    ("text", "lines", "shown"),
    [
        ("short", 2, "short"),
        ("two words and more words still", 2, "two words\nand more…"),
        ("Unbrokenunbrokenunbroken", 1, "Unbrokenu…"),
        ("bell\x07 rings", 2, "bell\\u0007\nrings"),
        ("per\u00a0cent of it", 2, "per\u00a0cent\nof it"),
    ],
)
def test_texts_are_wrapped_cut_and_made_visible(text: str, lines: int, shown: str) -> None:
    assert wrapped(text, 10, lines) == shown
