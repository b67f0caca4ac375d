"""Seed 1 gives the numbers it gave before, bit for bit, in every shipped scenario."""

from __future__ import annotations

import json

import pytest

import sim
from sim.scenario import shipped
from tests.regression.baseline import FILE, numbers

BASELINE = json.loads(FILE.read_text(encoding="utf-8"))


def test_the_baseline_is_that_of_this_contract_and_of_all_shipped_scenarios() -> None:
    assert BASELINE["contract"] == sim.CONTRACT
    assert sorted(BASELINE["scenarios"]) == sorted(shipped())


@pytest.mark.parametrize("name", sorted(BASELINE["scenarios"]))
def test_a_shipped_scenario_gives_the_same_numbers_as_before(name: str) -> None:
    # If this is meant: python -m tests.regression.baseline, and a word under Results in CHANGELOG.md.
    assert numbers(name) == BASELINE["scenarios"][name]
