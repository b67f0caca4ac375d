"""What moves a result: each dial at its ends, all dials at once, and chance set apart from not knowing the dials."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from sim.engine.progress import Progress, after
from sim.engine.quantiles import uniforms
from sim.errors import UsageError
from sim.estimates import Bar, Components, Estimate, components, level, noise_floor, one_at_a_time
from sim.estimates.sobol import Indices, require, sobol_indices, sobol_points
from sim.model.chance import address
from sim.scenario import Scenario
from sim.scenario.turning import rounded
from sim.simulate import Run, simulate
from sim.study.points import Asked, Elsewhere, Turned, each_point
from sim.study.reaching import Reach, is_drawn, quantile, reach
from sim.study.target import Target, target_of


@dataclass(frozen=True)
class Tornado:
    """One dial at a time: the result as written, each dial's reach and bar, and what chance alone would show."""

    target: Target
    written: Estimate
    reaches: Mapping[str, Reach]
    bars: Mapping[str, Bar]
    floor: float
    trials: int
    seed: int
    seconds: float = 0.0


@dataclass(frozen=True)
class Sobol:
    """All dials at once: which part of the variance of the result each of them makes."""

    target: Target
    indices: Indices
    trials: int
    seed: int
    seconds: float = 0.0


@dataclass(frozen=True)
class Nested:
    """Dials drawn outside, trials played inside: chance and not knowing, set apart."""

    target: Target
    components: Components
    dials: tuple[str, ...]
    seed: int
    seconds: float = 0.0


def tornado(
    turn: Turned,
    on: str | None,
    trials: int,
    seed: int,
    workers: int = 0,
    *,
    progress: Progress | None = None,
    elsewhere: Elsewhere | None = None,
) -> Tornado:
    """Play a scenario as written, then with each dial at each end of its reach, in the same draws.

    `elsewhere` has other machines play. Raise MissingName for a result there is none of, UsageError where there is no
    dial to turn, KeyboardInterrupt.
    """
    started = time.perf_counter()
    base = turn({})
    reaches = {name: reach(dial) for name, dial in base.dials.items()}
    if not reaches:
        raise UsageError("this scenario has no dials; `dials:` in its file makes some")
    written = simulate(base, trials, seed, workers, progress=progress)
    target = target_of(written, on)
    ends = [(name, end) for name, each in reaches.items() for end in (each.low, each.high)]
    asked = [Asked(place, dict([end]), seed) for place, end in enumerate(ends)]
    found = dict(each_point(turn, asked, trials, target.of, workers, after(trials, progress), elsewhere))
    results = {end: found[place] for place, end in enumerate(ends)}
    bars = one_at_a_time(
        lambda point: results[next(iter(point.items()))],
        {name: (each.low, each.high) for name, each in reaches.items()},
    )
    result = target.of(written)
    seconds = time.perf_counter() - started
    return Tornado(target, level(result), reaches, bars, noise_floor(result), trials, seed, seconds)


def sobol(
    turn: Turned,
    on: str | None,
    points: int,
    trials: int,
    seed: int,
    workers: int = 0,
    *,
    progress: Progress | None = None,
    elsewhere: Elsewhere | None = None,
) -> Sobol:
    """Play every point of a Sobol design over the dials that are written as distributions, in the same draws.

    `points`, a power of 2, is the length of the sequence; it is played that often for each dial and twice more. Raise
    MissingDependency without SALib, and as `tornado` does.
    """
    require()
    started = time.perf_counter()
    base, names = _drawn(turn)
    target = target_of(simulate(base, trials, seed, workers), on)
    asked = [
        Asked(place, _at(base, dict(zip(names, row.tolist(), strict=True))), seed)
        for place, row in enumerate(sobol_points(names, points, seed))
    ]
    halves = np.empty((len(asked), 2))
    for place, found in each_point(turn, asked, trials, _Halves(target), workers, progress, elsewhere):
        halves[place] = found
    indices = sobol_indices(names, halves[:, 0], halves[:, 1])
    return Sobol(target, indices, trials, seed, time.perf_counter() - started)


def nested(
    turn: Turned,
    on: str | None,
    points: int,
    trials: int,
    seed: int,
    workers: int = 0,
    *,
    progress: Progress | None = None,
    elsewhere: Elsewhere | None = None,
) -> Nested:
    """Draw the dials `points` times from their distributions, and play `trials` trials with each draw.

    Every draw of the dials is played from a seed of its own: shared trials would move all results together, and hide
    in what the dials seem to add. Raise as `tornado` does.
    """
    started = time.perf_counter()
    base, names = _drawn(turn)
    target = target_of(simulate(base, trials, seed, workers), on)
    drawn = {name: uniforms(f"nested {name}", points, seed) for name in names}
    asked = [
        Asked(
            number,
            _at(base, {name: float(column[number]) for name, column in drawn.items()}),
            address(f"nested {seed} {number}"),
        )
        for number in range(points)
    ]
    results = dict(each_point(turn, asked, trials, _Spread(target), workers, progress, elsewhere))
    means, variances = zip(*(results[number] for number in range(points)), strict=True)
    found = components(means, variances, trials)
    if found.total == 0.0:
        raise UsageError("the result is the same in every trial; there is no variance to set apart")
    return Nested(target, found, names, seed, time.perf_counter() - started)


@dataclass(frozen=True)
class _Halves:
    """The mean result of every other trial, and of the others."""

    target: Target

    def __call__(self, run: Run) -> tuple[float, float]:
        """Return both."""
        result = self.target.of(run)
        return float(result[0::2].mean()), float(result[1::2].mean())


@dataclass(frozen=True)
class _Spread:
    """The mean and the variance of the result over the trials of a run."""

    target: Target

    def __call__(self, run: Run) -> tuple[float, float]:
        """Return both."""
        result = self.target.of(run)
        return float(result.mean()), float(np.var(np.asarray(result, dtype=np.float64), ddof=1))


def turned_dials(scenario: Scenario) -> tuple[str, ...]:
    """Return the dials that are written as a distribution: those that nobody claims to know."""
    return tuple(name for name, dial in scenario.dials.items() if is_drawn(dial))


def _drawn(turn: Turned) -> tuple[Scenario, tuple[str, ...]]:
    base = turn({})
    names = turned_dials(base)
    if not names:
        raise UsageError("no dial of this scenario is written as a range or a distribution; nobody claims not to know")
    return base, names


def _at(base: Scenario, levels: Mapping[str, float]) -> dict[str, float]:
    """Return the value of each dial at a level of its distribution, 0 to 1."""
    return {name: rounded(quantile(base.dials[name], u)) for name, u in levels.items()}
