from functools import cache

import numpy as np
import pytest

from sim.errors import MissingName, UsageError
from sim.report.pick import pick, why
from sim.scenario import find, load
from sim.simulate import Run, simulate


@cache
def run() -> Run:
    return simulate(load(find("montreal")).scenario, 1000, 1, 1)


def counts() -> dict[str, int]:
    found = np.bincount(run().table["path"], minlength=len(run().labels("path")))
    return dict(zip(run().labels("path"), map(int, found), strict=True))


def path_of(trial: int) -> str:
    return run().labels("path")[int(run().table["path"][trial])]


def test_the_typical_trial_takes_the_most_common_path() -> None:
    assert counts()[path_of(pick(run(), "typical"))] == max(counts().values())


def test_the_typical_trial_lies_near_the_medians_of_its_path() -> None:
    trial = pick(run(), "typical")
    alike = run().table["path"] == run().table["path"][trial]
    for name in ("day", "value_us", "value_canada", "value_mexico"):
        values = run().table[name][alike]
        low, high = np.quantile(values, [0.2, 0.8])
        assert low <= run().table[name][trial] <= high


def test_the_surprising_trial_takes_the_rarest_path_and_has_the_most_turns() -> None:
    trial = pick(run(), "surprising")
    assert counts()[path_of(trial)] == min(count for count in counts().values() if count)
    alike = np.flatnonzero(run().table["path"] == run().table["path"][trial])
    names = ("threats", "satisfied", "backdowns", "notices", "rescissions", "extensions")
    turns = np.sum([run().table[name] for name in names], axis=0)
    assert turns[trial] == turns[alike].max()


@pytest.mark.parametrize("name", ["withdrawal", "withdrawal_by_us", "lapsed", "after_notice"])
def test_an_ending_or_a_path_can_be_asked_for(name: str) -> None:
    trial = pick(run(), f"ending={name}")
    column = "ending" if name in run().labels("ending") else "path"
    assert run().labels(column)[int(run().table[column][trial])] == name


def test_a_misspelt_ending_is_answered_with_the_right_one_and_what_occurred() -> None:
    with pytest.raises(MissingName, match=r"did you mean withdrawal\?.*trilateral \(\d+\)"):
        pick(run(), "ending=withdrawl")


def test_an_ending_that_did_not_occur_is_missing() -> None:
    with pytest.raises(MissingName, match="none of 1,000 trials ends as withdrawal_by_canada"):
        pick(run(), "ending=withdrawal_by_canada")


def test_another_wish_is_wrong_use() -> None:
    with pytest.raises(UsageError, match="expected typical, surprising or ending=NAME"):
        pick(run(), "funny")


def test_the_reason_counts_the_trials_that_end_so() -> None:
    trial = pick(run(), "ending=withdrawal")
    count = int((run().table["ending"] == run().labels("ending").index("withdrawal")).sum())
    assert f"{count:,} of 1,000 trials" in why(run(), trial, "ending=withdrawal")
    assert why(run(), pick(run(), "surprising"), "surprising").startswith("picked as surprising: ")
    assert why(run(), pick(run(), "typical"), "typical").startswith("picked as typical: ")
