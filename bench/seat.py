"""What a strategy written in NumPy costs in one seat."""

from __future__ import annotations

from bench.figure import Figure, ratio
from bench.montreal import packed
from bench.timing import Size, best, processor_seconds
from sim.engine.batch import blank_rows, run_on
from sim.engine.calendar import play_watched
from sim.engine.seats import Numbers, View, seat_watch

_TRIALS = 4_096


def measure(size: Size) -> list[Figure]:
    """Compare trials in which SimPy stops before every round for one party with trials that nobody watches."""
    ready, trials = packed(), size.of(_TRIALS)

    def built_in() -> None:
        run_on(ready, blank_rows(ready, 1, 0, trials))

    def seated() -> None:
        play_watched(ready, blank_rows(ready, 1, 0, trials), seat_watch(ready, {ready.parties[1]: _hold_out}))

    ours, theirs = best(size, built_in, seated, clock=processor_seconds)
    return [
        Figure("a trial with one seat in NumPy", 1e6 * theirs / trials, "us"),
        ratio("a seat in NumPy against a compiled one", theirs / ours),
    ]


def _hold_out(view: View) -> Numbers:
    return view.most
