"""Errors a user can mend: their exit codes and how they read."""

import pickle

import pytest

from sim.errors import Fault, MissingDependency, MissingName, Place, ScenarioError, SimError, UsageError


@pytest.mark.parametrize(
    ("error", "code"),
    [(SimError, 1), (UsageError, 2), (ScenarioError, 3), (MissingName, 4), (MissingDependency, 5)],
)
def test_every_error_has_its_exit_code(error: type[SimError], code: int) -> None:
    assert issubclass(error, SimError)
    assert error.exit_code == code


def test_a_fault_reads_place_severity_path_message() -> None:
    fault = Fault(Place("a.yaml", 3, 5), "parties.us", "is missing")
    assert str(fault) == "a.yaml:3:5: error: parties.us: is missing"


def test_a_fault_without_place_or_path_reads_well() -> None:
    assert str(Fault(None, "", "no seats are left", "warning")) == "warning: no seats are left"


def test_a_word_of_the_command_line_has_no_line_number() -> None:
    assert str(Fault(Place("--set a=1", 0, 0), "", "wrong")) == "--set a=1: error: wrong"


def test_nothing_hidden_gets_into_a_line() -> None:
    assert str(Fault(None, "a\nb\u202e", "m\x1b[31m")) == "error: a\\u000ab\\u202e: m\\u001b[31m"


def test_twenty_faults_are_shown_and_the_rest_counted() -> None:
    faults = [Fault(None, str(number), "m") for number in range(21)]
    assert str(ScenarioError(faults[:20])).count("\n") == 19
    assert str(ScenarioError(faults)).endswith("\nand 1 more fault")


def test_a_scenario_error_survives_the_way_from_another_process() -> None:
    error = ScenarioError([Fault(Place("a.yaml", 1, 1), "a", "b")])
    assert pickle.loads(pickle.dumps(error)).faults == error.faults
