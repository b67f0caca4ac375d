"""The answer of a run: its keys, its sums, and that it is a function of the trials alone."""

import json
from dataclasses import replace
from datetime import date
from functools import cache, reduce
from itertools import pairwise
from operator import add
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim.engine.store import canonical_json
from sim.engine.summary import Summary, summary_of
from sim.estimates import mean, quantiles
from sim.model.policies import SCRIPTED
from sim.model.state import NEVER
from sim.report.answer import answer
from sim.report.possible import is_possible
from sim.report.shape import KEYS
from sim.scenario import load, sha256
from sim.simulate import Run, simulate

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
TRIALS = 200
LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)
ENDINGS = ["bilateral", "withdrawal", "lapsed", "ratification_failed", "extended", "notice_pending"]


@cache
def played(name: str = "montreal", trials: int = TRIALS) -> Run:
    return simulate(load(name).scenario, trials)


def found(name: str = "montreal", trials: int = TRIALS) -> dict[str, Any]:
    run = played(name, trials)
    return answered(run, part(run, 0, trials), name)


def answered(run: Run, summary: Summary, name: str) -> dict[str, Any]:
    return answer(run.packed, run.seed, summary, name, sha256(run.scenario))


def part(run: Run, first: int, last: int) -> Summary:
    return summary_of(run.columns, {column: values[first:last] for column, values in run.table.items()}, first)


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
    packed = played().packed
    record = packed.record.copy()
    record["policy"] = SCRIPTED
    record["script_threat"] = NEVER
    silent = replace(packed, record=record)
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


@pytest.mark.parametrize("name", ["montreal", str(EXAMPLES / "minimal.yaml")])
def test_parts_in_any_order_give_the_same_bytes(name: str) -> None:
    run = played(name, 30_000)
    edges = [0, 1, 3_000, 9_999, 14_000, 14_001, 30_000]
    parts = [part(run, first, last) for first, last in pairwise(edges)]
    shuffled = [parts[place] for place in (3, 0, 5, 1, 4, 2)]
    merged = reduce(add, shuffled[:2]) + reduce(add, shuffled[2:])
    whole = canonical_json(answered(run, part(run, 0, 30_000), name))
    assert canonical_json(answered(run, merged, name)) == whole
    sent = [Summary.from_data(json.loads(json.dumps(each.to_data()))) for each in parts]
    assert canonical_json(answered(run, reduce(add, sent), name)) == whole


@pytest.mark.parametrize("name", ["montreal", str(EXAMPLES / "minimal.yaml")])
def test_what_a_summary_says_is_what_the_trials_say(name: str) -> None:
    run, data = played(name, 2_000), found(name, 2_000)
    day, ending = (np.asarray(run.table[column], dtype=np.float64) for column in ("day", "ending"))
    for place, row in enumerate(data["endings"]):
        hits = ending == place
        assert row["count"] == np.count_nonzero(hits)
        if row["median_date"] is not None:
            assert row["median_date"] == run.packed.day_of(np.sort(day[hits])[(row["count"] - 1) // 2]).isoformat()
            for on, share in zip(data["incidence"]["dates"], data["incidence"]["endings"][row["name"]], strict=True):
                last = (date.fromisoformat(on) - run.scenario.about.starts).days
                assert share == np.count_nonzero(hits & (day < last + 1)) / 2_000
    settled = np.where(ending < 2, day, float(run.packed.record["horizon"]))
    days = data["measures"]["days_to_settlement"]
    assert days["mean"] == mean(settled).value
    assert days["high"] - days["mean"] == pytest.approx((mean(settled).high - days["mean"]) * (1999 / 2000) ** 0.5)


def test_quantiles_say_how_exact_they_are() -> None:
    run, values = played(trials=30_000), played(trials=30_000).table["value_us"]
    few, many = found()["parties"]["us"], found(trials=30_000)["parties"]["us"]
    assert (few["value_quantiles_error"], many["value_quantiles_error"]) == (0.0, 2.0**-13)
    assert list(few["value_quantiles"].values()) == list(quantiles(played().table["value_us"], LEVELS))
    assert run.trials == 30_000
    seen, exact = np.array([*many["value_quantiles"].values()]), np.array(quantiles(values, LEVELS))
    assert seen == pytest.approx(exact, rel=2.0**-12)
    assert (seen != exact).any()


def test_history_is_set_beside_the_result() -> None:
    known = found()["known_outcome"]
    assert (known["ending"], known["date"]) == ("trilateral", "2018-09-30")
    assert found(str(EXAMPLES / "minimal.yaml"))["known_outcome"] is None
