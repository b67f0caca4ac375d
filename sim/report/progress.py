"""How far long work is: a bar for whoever watches it in a terminal, lines of JSON for a program that does."""

from __future__ import annotations

import atexit
import json
import os
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, TextIO

from sim.engine.progress import Progress
from sim.report.rounding import percents, whole

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.live import Live

SCHEMA = "sim/progress/v1"
_PATIENCE = 1.0  # seconds before anything is shown
_DRAWN, _TOLD = 0.1, 1.0  # seconds between two pictures of the bar, and between two lines
_WIDEST = 72
_MINUTE, _HOUR = 60, 3600

Clock = Callable[[], float]


class ProgressAs(StrEnum):
    """How progress is shown: a bar where somebody looks, lines of JSON, or not at all."""

    AUTO = "auto"
    JSON = "json"
    NONE = "none"


@dataclass(frozen=True)
class Leading:
    """The ending that came most often so far, its share and the 95% range of that."""

    ending: str
    label: str
    share: float
    low: float
    high: float


@dataclass(frozen=True)
class Reached:
    """How far the work is, in trials, and how long the rest takes in seconds if it goes on like this.

    None where it does not go on, so that nobody can tell.
    """

    done: int
    total: int
    trials_per_second: float
    seconds_left: float | None
    leading: Leading | None


def bar(total: int, labels: Mapping[str, str], stream: TextIO, clock: Clock = time.monotonic) -> Progress | None:
    """Return what draws a bar, or None where the terminal cannot move its cursor.

    `labels` says what each ending is called, in the order in which endings are counted.
    """
    if os.environ.get("TERM") == "dumb":
        return None
    return _Told(total, labels, _Bar(stream).show, _DRAWN, clock)


def lines(total: int, labels: Mapping[str, str], stream: TextIO, clock: Clock = time.monotonic) -> Progress:
    """Return what writes a line of JSON now and then, and one when all is done; `labels` as for `bar`."""

    def show(reached: Reached) -> None:
        stream.write(f"{json.dumps({'schema': SCHEMA, **asdict(reached)})}\n")
        stream.flush()

    return _Told(total, labels, show, _TOLD, clock)


def take_away() -> None:
    """Take the bar off the terminal, if there is one; whatever else is written there comes after that."""
    while _on_screen:
        _on_screen.pop().stop()


class _Told:
    """Hears how far the work is, and shows it every so often: first after a while, at last when all is done."""

    def __init__(
        self, total: int, labels: Mapping[str, str], show: Callable[[Reached], None], pause: float, clock: Clock
    ) -> None:
        self._total, self._labels, self._show = total, labels, show
        self._pause, self._clock = pause, clock
        self._since = (clock(), 0)
        self._next = self._since[0] + _PATIENCE
        self._is_first, self._is_over = True, False

    def __call__(self, done: int, counts: Sequence[int] = ()) -> None:
        now = self._clock()
        is_over = done >= self._total
        if not self._is_over and (is_over or now >= self._next):
            self._next, self._is_over = now + self._pause, is_over
            self._show(self._reached(now, done, counts))
        if self._is_first:
            self._since, self._is_first = (now, done), False  # what was kept from an earlier call took no time

    def _reached(self, now: float, done: int, counts: Sequence[int]) -> Reached:
        then, before = self._since
        pace = (done - before) / max(now - then, 1e-9)
        left = round((self._total - done) / pace, 1) if pace else None
        return Reached(done, self._total, round(pace, 1), left, _leading(self._labels, counts))


class _Bar:
    """A bar on a terminal, with words below it; gone as soon as anything else is to be written there."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._live: Live | None = None

    def show(self, reached: Reached) -> None:
        if reached.done >= reached.total:
            take_away()
            return
        if self._live is None:
            self._live = self._begun()
        self._live.update(_picture(reached, self._live.console.width), refresh=True)

    def stop(self) -> None:
        if self._live is not None:
            self._live.stop()
            self._live = None

    def _begun(self) -> Live:
        # Rich takes longer to load than most commands take to answer.
        from rich.console import Console
        from rich.live import Live

        console = Console(file=self._stream, highlight=False, markup=False, emoji=False)
        live = Live(console=console, auto_refresh=False, transient=True, redirect_stdout=False, redirect_stderr=False)
        live.start()
        console.show_cursor(True)  # a process that is killed could not bring it back
        _on_screen.append(self)
        atexit.register(take_away)
        return live


_on_screen: list[_Bar] = []  # the bar that is drawn, if any: there is one terminal


def _picture(reached: Reached, width: int) -> RenderableType:
    from rich.progress_bar import ProgressBar
    from rich.table import Table
    from rich.text import Text

    picture = Table.grid()
    picture.add_row(ProgressBar(reached.total, reached.done, width=min(width, _WIDEST)))
    for line in words(reached):
        picture.add_row(Text(line))
    return picture


def words(reached: Reached) -> list[str]:
    """Return what stands below the bar: how far and how fast, and the ending that leads."""
    told = [f"{whole(reached.done)} of {whole(reached.total)} trials"]
    if reached.seconds_left is not None:
        told[0] += f", {whole(round(reached.trials_per_second))} a second, {_time(reached.seconds_left)} left"
    if reached.leading is not None:
        found = reached.leading
        share, low, high = percents(found.share, found.low, found.high, least=1)
        told.append(f"{found.label[:1].lower()}{found.label[1:]} {share}, {low.removesuffix('%')} to {high}")
    return told


def _leading(labels: Mapping[str, str], counts: Sequence[int]) -> Leading | None:
    """Return the ending that leads; None where nothing was counted, or nobody said what endings are called."""
    total = sum(counts)
    if not (labels and total):
        return None
    # NumPy comes with it, and is there already where trials are played.
    from sim.estimates import share

    place = max(range(len(counts)), key=lambda each: counts[each])
    found = share(int(counts[place]), int(total))
    name, label = list(labels.items())[place]
    return Leading(name, label, found.value, found.low, found.high)


def _time(seconds: float) -> str:
    if seconds < 2 * _MINUTE:
        return f"{seconds:.0f} s"
    return f"{seconds / _MINUTE:.0f} min" if seconds < 2 * _HOUR else f"{seconds / _HOUR:.0f} h"
