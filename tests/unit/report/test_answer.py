"""The answer of a run: its keys, its sums, and that it is a function of the run alone."""

import json
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from sim.engine.store import canonical_json
from sim.model.policies import SCRIPTED
from sim.model.state import NEVER
from sim.report.answer import answer
from sim.report.possible import is_possible
from sim.report.shape import KEYS
from sim.scenario import load, sha256
from sim.simulate import Run, simulate

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
TRIALS = 200
ENDINGS = ["bilateral", "withdrawal", "lapsed", "ratification_failed", "extended", "notice_pending"]


@cache
def played(name: str = "montreal", trials: int = TRIALS) -> Run:
    return simulate(load(name).scenario, trials)


def found(name: str = "montreal", trials: int = TRIALS) -> dict[str, Any]:
    run = played(name, trials)
    return answer(run, name, sha256(run.scenario))


def test_the_contract_s_keys_are_there() -> None:
    data = found()
    assert data["schema"] == "sim/run/v1"
    assert data.keys() == KEYS
    assert set(data["scenario"]) >= {"name", "title", "sha256"}
    assert (data["trials"], data["seed"]) == (TRIALS, 1)
    for row in [*data["endings"], *data["paths"]]:
        assert set(row) >= {"name", "label", "count", "share", "low", "high", "median_date"}
    assert set(data["parties"]) == {"us", "canada", "mexico"}
    for party in data["parties"].values():
        assert set(party["value"]) == {"mean", "low", "high"}
        assert list(party["value_quantiles"]) == ["5%", "25%", "50%", "75%", "95%"]
    measures = {"threats", "notices", "rescissions", "extensions", "days_to_settlement"}
    assert set(data["measures"]) >= measures


@pytest.mark.parametrize(("name", "first"), [("montreal", "trilateral"), (str(EXAMPLES / "minimal.yaml"), "full_deal")])
def test_all_seven_endings_are_there_and_their_shares_sum_to_one(name: str, first: str) -> None:
    data = found(name)
    assert [row["name"] for row in data["endings"]] == [first, *ENDINGS]
    assert sum(row["count"] for row in data["endings"]) == TRIALS
    assert sum(row["share"] for row in data["endings"]) == pytest.approx(1.0, abs=1e-12)
    assert all(row["low"] <= row["share"] <= row["high"] for row in data["endings"])


def test_paths_add_up_to_their_endings() -> None:
    data = found()
    for ending in data["endings"]:
        leaves = [row["count"] for row in data["paths"] if row["ending"] == ending["name"]]
        assert sum(leaves) == ending["count"]


def test_an_ending_that_nobody_came_to_has_no_date() -> None:
    for row in found()["endings"]:
        assert (row["median_date"] is None) == (row["count"] == 0 or row["name"] in ("extended", "notice_pending"))


def test_a_threat_cannot_happen_where_every_script_has_none() -> None:
    base = played()
    packed = base.packed
    record = packed.record.copy()
    record["policy"] = SCRIPTED
    record["script_threat"] = NEVER
    silent = replace(base, packed=replace(packed, record=record))
    assert not is_possible(silent, "after_threat")
    assert is_possible(silent, "after_notice")
    record["script_threat"][0, 0] = 30.0
    assert is_possible(silent, "after_threat")


def test_simultaneous_ranges_are_the_wider_ones() -> None:
    data = found()
    for row in data["endings"]:
        wide = data["simultaneous"][row["name"]]
        assert wide["low"] <= row["low"]
        assert row["high"] <= wide["high"]


def test_incidence_ends_at_the_shares_of_what_has_ended() -> None:
    data = found()
    shares = {row["name"]: row["share"] for row in data["endings"]}
    assert data["incidence"]["dates"][-1] == data["ends"]
    for name, curve in data["incidence"]["endings"].items():
        assert curve == sorted(curve)
        assert curve[-1] == pytest.approx(shares[name], abs=1e-12)


def test_what_cannot_happen_is_told_from_what_did_not() -> None:
    rows = {row["name"]: row for row in found(str(EXAMPLES / "minimal.yaml"))["endings"]}
    assert not rows["withdrawal"]["possible"]
    assert not rows["bilateral"]["possible"]
    assert rows["lapsed"]["possible"]


def test_the_strongest_driver_comes_first_and_has_the_label_of_its_dial() -> None:
    figures = found()["influence"]["figures"]
    assert [row["share"] for row in figures] == sorted((row["share"] for row in figures), reverse=True)
    labels = {row["name"]: row["label"] for row in figures}
    assert labels["resolve"] == load("montreal").scenario.dials["resolve"].label
    assert labels["resolute_us"] == "whether the United States is resolute or bluffing"


def test_one_trial_has_an_answer_that_json_can_hold() -> None:
    data = json.loads(canonical_json(found(trials=1)))
    assert data["parties"]["us"]["value"]["low"] is None
    assert data["influence"]["figures"] == []


def test_workers_and_the_clock_leave_no_trace() -> None:
    run = played()
    other = replace(run, workers=7, seconds=9.0)
    assert canonical_json(answer(run, "m", "x")) == canonical_json(answer(other, "m", "x"))


def test_history_is_set_beside_the_result() -> None:
    known = found()["known_outcome"]
    assert (known["ending"], known["date"]) == ("trilateral", "2018-09-30")
    assert found(str(EXAMPLES / "minimal.yaml"))["known_outcome"] is None
