"""A sweep: every point of a design, each kept as soon as it is played, and none played twice."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from sim.engine.progress import Progress
from sim.study.points import Asked, Elsewhere, Outcome, Point, Turned, each_point, outcome_of


def sweep(
    turn: Turned,
    points: Sequence[Point],
    trials: int,
    seed: int,
    workers: int = 0,
    *,
    done: Mapping[int, Outcome] | None = None,
    keep: Callable[[int, Outcome], None] | None = None,
    progress: Progress | None = None,
    elsewhere: Elsewhere | None = None,
) -> tuple[Outcome, ...]:
    """Return the outcome of every point, in order; all are played with the same draws.

    `done` holds outcomes of earlier calls by the number of their point; `keep` is given each new one as soon as it is
    there. `progress` hears how many trials of the points still to be played are done. `elsewhere` has other machines
    play. Interrupted from the keyboard, it raises KeyboardInterrupt; what was kept by then can be given back as `done`.
    """
    found = dict(done or {})
    asked = [Asked(number, point, seed) for number, point in enumerate(points) if number not in found]
    for number, outcome in each_point(turn, asked, trials, outcome_of, workers, progress, elsewhere):
        found[number] = outcome
        if keep is not None:
            keep(number, outcome)
    return tuple(found[number] for number in range(len(points)))
