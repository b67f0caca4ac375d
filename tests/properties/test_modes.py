"""One trial, however it is played: batch, story, seats, processes, interpreted - the same row, bit by bit."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Generator
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import simpy
from numpy.typing import NDArray

from sim.engine.batch import blank_rows, run_on
from sim.engine.calendar import Watch, play_watched
from sim.engine.seats import View, seat_watch
from sim.engine.tables import COHORT
from sim.model.elementary import exp, log
from sim.model.events import EVERYTHING_WATCHED
from sim.model.state import Rows
from sim.scenario import load
from sim.scenario.packing import PackedScenario, pack
from sim.simulate import simulate
from tests.builders import scenario

ROOT = Path(__file__).parents[2]
SEED = 20180112
TRIALS = 200
SHIPPED = ("montreal", "montreal-concede", "fourth-round", "notice-as-leverage", "no-audience-costs")

_HASH = """
import hashlib, sys
from sim.engine.batch import blank_rows, run_on
from sim.scenario import load
from sim.scenario.packing import pack
packed = pack(load(sys.argv[1]).scenario)
rows = blank_rows(packed, int(sys.argv[2]), 0, 3)
run_on(packed, rows)
print(hashlib.sha256(rows.tobytes()).hexdigest())
"""


@cache
def shipped(name: str) -> PackedScenario:
    return pack(load(name).scenario)


@cache
def in_a_batch(name: str) -> Rows:
    rows = blank_rows(shipped(name), SEED, 0, TRIALS)
    run_on(shipped(name), rows)
    return rows


def without_watching(rows: Rows) -> bytes:
    return rows.tobytes()


def time_dependent(view: View) -> NDArray[np.float64]:
    """Return what the built-in strategy aspires to, computed outside of the engine with the model's own functions."""
    given = [
        exp(log(float(tau)) / float(beta)) for tau, beta in zip(view.elapsed, view.parameters["beta"], strict=True)
    ]
    kept = 1.0 - view.parameters["opening_concession"]
    wish: NDArray[np.float64] = view.floor + (view.most - view.floor) * kept * (1.0 - np.array(given))
    return wish


def wait_and_look(env: simpy.Environment, rows: Rows) -> Generator[simpy.Event, Any, Any]:
    while True:
        yield env.timeout(13.7)
        assert np.isfinite(rows["day"]).all()


@pytest.mark.parametrize("name", SHIPPED)
def test_a_trial_with_everything_watched_is_the_trial_of_the_batch(name: str) -> None:
    rows = blank_rows(shipped(name), SEED, 0, 20)
    seen = 0

    def tell(all_rows: Rows, which: NDArray[np.intp]) -> None:
        nonlocal seen
        seen += len(which)

    play_watched(shipped(name), rows, Watch(EVERYTHING_WATCHED, tell))
    assert seen > 20 * 10
    assert rows.tobytes() == in_a_batch(name)[:20].tobytes()


@pytest.mark.parametrize("in_waves", [True, False])
def test_a_numpy_strategy_in_a_seat_reproduces_the_built_in_one(in_waves: bool) -> None:
    scene = shipped("montreal")
    rows = blank_rows(scene, SEED, 0, TRIALS)
    watch = seat_watch(scene, {"canada": time_dependent})
    play_watched(scene, rows, Watch(watch.events, watch.tell, in_waves))
    assert rows.tobytes() == in_a_batch("montreal").tobytes()


def test_a_process_that_waits_and_looks_leaves_every_bit_as_it_was() -> None:
    rows = blank_rows(shipped("montreal"), SEED, 0, TRIALS)
    play_watched(shipped("montreal"), rows, processes=(wait_and_look,))
    assert rows.tobytes() == in_a_batch("montreal").tobytes()


def test_a_seat_and_a_process_at_once_leave_every_bit_as_it_was() -> None:
    scene = shipped("montreal")
    rows = blank_rows(scene, SEED, 0, 40)
    play_watched(scene, rows, seat_watch(scene, {"us": time_dependent}), (wait_and_look,))
    assert rows.tobytes() == in_a_batch("montreal")[:40].tobytes()


def test_a_process_that_changes_rows_changes_results() -> None:
    def calm(env: simpy.Environment, rows: Rows) -> Generator[simpy.Event, Any, Any]:
        yield env.timeout(1)
        rows["exit_gain"][:] = -5.0

    rows = blank_rows(shipped("montreal"), SEED, 0, TRIALS)
    play_watched(shipped("montreal"), rows, processes=(calm,))
    assert rows.tobytes() != in_a_batch("montreal").tobytes()
    assert rows["notices"].sum() < in_a_batch("montreal")["notices"].sum()


def test_a_stonewaller_changes_endings() -> None:
    scene = load("montreal").scenario
    plain = simulate(scene, 100, SEED)
    stone = simulate(scene, 100, SEED, seats={"us": lambda view: view.most})
    deals = [int((run.table["ending"] == 0).sum()) for run in (plain, stone)]
    assert deals[1] < deals[0] / 2


def test_a_cohort_is_a_batch_where_there_are_more_trials_than_it_holds() -> None:
    trials = COHORT + 50
    plain = simulate(scenario(), trials, 3)
    watched = simulate(scenario(), trials, 3, processes=(wait_and_look,))
    for name, column in plain.table.items():
        assert np.asarray(column).tobytes() == np.asarray(watched.table[name]).tobytes(), name


def test_a_row_saved_halfway_goes_on_to_the_same_end() -> None:
    scene = shipped("montreal")
    rows = blank_rows(scene, SEED, 0, 30)
    run_on(scene, rows, until=150.0)
    copy = rows.copy()
    run_on(scene, rows)
    run_on(scene, copy)
    assert rows.tobytes() == copy.tobytes() == in_a_batch("montreal")[:30].tobytes()


def interpreted(*command: str) -> str:
    """Run Python without compilation, with warnings as errors; return what it prints."""
    done = subprocess.run(
        [sys.executable, "-W", "error", *command],
        cwd=ROOT,
        env=os.environ | {"NUMBA_DISABLE_JIT": "1", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.parametrize("name", SHIPPED)
def test_interpreted_rules_give_the_bits_of_compiled_ones(name: str) -> None:
    expected = hashlib.sha256(in_a_batch(name)[:3].tobytes()).hexdigest()
    assert interpreted("-c", _HASH, name, str(SEED)).strip() == expected


def test_the_tests_of_the_rules_pass_without_compilation_and_with_warnings_as_errors() -> None:
    out = interpreted("-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/unit/model")
    assert " passed" in out
    assert "failed" not in out
