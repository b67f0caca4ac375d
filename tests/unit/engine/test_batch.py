"""Batches: blank rows, running on, chunks in turn, trials that never end."""

from __future__ import annotations

import threading

import numpy as np
import pytest

from sim.engine import batch
from sim.engine.batch import blank_rows, play_batch, run_on, used_again, words_of
from sim.errors import SimError
from sim.model.events import BEGINNING, DONE, EVENT_BUDGET, NOTHING_WATCHED, ROUND
from sim.model.state import TOLD, WAITING, Rows
from tests.builders import packed, played


def test_blank_rows_differ_in_their_trial_only() -> None:
    rows = blank_rows(packed(), 9, 5, 3)
    assert list(rows["trial"]) == [5, 6, 7]
    assert set(rows["seed"]) == {9}
    assert (rows["event"] == BEGINNING).all()


def test_words_are_the_same_memory_as_the_rows() -> None:
    rows = blank_rows(packed(), 1, 0, 2)
    words = words_of(rows)
    place = rows.dtype.fields["deadline"][1] // 8  # type: ignore[index]
    words[1, place] = 77.0
    assert rows["deadline"][1] == 77.0
    assert words.shape == (2, rows.dtype.itemsize // 8)


def test_running_on_stops_after_a_day_and_goes_on_from_there() -> None:
    scene = packed()
    rows = blank_rows(scene, 1, 0, 3)
    assert run_on(scene, rows, until=35.0) == 3
    assert set(rows["day"]) == {30.0}
    assert run_on(scene, rows) == 0
    assert (rows["event"] == DONE).all()
    assert rows.tobytes() == played(scene, 3).tobytes()


def test_a_row_waits_before_a_watched_event_until_it_is_told() -> None:
    scene = packed()
    rows = blank_rows(scene, 1, 0, 2)
    for number in range(1, 3):
        run_on(scene, rows, 1 << ROUND)
        assert (rows["watched"] == WAITING).all()
        assert (rows["due"] == 10.0 * number).all()
        assert (rows["held"] == number - 1).all()
        assert run_on(scene, rows, 1 << ROUND) == 2  # nobody told it: nothing happens
        assert (rows["held"] == number - 1).all()
        rows["watched"] = TOLD
    run_on(scene, rows, NOTHING_WATCHED)
    assert rows.tobytes() == played(scene, 2).tobytes()


def test_a_trial_that_never_ends_is_named() -> None:
    push = {"name": "push", "in": "north", "poisson": "366 a year", "support": 0.01}
    scene = packed({"calendar": {"effects": [push]}})
    rows = blank_rows(scene, 4, 20, 3)
    run_on(scene, rows, until=5.0)
    rows["handled"][1] = EVENT_BUDGET - 3
    with pytest.raises(SimError, match="trial 21 of seed 4 never comes to an end"):
        run_on(scene, rows)


def test_used_rows_are_as_good_as_new_ones() -> None:
    scene = packed()
    used, fresh = blank_rows(scene, 1, 0, 5), blank_rows(scene, 2, 30, 5)
    run_on(scene, used)
    for each in (used_again(used, 2, 30), fresh):
        run_on(scene, each)
    assert used.tobytes() == fresh.tobytes()


@pytest.mark.parametrize(("trials", "chunk", "workers"), [(10, 3, 1), (10, 3, 2), (10, 100, 3), (1, 4, 0), (0, 4, 1)])
def test_every_trial_is_collected_once_and_progress_counts_them(
    trials: int, chunk: int, workers: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch, "CHUNK", chunk)
    seen: list[int] = []
    counts: list[int] = []
    lock = threading.Lock()

    def collect(first: int, rows: Rows) -> None:
        with lock:
            seen.extend(rows["trial"])
        assert rows["trial"][0] == first

    play_batch(packed(), 1, trials, workers, collect, counts.append)
    assert sorted(seen) == list(range(trials))
    assert counts == [min(n, trials) for n in range(chunk, trials + chunk, chunk)]


def test_an_error_in_one_chunk_stops_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch, "CHUNK", 1)
    seen: list[int] = []

    def collect(first: int, rows: Rows) -> None:
        seen.append(first)
        if first == 3:
            raise SimError("enough")

    with pytest.raises(SimError, match="enough"):
        play_batch(packed(), 1, 1000, 1, collect)
    assert len(seen) < 100


def test_rows_do_not_share_memory_with_the_template() -> None:
    scene = packed()
    before = np.array(scene.template).tobytes()
    played(scene, 2)
    assert np.array(scene.template).tobytes() == before
