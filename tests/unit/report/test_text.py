"""The text of a run: everything in it comes from the answer, and it fits the page."""

import re
from dataclasses import replace
from typing import Any

import pytest

from sim.report.answer import CAUTION
from sim.report.shape import Footing
from sim.report.text import text
from sim.report.voice import Voice
from tests.unit.report.test_answer import EXAMPLES, found

FOOTING = Footing("montreal", "montreal.yaml", "played 200 times, seed 1, 2 workers, 0.1 s")
MINIMAL = str(EXAMPLES / "minimal.yaml")


def lines(data: dict[str, Any], width: int = 100, blocks: bool = False) -> list[str]:
    return text(data, FOOTING, width, blocks)


@pytest.mark.parametrize("width", [80, 100, 300])
@pytest.mark.parametrize("name", ["montreal", MINIMAL])
def test_it_fits_the_page(name: str, width: int) -> None:
    page = lines(found(name), width)
    assert max(map(len, page)) <= min(width, 100)
    assert len(page) <= 35


def test_all_seven_endings_are_rows() -> None:
    page = "\n".join(lines(found()))
    for row in found()["endings"]:
        assert re.search(rf"^{re.escape(row['label'])} ", page, re.MULTILINE)


def test_never_seen_and_cannot_happen_read_differently() -> None:
    page = lines(found(MINIMAL))
    leaves = next(line for line in page if line.startswith("A party leaves"))
    lapses = next(line for line in page if line.startswith(("Talks lapse", "Deal ")))
    assert leaves.endswith("cannot happen")
    assert "cannot happen" not in lapses


def test_a_count_of_zero_is_less_than_something() -> None:
    data = found()
    data["endings"][6] |= {"count": 0, "share": 0.0, "median_date": None}
    assert any("less than 1.9%" in line for line in lines(data) if line.startswith("Notice running"))


def test_the_sentence_names_the_most_likely_ending_and_what_really_happened() -> None:
    page = " ".join(lines(found()))
    assert re.search(r"Most likely: a three-party deal, about \d+ times in \d+, half of these by \w{3} \d{4}\.", page)
    assert "It really ended so, on 30 Sep 2018, by a side deal first (" in page


def test_history_that_went_otherwise_is_said_with_its_share() -> None:
    data = found()
    data["known_outcome"] = {"ending": "lapsed", "path": None, "date": "2018-07-01"}
    lapsed = next(row for row in data["endings"] if row["name"] == "lapsed")
    lapsed |= {"count": 5, "share": 0.025}
    words = "It really ended otherwise: talks that lapse while the pact stays on 1 Jul 2018, which happened in 2.5%"
    assert words in " ".join(lines(data))


def test_the_warning_is_always_there() -> None:
    for name in ("montreal", MINIMAL):
        page = " ".join(lines(found(name)))
        assert CAUTION in page
        assert "The 95% range is Monte Carlo error alone." in page


def test_a_driver_is_named_only_where_it_stands_out() -> None:
    data = found()
    for row in data["influence"]["figures"]:
        row["is_clear"] = False
    assert "What moves the result most" not in " ".join(lines(data))
    data["influence"]["figures"][0] |= {"is_clear": True, "label": "Weather", "is_type": False}
    assert "What moves the result most: weather. Not knowing this figure adds more: " in " ".join(lines(data))


def test_any_seen_ending_has_a_bar_and_an_unseen_one_has_none() -> None:
    data = found()
    data["endings"][5] |= {"count": 1, "share": 0.0001}
    data["endings"][6] |= {"count": 0, "share": 0.0}
    for blocks, least in ((True, "\u258f"), (False, ".")):
        page = lines(data, blocks=blocks)
        assert least in next(line for line in page if line.startswith("Still talking"))
        assert not re.search("[#\u2588-\u258f]", next(line for line in page if line.startswith("Notice running")))


def test_colour_changes_no_letter(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    page = lines(found(), blocks=True)
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("FORCE_COLOR", "1")
    Voice().answer({}, lambda: page)
    painted = capsys.readouterr().out
    assert "\x1b[" in painted
    assert re.sub(r"\x1b\[[0-9;]*m", "", painted).splitlines() == page


def test_a_command_to_copy_is_never_broken() -> None:
    for width in range(72, 101):
        assert any("sim sources montreal)" in line for line in lines(found(), width))


def test_what_is_next_stands_below_where_it_does_not_fit_beside() -> None:
    footing = replace(FOOTING, lines=(("next", ("sim trace montreal", "sim sources montreal")), ("note", ("w" * 60,))))
    assert "next   sim trace montreal     sim sources montreal" in text(found(), footing, 100, False)
    longer = replace(footing, lines=(("next", ("sim trace " + "m" * 40, "sim sources " + "m" * 40)),))
    assert text(found(), longer, 80, False)[-1] == "       sim sources " + "m" * 40


def test_acts_that_nobody_can_commit_are_left_out() -> None:
    page = " ".join(lines(found(MINIMAL)))
    assert "Trials with an extension" in page
