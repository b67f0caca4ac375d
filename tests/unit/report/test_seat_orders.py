"""What a player types: orders are understood, nonsense is answered with what was found and what is expected."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.errors import UsageError
from sim.report.seat.orders import Lexicon, Order, read

WORDS = Lexicon(
    issues={"auto content": 0, "cars": 0, "dairy": 1, "dispute settlement": 2},
    spoken=("cars", "dairy", "dispute settlement"),
    ends=((62.5, 85.0), (0.0, 100.0), (-5.0, 5.0)),
    units=("%", "tonnes", ""),
    own=frozenset({0, 2}),
    parties={"us": 0, "united states": 0, "mexico": 2},
)


@pytest.mark.parametrize(
    ("line", "terms"),
    [
        ("offer cars 70", ((0, 70.0),)),
        ("OFFER Cars 70%, dispute settlement -2.5", ((0, 70.0), (2, -2.5))),
        ("offer auto_content=70 percent; disp: 1", ((0, 70.0), (2, 1.0))),
        ("offer cars to 64.75 and dispute settlement at 0", ((0, 64.75), (2, 0.0))),
    ],
)
def test_an_offer_names_issues_and_positions(line: str, terms: tuple[tuple[int, float], ...]) -> None:
    assert read(line, WORDS) == Order("offer", terms=terms)


@pytest.mark.parametrize(
    ("line", "order"),
    [
        ("points 80", Order("points", amount=0.8)),
        ("accept", Order("accept")),
        ("accept the text", Order("accept")),
        ("accept United States", Order("accept", whose=0)),
        ("accept mex", Order("accept", whose=2)),
        ("threaten", Order("hold", threatens=True)),
        ("points 80 and threaten", Order("points", amount=0.8, threatens=True)),
        ("offer cars 70 AND THREATEN", Order("offer", terms=((0, 70.0),), threatens=True)),
        ("back down", Order("rescind")),
        ("undo 3", Order("undo", amount=3.0)),
        ("undo", Order("undo", amount=1.0)),
        ("save my game.json", Order("save", file="my game.json")),
        ("?", Order("help")),
        ("q", Order("quit")),
    ],
)
def test_every_order_is_understood(line: str, order: Order) -> None:
    assert read(line, WORDS) == order


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("ofer cars 70", "found `ofer`; did you mean `offer`?"),
        ("offer", "found `offer` alone; expected issues with positions, such as `offer cars 73.75`"),
        ("offer cars", "found `cars`; expected an issue and a number"),
        ("offer carz 70", "found `carz`, which is no issue; did you mean cars?"),
        ("offer dairy 5", "dairy does not concern you; your issues are cars and dispute settlement"),
        ("offer d 5", "found `d`; it may mean dairy or dispute settlement"),
        ("offer cars 90", "found 90 for cars; expected a number from 62.5 to 85 %"),
        ("offer cars nan", "found `cars nan`; expected an issue and a number"),
        ("offer cars 70 dollars", "found `cars 70 dollars`; cars is counted in %"),
        ("offer cars 70, cars 71", "cars is named twice; expected each issue once"),
        ("points 101", "found `101`; expected what the package is to be worth to you, such as `points 80`"),
        ("accept france", "found `france`, which nobody here has tabled; expected `us`"),
        ("undo twice", "found `twice`; expected how many steps to take back, such as `undo 2`"),
        ("save", "found ``; expected the name of a file, such as `save game.json`"),
        ("hold on", "found `on` after `hold`; expected nothing there"),
        ("notice and threaten", "found `notice and threaten`; a threat goes with accept, hold, offer or points"),
        ("offer cars 70\x1b[2J", "expected one line of at most 500 letters and figures"),
    ],
)
def test_nonsense_is_answered_with_what_is_expected(line: str, told: str) -> None:
    with pytest.raises(UsageError) as error:
        read(line, WORDS)
    assert told in str(error.value)


@given(st.text(max_size=60) | st.from_regex(r"(offer|points|accept|undo|save|hold) [a-z0-9 ,.=%-]{0,40}"))
def test_any_line_is_an_order_or_is_answered(line: str) -> None:
    answer = ""
    try:
        assert isinstance(read(line, WORDS), Order)
    except UsageError as error:
        answer = str(error)
    assert not answer or any(word in answer for word in ("found", "does not concern you", "is named twice"))
