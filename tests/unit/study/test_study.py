"""Studies of small scenarios: ends of dials, draws that do not meet, points that are given back."""

from __future__ import annotations

import json
from collections.abc import Mapping

import numpy as np
import pytest

from sim.engine.quantiles import quantile, uniforms
from sim.errors import MissingName, UsageError
from sim.scenario import Scenario, load, load_text
from sim.scenario.figure import Distribution
from sim.scenario.turning import amount, dial_of, rounded, setting
from sim.simulate import simulate
from sim.study.points import outcome_of
from sim.study.reaching import Reach, latin_hypercube, reach
from sim.study.sensitivity import nested, tornado
from sim.study.sweep import sweep
from tests.builders import base, merged


def montreal(point: Mapping[str, float]) -> Scenario:
    pairs = [setting(name, value).split("=") for name, value in point.items()]
    return load("montreal", [(key, value) for key, value in pairs]).scenario


def dial(value: object, low: float = 0.0, high: float = 1.0) -> Scenario:
    """Return the small pact with one dial that its stakes read."""
    made = {"label": "A dial", "value": value, "min": low, "max": high, "judgement": "invented for a test"}
    tree = merged(base(), {"dials": {"stakes": made}, "pact": {"stakes": {"dial": "stakes"}}})
    return load_text(json.dumps(tree)).scenario


@pytest.mark.parametrize(
    ("value", "low", "high", "expected"),
    [
        ({"uniform": [0.1, 0.9]}, 0.0, 1.0, Reach(0.14, 0.86, "distribution")),
        ({"triangular": [0.2, 0.5, 0.8]}, 0.0, 1.0, Reach(0.2949, 0.7051, "distribution")),
        ({"normal": [0.5, 0.1]}, 0.0, 1.0, Reach(0.3355, 0.6645, "distribution")),
        ({"normal": [0.5, 0.1]}, 0.4, 1.0, Reach(0.4, 0.6645, "distribution")),
        (0.4, 0.0, 1.0, Reach(0.3, 0.5, "quarter")),
        (0.4, 0.35, 0.45, Reach(0.35, 0.45, "quarter")),
    ],
)
def test_the_ends_of_a_dial(value: object, low: float, high: float, expected: Reach) -> None:
    assert reach(dial(value, low, high).dials["stakes"]) == expected


def test_a_dial_at_nothing_goes_a_quarter_of_the_way_to_its_ends() -> None:
    taken = montreal({"february_trip": 0.0}).dials["february_trip"]
    assert reach(taken) == Reach(0.0, 0.05, "quarter")


def test_quantiles_are_those_that_trials_draw() -> None:
    run = simulate(montreal({}), 4_000, seed=2)
    for name in ("resolve", "stakes", "lapse"):
        value = run.scenario.dials[name].value.value
        assert isinstance(value, Distribution)
        drawn = run.table[f"drawn_{name}"].astype(np.float64)
        for u in (0.05, 0.5, 0.95):
            # 4,000 draws: the share below a quantile has a standard error of 0.8 points at most; four of them.
            assert float(np.mean(drawn < quantile(value, u))) == pytest.approx(u, abs=0.032)


def test_one_dial_more_moves_no_other() -> None:
    alone, together = latin_hypercube(["a"], 20, 1), latin_hypercube(["b", "a"], 20, 1)
    assert np.array_equal(alone["a"], together["a"])
    assert not np.array_equal(together["a"], together["b"])
    assert not np.array_equal(uniforms("a", 5, 1), uniforms("a", 5, 2))


def test_numbers_are_read_as_a_file_has_them() -> None:
    assert [amount(text) for text in ("0.1", "10%", "30 days", "-2")] == [0.1, 0.1, 30.0, -2.0]
    for text in ("ten", "1 to 2", "4 of 5"):
        with pytest.raises(UsageError):
            amount(text)


def test_what_is_set_is_the_number_to_its_last_digit() -> None:
    value = rounded(1 / 3)
    assert float(setting("a", value).removeprefix("a=")) == value


def test_a_dial_that_does_not_exist_has_its_nearest_name() -> None:
    with pytest.raises(MissingName, match="did you mean `resolve`"):
        dial_of(montreal({}), "resolv")
    with pytest.raises(MissingName, match="no dials"):
        dial_of(load_text(json.dumps(base())).scenario, "resolve")


def test_a_sweep_is_separate_runs_with_the_dial_set() -> None:
    points = [{"resolve": 0.1, "overrun": 0.3}, {"resolve": 0.4, "overrun": 0.3}]
    found = sweep(montreal, points, 300, 5, workers=2)
    for point, outcome in zip(points, found, strict=True):
        text = [(name, str(value)) for name, value in point.items()]
        assert outcome == outcome_of(simulate(load("montreal", text).scenario, 300, 5, workers=1))


def test_what_is_done_is_not_played_again() -> None:
    points = [{"resolve": 0.1}, {"resolve": 0.2}, {"resolve": 0.3}]
    whole = sweep(montreal, points, 50, 1)
    played: list[int] = []
    again = sweep(
        montreal, points, 50, 1, done={0: whole[0], 2: whole[2]}, keep=lambda number, _outcome: played.append(number)
    )
    assert (again, played) == (whole, [1])


def test_a_tornado_is_the_difference_of_two_runs() -> None:
    found = tornado(montreal, "notice", 400, 3)
    ends = found.reaches["mexico_reaction"]
    low, high = (
        simulate(montreal({"mexico_reaction": end}), 400, 3).table["notices"].astype(bool)
        for end in (ends.low, ends.high)
    )
    assert found.bars["mexico_reaction"].swing.value == pytest.approx(high.mean() - low.mean(), abs=1e-12)
    sizes = [abs(bar.swing.value) for bar in found.bars.values()]
    assert sizes == sorted(sizes, reverse=True)


def test_two_parts_make_the_variance_of_one_trial() -> None:
    found = nested(montreal, "trilateral", 100, 50, 1).components
    p = float((simulate(montreal({}), 5_000, 8).table["ending"] == 0).mean())
    # 100 draws of the dials: the variance of one trial is known to about a tenth.
    assert found.total == pytest.approx(p * (1 - p), rel=0.35)
    assert found.mean.low < p < found.mean.high


def test_a_result_that_does_not_exist_has_its_nearest_name() -> None:
    with pytest.raises(MissingName, match="did you mean `trilateral`"):
        tornado(montreal, "trilatral", 10, 1)


def test_nothing_to_turn_is_said() -> None:
    with pytest.raises(UsageError, match="no dials"):
        tornado(lambda _point: load_text(json.dumps(base())).scenario, None, 10, 1)
    with pytest.raises(UsageError, match="range or a distribution"):
        nested(lambda _point: dial(0.5), None, 10, 10, 1)
