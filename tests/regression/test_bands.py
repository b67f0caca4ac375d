"""The shipped Montreal scenario looks right to a reader of January 2018: bands set from what was said at the time.

They were set before and apart from the known ending (docs/facts.md, the head of scenarios/montreal.yaml).
"""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from numpy.typing import NDArray

from sim.scenario import load
from sim.simulate import Run, simulate

TRIALS = 10_000


@pytest.fixture(scope="module")
def run() -> Run:
    return simulate(load("montreal").scenario, TRIALS, seed=1)


def test_notice_within_twelve_months_is_neither_rare_nor_the_rule(run: Run) -> None:
    given = np.asarray(run.table["first_notice_day"], dtype=float) <= 365
    assert 0.05 <= given.mean() <= 0.35


def test_a_deal_of_three_by_the_end_of_march_is_rare(run: Run) -> None:
    march = (date(2018, 3, 31) - run.scenario.about.starts).days
    early = (np.asarray(run.table["day"], dtype=float) <= march) & _ended(run, "trilateral")
    assert early.mean() <= 0.10


def test_a_withdrawal_takes_effect_now_and_then(run: Run) -> None:
    assert 0.01 <= _ended(run, "withdrawal").mean() <= 0.15


def test_the_path_by_a_deal_of_two_is_open(run: Run) -> None:
    first = np.asarray(run.table["path"]) == run.labels("path").index("via_side_deal")
    assert (first | _ended(run, "bilateral")).mean() > 0.005


def _ended(run: Run, name: str) -> NDArray[np.bool_]:
    return np.asarray(np.asarray(run.table["ending"]) == run.labels("ending").index(name))
