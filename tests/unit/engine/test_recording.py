"""Every event of a trial as a row: what happened, when, whose it was and how things stood after it."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from sim.durable import play_durably
from sim.engine.batch import blank_rows, run_on
from sim.engine.crew import Threads
from sim.engine.parquet import read_parquet
from sim.engine.parts import EVENTS, Job
from sim.model.events import EVENT_NAMES
from sim.scenario import load
from sim.scenario.packing import pack

MONTREAL = pack(load("montreal").scenario)
TRIALS = 600


@lru_cache(maxsize=1)
def recorded() -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the events and the trials of a run."""
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        job = Job(MONTREAL, 3, TRIALS, EVENTS, Path(folder) / "run", {}, size=250)
        play_durably(job, Threads(2))
        return read_parquet(job.whole / "events.parquet"), read_parquet(job.whole / "trials.parquet")


def test_there_is_a_row_for_every_event_in_its_turn() -> None:
    events, _ = recorded()
    rows = blank_rows(MONTREAL, 3, 0, TRIALS)
    run_on(MONTREAL, rows)
    trials, counts = np.unique(events["trial"], return_counts=True)
    assert trials.tolist() == list(range(TRIALS))
    assert counts.tolist() == rows["handled"].tolist()
    assert (np.diff(events["trial"]) >= 0).all()
    assert events["number"].tolist() == [number for count in counts for number in range(count)]


def test_days_never_run_backwards_and_dates_are_theirs() -> None:
    events, _ = recorded()
    same_trial = np.diff(events["trial"]) == 0
    assert (np.diff(events["day"])[same_trial] >= 0).all()
    assert (events["date"] == np.datetime64("2018-01-12") + np.floor(events["day"]).astype("timedelta64[D]")).all()


def test_notices_that_are_seen_are_those_that_the_trials_count() -> None:
    events, trials = recorded()
    first = events["number"] == 0
    before = np.where(first, "quiet", np.roll(events["stage_us"], 1))
    given = (events["stage_us"] == "notice") & (before != "notice")
    seen = np.bincount(events["trial"][given], minlength=TRIALS)
    ever = np.bincount(events["trial"][events["stage_us"] == "notice"], minlength=TRIALS) > 0
    assert (seen <= trials["notices"]).all()
    assert ever.any()
    assert ((trials["notices"] > 0) >= ever).all()


def test_everybody_s_event_has_its_owner_and_nobody_s_has_none() -> None:
    events, _ = recorded()
    kinds = events["event"]
    assert set(kinds) <= set(EVENT_NAMES) - {"done"}
    assert all(who is not None for who in events["who"][kinds == "vote"])
    assert set(events["who"][kinds == "vote"]) <= set(MONTREAL.parties)
    assert all(who is None for who in events["who"][kinds == "technical"])
    effects = {effect.name for effect in MONTREAL.scenario.calendar.effects} | {"support at the start"}
    assert set(events["who"][kinds == "effect"]) <= effects


def test_the_last_row_of_a_trial_that_is_voted_on_is_its_last_vote() -> None:
    events, trials = recorded()
    last = np.flatnonzero(np.diff(np.append(events["trial"], TRIALS)))
    ends = events["event"][last]
    deals = np.isin(trials["ending"], ("trilateral", "ratification_failed"))
    assert (ends[deals] == "vote").all()
    assert events["signed"][last][deals].all()
