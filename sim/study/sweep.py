"""A sweep: every point of a design, each kept before the next begins, and none played twice."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from sim.study.points import Outcome, Point, Progress, Turned, after, outcome_of, play_point


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
) -> tuple[Outcome, ...]:
    """Return the outcome of every point, in order; all are played with the same draws.

    `done` holds outcomes of earlier calls by the number of their point; `keep` is given each new one before the next
    point begins. `progress` hears how many trials of the points still to be played are done. Interrupted from the
    keyboard, it raises KeyboardInterrupt; what was kept by then can be given back as `done`.
    """
    found = dict(done or {})
    played = 0
    for number, point in enumerate(points):
        if number in found:
            continue
        found[number] = outcome_of(play_point(turn, point, trials, seed, workers, after(played, progress)))
        played += trials
        if keep is not None:
            keep(number, found[number])
    return tuple(found[number] for number in range(len(points)))
