"""How far long work is: what is said, when, and that nothing stays behind on the screen."""

import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sim.engine.progress import Progress, after
from sim.estimates import share
from sim.report.progress import Leading, ProgressAs, Reached, bar, lines, take_away, words
from sim.report.voice import Voice

ROOT = Path(__file__).resolve().parents[3]
LABELS = {"trilateral": "Three-party deal", "withdrawal": "A party leaves the pact"}
BEGIN_LINE, ERASE = "\r", "\x1b[2K"


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


class Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def _terminal(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.delenv("NO_COLOR", raising=False)
    yield
    take_away()


def told(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_a_line_of_json_comes_at_most_once_a_second_and_at_the_end() -> None:
    clock, stream = Clock(), io.StringIO()
    show = lines(1_000, LABELS, stream, clock)
    for tick in range(1, 41):
        clock.now = 100.0 + tick / 10
        show(tick * 20, (tick * 15, tick * 5))
    clock.now = 105.0
    show(1_000, (750, 250))
    show(1_000, (750, 250))
    assert [line["done"] for line in told(stream)] == [200, 400, 600, 800, 1_000]
    first, last = told(stream)[0], told(stream)[-1]
    found = share(150, 200)
    leading = {"ending": "trilateral", "label": "Three-party deal"}
    assert first == {
        "schema": "sim/progress/v1",
        "done": 200,
        "total": 1_000,
        "trials_per_second": 200.0,
        "seconds_left": 4.0,
        "leading": {**leading, "share": found.value, "low": found.low, "high": found.high},
    }
    assert last["seconds_left"] == 0.0


def test_short_work_is_one_line_and_no_bar() -> None:
    clock, stream, screen = Clock(), io.StringIO(), Screen()
    for show in (lines(10, {}, stream, clock), bar(10, {}, screen, clock)):
        assert show is not None
        clock.now += 0.3
        show(5)
        show(10)
    (line,) = told(stream)
    assert (line["done"], line["leading"]) == (10, None)
    assert screen.getvalue() == ""


def test_what_was_kept_before_does_not_count_as_fast() -> None:
    clock, stream = Clock(), io.StringIO()
    show = lines(1_000, {}, stream, clock)
    show(800)
    clock.now += 2.0
    show(820)
    assert told(stream)[0]["trials_per_second"] == 10.0
    assert told(stream)[0]["seconds_left"] == 18.0


def test_where_nothing_goes_on_nobody_says_how_long_it_takes() -> None:
    clock, stream = Clock(), io.StringIO()
    show = lines(1_000, {}, stream, clock)
    show(800)
    clock.now += 2.0
    show(800)
    assert (told(stream)[0]["trials_per_second"], told(stream)[0]["seconds_left"]) == (0.0, None)
    assert words(Reached(800, 1_000, 0.0, None, None)) == ["800 of 1,000 trials"]


def test_the_words_say_how_far_how_fast_and_what_leads() -> None:
    leading = Leading("trilateral", "Three-party deal", 0.901, 0.896, 0.906)
    assert words(Reached(1_200_000, 5_000_000, 66_123.4, 57.6, leading)) == [
        "1,200,000 of 5,000,000 trials, 66,123 a second, 58 s left",
        "three-party deal 90.1%, 89.6 to 90.6%",
    ]
    assert words(Reached(1, 10, 0.01, 900.0, None))[0].endswith(", 15 min left")
    assert words(Reached(1, 10, 0.01, 9_000.0, None))[0].endswith(", 2 h left")


def test_a_bar_is_drawn_ten_times_a_second_and_leaves_nothing_behind() -> None:
    clock, screen = Clock(), Screen()
    show = bar(1_000, LABELS, screen, clock)
    assert show is not None
    for tick in range(1, 301):
        clock.now = 100.0 + tick / 100
        show(tick * 3, (tick * 2, tick))
    pictures = screen.getvalue().count("a second")
    assert 19 <= pictures <= 21
    assert "three-party deal 66.7%, " in screen.getvalue()
    before = len(screen.getvalue())
    clock.now = 104.0
    show(1_000, (700, 300))
    assert ERASE in screen.getvalue()[before:]
    assert not shown_by(screen.getvalue())


@pytest.mark.parametrize("columns", ["60", "61", "80", "200"])
def test_a_bar_fits_any_terminal(columns: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    clock, screen = Clock(), Screen()
    show = bar(1_000_000_000, {"notice_pending": "Notice running on 31 Dec 2019"}, screen, clock)
    assert show is not None
    for tick in range(1, 40):
        clock.now = 100.0 + tick / 10
        show(tick * 20_000_000, (tick * 20_000_000,))
    drawn = shown_by(screen.getvalue())
    assert all(len(line) <= int(columns) for line in drawn)
    assert drawn[1].startswith("780,000,000 of 1,000,000,000 trials, 200,000,000 a second")
    assert drawn[-1] == "notice running on 31 Dec 2019 100%, >99.9999 to 100%"


def test_whatever_else_is_said_takes_the_bar_away_and_it_comes_back(monkeypatch: pytest.MonkeyPatch) -> None:
    clock, screen = Clock(), Screen()
    monkeypatch.setattr("sys.stderr", screen)
    monkeypatch.setenv("NO_COLOR", "1")
    show = bar(1_000, {}, screen, clock)
    assert show is not None
    clock.now += 2.0
    show(100)
    assert "100 of 1,000 trials" in shown_by(screen.getvalue())[1]
    Voice().talk("a worker is lost")
    assert shown_by(screen.getvalue()) == ["a worker is lost"]
    clock.now += 2.0
    show(200)
    assert shown_by(screen.getvalue())[0] == "a worker is lost"
    assert "200 of 1,000 trials" in shown_by(screen.getvalue())[2]


def test_without_colour_no_colour_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    clock, screen = Clock(), Screen()
    show = bar(1_000, {}, screen, clock)
    assert show is not None
    clock.now += 2.0
    show(100)
    assert "\x1b[3" not in screen.getvalue()


def test_who_hears_what(monkeypatch: pytest.MonkeyPatch) -> None:
    assert Voice().progress(10) is None
    assert Voice(quiet=True, progress_as=ProgressAs.JSON).progress(10) is not None
    monkeypatch.setattr("sys.stderr", Screen())
    assert Voice().progress(10) is not None
    assert Voice(as_json=True).progress(10) is not None
    assert Voice(quiet=True).progress(10) is None
    assert Voice(progress_as=ProgressAs.NONE).progress(10) is None
    monkeypatch.setenv("TERM", "dumb")
    assert Voice().progress(10) is None


def test_a_part_of_the_work_counts_on_from_what_was_done_before() -> None:
    heard: list[tuple[int, tuple[int, ...]]] = []

    def hear(done: int, counts: Any = ()) -> None:
        heard.append((done, tuple(counts)))

    part: Progress | None = after(100, hear)
    assert part is not None
    part(5, (3, 2))
    part(7)
    assert heard == [(105, ()), (107, ())]
    assert after(100, None) is None


def test_in_a_terminal_the_bar_comes_and_goes() -> None:
    program = (
        "import sys, time\n"
        "from sim.report.voice import Voice\n"
        "print('rich' in sys.modules, file=sys.stderr)\n"
        "show = Voice().progress(30, {'trilateral': 'Three-party deal'})\n"
        "for done in range(1, 31):\n    time.sleep(0.05)\n    show(done, (done,))\n"
        "print('rich.live' in sys.modules, file=sys.stderr)\n"
    )
    text = typed_on_a_terminal([sys.executable, "-c", program])
    assert "three-party deal 100%" in text
    assert shown_by(text) == ["False", "True"]


def typed_on_a_terminal(command: list[str]) -> str:
    """Return what a program writes on a terminal of 80 columns that is its stderr."""
    ours, theirs = pytest.importorskip("pty").openpty()
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "80", "TERM": "xterm", "NO_COLOR": "1"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=theirs, env=environment) as running:
        os.close(theirs)
        text = b""
        while True:
            try:
                text += os.read(ours, 4096)
            except OSError:  # the other side is gone
                break
        os.close(ours)
    assert running.returncode == 0
    return text.decode()


def shown_by(text: str) -> list[str]:
    """Return the lines that a terminal shows after all this was written: no more than what a bar needs of one."""
    shown, line, column = [""], 0, 0
    place = 0
    while place < len(text):
        letter = text[place]
        if letter == "\x1b":
            end = next(end for end in range(place + 2, len(text)) if text[end].isalpha())
            code, numbers = text[end], text[place + 2 : end]
            if code == "A":
                line -= int(numbers or 1)
            elif code == "K":
                shown[line] = "" if numbers == "2" else shown[line][:column]
            place = end
        elif letter == "\r":
            column = 0
        elif letter == "\n":
            line, column = line + 1, 0
            shown += [""] * (line + 1 - len(shown))
        else:
            shown[line] = shown[line].ljust(column)[:column] + letter + shown[line][column + 1 :]
            column += 1
        place += 1
    shown = [each.rstrip() for each in shown]
    while shown and not shown[-1]:
        shown.pop()
    return shown
