"""Measure speed and memory, each as a ratio within this one run: `make bench`. No test reads a clock; this does."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from statistics import median

import numpy as np
import simpy

from sim.engine.batch import blank_rows, play_batch, run_on
from sim.engine.calendar import play_watched
from sim.engine.chair import Chair
from sim.engine.outlook import continued
from sim.engine.seats import Numbers, View, seat_watch
from sim.model.state import Rows
from sim.report.seat.odds import CONTINUATIONS
from sim.report.story import tell
from sim.scenario import load, shipped
from sim.scenario.packing import PackedScenario, pack
from sim.trade import Economy, economy_file, stakes_of
from sim.trade.counterfactuals import no_pact, outcome
from sim.trade.stakes import solved_losses

_ROUNDS = 9
_TRIALS = 4096


def main() -> None:
    """Print every figure with what it is measured against."""
    packed = pack(load("montreal").scenario)
    run_on(packed, blank_rows(packed, 1, 0, 1))  # compile, or read the compiled code
    print("Ratios of best times, over", _ROUNDS, "alternating measurements on this machine\n")
    _events(packed)
    _seats(packed)
    _odds(packed)
    _trade()
    _pairing()
    _commands()
    _memory()


def _events(packed: PackedScenario) -> None:
    handled = 0

    def count(first: int, rows: Rows) -> None:
        nonlocal handled
        handled = int(rows["handled"].sum()) + (handled if first else 0)

    def batch() -> None:
        play_batch(packed, 1, _TRIALS, 1, count)

    timeouts = 200_000
    ours, theirs = _best(batch, lambda: _empty_timeouts(timeouts))
    ratio = (handled / ours) / (timeouts / theirs)
    print(f"events a second and core, rules included : {handled / ours:>12,.0f}   ({handled / _TRIALS:.0f} a trial)")
    print(f"empty timeouts a second of SimPy alone   : {timeouts / theirs:>12,.0f}")
    print(f"  ratio {ratio:.2f}   (to reach: at least 3)\n")


def _seats(packed: PackedScenario) -> None:
    def built_in() -> None:
        run_on(packed, blank_rows(packed, 1, 0, _TRIALS))

    def seated() -> None:
        play_watched(packed, blank_rows(packed, 1, 0, _TRIALS), seat_watch(packed, {packed.parties[1]: _hold_out}))

    ours, theirs = _best(built_in, seated)
    print(f"a NumPy strategy in one seat, against the compiled one: {theirs / ours:.2f} times a trial\n")


def _odds(packed: PackedScenario) -> None:
    chair = Chair(packed, 1, 0, 1)
    told, ahead = _best(lambda: _told(packed), lambda: _ahead(packed, chair))
    print(f"one trial told by sim trace                           : {1000 * told:.1f} ms")
    print(f"the odds of sim play, from {CONTINUATIONS:,} continuations       : {1000 * ahead:.1f} ms")
    print(f"  ratio {ahead / told:.2f}   (to reach: at most 100)\n")


def _told(packed: PackedScenario) -> None:
    tell(packed, 1, 0)


def _ahead(packed: PackedScenario, chair: Chair) -> None:
    continued(packed, chair.rows, chair.seat, CONTINUATIONS)


def _trade() -> None:
    file, members = economy_file("nafta-2016"), ("us", "canada", "mexico")
    economy, found = file.economy(), stakes_of(file, members, {})
    costs, elasticities = (grid.ravel() for grid in np.meshgrid(np.linspace(0, 0.2, 100), np.linspace(3, 8, 100)))
    world = _gravity(44)
    solved, read = _best(
        lambda: _ignore(solved_losses(economy, members, 0.04, 5.0)), lambda: _ignore(found.losses(costs, elasticities))
    )
    one, large = _best(
        lambda: _ignore(outcome(economy, no_pact(members), 0.04)),
        lambda: _ignore(outcome(world, no_pact(world.regions[:3]), 0.04)),
    )
    print(f"the losses of a pact of three, solved                 : {1e3 * solved:.2f} ms")
    print(f"the same from the polynomial, one of {len(costs):,}           : {1e6 * read / len(costs):.2f} us")
    print(f"  ratio {solved / (read / len(costs)):,.0f}   (to reach: at least 1,000)")
    print(f"one counterfactual, 4 regions and 2 sectors           : {1e3 * one:.2f} ms")
    print(
        f"one counterfactual, 44 regions and 1 sector           : {1e3 * large:.2f} ms, {large / one:.1f} times that\n"
    )


def _pairing() -> None:
    # Shipped what-ifs that turn one dial: how many trials with draws of their own would do what paired ones do.
    with tempfile.TemporaryDirectory() as folder:
        found = {}
        for name in sorted(shipped()):
            command = [
                sys.executable,
                "-c",
                "import cli; cli.app()",
                "compare",
                "montreal",
                name,
                "--json",
                "-o",
                folder,
            ]
            answer = subprocess.run(command, check=True, capture_output=True, text=True, env=_here())
            data = json.loads(answer.stdout)
            turned = [one["path"] for one in data["inputs"] if not one["path"].startswith(("about.", "teaching."))]
            if len(turned) == 1:
                found[name] = data["pairing"]
    words = ", ".join(f"{name} {times:.1f}" for name, times in found.items())
    print(f"trials saved by pairing, what-ifs that turn one figure : {words}")
    print(f"  median {median(found.values()):.1f} times   (to reach: at least 5)\n")


def _gravity(regions: int) -> Economy:
    rng = np.random.default_rng(1)
    size, distance = np.exp(rng.normal(0.0, 1.5, regions)), np.exp(rng.uniform(0.0, 3.0, (regions, regions)))
    flows = 0.3 * np.outer(size, size) / size.sum() / (distance + distance.T)
    np.fill_diagonal(flows, 2.0 * size)
    half = np.full((regions, 1), 0.5)
    return Economy(
        name="a world of gravity",
        regions=tuple(f"r{k}" for k in range(regions)),
        sectors=("goods",),
        flows=flows[:, :, None],
        tariffs=np.zeros((regions, regions, 1)),
        value_added=half,
        inputs=half[:, :, None],
        elasticity=np.array([5.0]),
        mfn=np.full((regions, 1), 0.05),
        gdp=size,
    )


def _ignore(_result: object) -> None:
    """Take a result and do nothing with it."""


def _commands() -> None:
    sim = [sys.executable, "-c", "import cli; cli.app()"]
    with tempfile.TemporaryDirectory() as folder:
        seeds = iter(range(10_000, 20_000))

        def run() -> None:
            _quietly([*sim, "run", "montreal", "--quiet", "--seed", str(next(seeds)), "--out", folder])

        ours, theirs = _best(run, lambda: _quietly([sys.executable, "-c", "import numpy, numba, pydantic"]))
    print(f"sim run montreal, 10,000 trials, whole process        : {ours:.2f} s")
    print(f"python -c 'import numpy, numba, pydantic'             : {theirs:.2f} s")
    print(f"  ratio {ours / theirs:.2f}   (to reach: at most 3)")
    ours, theirs = _best(lambda: _quietly([*sim, "--help"]), lambda: _quietly([sys.executable, "-c", "import typer"]))
    print(f"sim --help                                            : {ours:.2f} s")
    print(f"python -c 'import typer'                              : {theirs:.2f} s")
    print(f"  ratio {ours / theirs:.2f}   (to reach: at most 2)\n")


def _memory() -> None:
    # The table itself grows with the trials; what is left must not.
    for trials in (1_000, 100_000, 1_000_000):
        peak, table = _peak(trials)
        rest = peak - table
        print(f"{trials:>9,} trials: peak {peak:4.0f} MB; the table itself {table:4.0f} MB; all else {rest:4.0f} MB")
    print("  (to reach: all else constant in the number of trials)")


def _peak(trials: int) -> tuple[float, float]:
    script = (
        "import resource\n"
        "from sim.scenario import load\n"
        "from sim.simulate import simulate\n"
        f"run = simulate(load('montreal').scenario, {trials})\n"
        "peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024\n"
        "print(peak, sum(values.nbytes for values in run.table.values()) / 2**20)\n"
    )
    answer = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True, env=_here())
    peak, table = answer.stdout.split()
    return float(peak), float(table)


def _best(first: Callable[[], None], second: Callable[[], None]) -> tuple[float, float]:
    # Alternating, so that a busy spell of the machine falls on both; the best of each, as noise only ever adds.
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(_ROUNDS):
        for slot, action in enumerate((first, second)):
            start = time.perf_counter()
            action()
            times[slot].append(time.perf_counter() - start)
    return min(times[0]), min(times[1])


def _empty_timeouts(count: int) -> None:
    env = simpy.Environment()

    def tick() -> simpy.events.ProcessGenerator:
        for _ in range(count):
            yield env.timeout(1)

    env.process(tick())
    env.run()


def _hold_out(view: View) -> Numbers:
    return view.most


def _quietly(command: list[str]) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=_here())


def _here() -> dict[str, str]:
    root = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    return {**os.environ, "PYTHONPATH": root}


if __name__ == "__main__":
    main()
