"""The Nash package (docs/model.md 1.6): by hand, by its axioms, and against another solver."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import optimize

from sim.engine.batch import blank_rows, run_on
from sim.model.events import ROUND
from sim.scenario.packing import PackedScenario
from tests.builders import IS_COMPILED, Tree, begun, issue, packed, party, positions

Numbers = NDArray[np.float64]

EVERY = 1 if IS_COMPILED else 10  # as plain Python a solution takes a hundred times as long

NAMES = ("one", "two", "three", "four", "five", "six", "seven", "eight")
PARTIES = ("north", "south", "west")
TABLE: Tree = {
    "issues": {"quota": None, **{name: issue() for name in NAMES}},
    "parties": dict.fromkeys(PARTIES),
    "pact": {"members": list(PARTIES)},
    "table": {"chair": "nash"},
}
SEATS: Tree = {"parties": {name: party(positions(**dict.fromkeys(NAMES, (0.5, 12.5)))) for name in PARTIES}}


class Bargain:
    """A table of up to three parties and eight issues whose numbers a test sets; the chair tables the Nash package."""

    def __init__(self, ideal: Any, weight: Any, floor: Any, gamma: Any = 1.0, line: Any = None) -> None:
        """Take ideals and weights (parties, issues), reservation values `line` and floors, which are hurdles above."""
        self.ideal, self.weight = np.array(ideal, float), np.array(weight, float)
        self.n, self.m = self.ideal.shape
        self.gamma = np.broadcast_to(np.array(gamma, float), self.n)
        self.floor = np.array(floor, float)
        self.line = self.floor if line is None else np.array(line, float)
        self.share = np.full(self.n, 1.0 / self.n)
        self.slices = np.ones(self.m, int)
        self.closed: dict[int, float] = {}

    def scene(self) -> PackedScenario:
        scene = packed(TABLE, SEATS)
        record, row = scene.record, scene.template[0]
        concerns = np.zeros((3, 8), int)
        concerns[: self.n, : self.m] = self.weight > 0
        record["parties"], record["issues"] = self.n, self.m
        record["weight"] = 0.0
        record["weight"][: self.n, : self.m] = self.weight
        record["concerns"], record["concerned"] = concerns, concerns.sum(axis=1)
        record["concerned_parties"] = concerns.sum(axis=0)
        record["slices"][: self.m] = self.slices
        record["value_given"] = 1
        row["ideal"][: self.n, : self.m] = self.ideal
        row["curvature"][: self.n] = self.gamma
        row["given_value"][: self.n] = self.line
        row["hurdle"][: self.n] = self.floor - self.line
        row["vote_noise"], row["power"][: self.n] = 0.0, self.share
        for j, x in self.closed.items():
            row["closed"][j], row["agreed"][j] = 1, x
        return scene

    def solved(self) -> Numbers:
        """Return what the chair tables in the first round: the Nash package, or the mean where there is none."""
        scene = self.scene()
        rows = blank_rows(scene, 1, 0, 1)
        run_on(scene, rows, 1 << ROUND)
        return np.array((rows[0].nash if rows[0].has_nash == 1 else rows[0].text)[: self.m])

    def worth(self, x: Numbers) -> Numbers:
        away = np.abs(x - self.ideal) / np.maximum(self.ideal, 1.0 - self.ideal)
        return np.asarray((self.weight * np.maximum(0.0, 1.0 - away) ** self.gamma[:, None]).sum(axis=1))

    def product(self, worth: Numbers) -> float:
        return float((self.share * np.log(worth - self.line)).sum())


def some(case: int, hurdles: float = 0.1) -> Bargain:
    """Return a bargain at random: ideals at the ends or between, some issues of no concern, half of them curved."""
    rng = np.random.Generator(np.random.Philox(case))
    n, m = int(rng.integers(2, 4)), int(rng.integers(1, 9))
    ideal = np.where(rng.random((n, m)) < 0.4, rng.random((n, m)), rng.integers(0, 2, (n, m)))
    weight = rng.random((n, m)) * (rng.random((n, m)) > 0.2)
    weight[:, 0] += 0.1
    weight /= weight.sum(axis=1, keepdims=True)
    line = 0.4 * rng.random(n)
    gamma = rng.choice([1.0, 0.8, 0.5], n) if case % 2 else 1.0
    found = Bargain(ideal, weight, line + np.maximum(0.0, rng.normal(0.0, hurdles, n)), gamma, line)
    found.share = rng.dirichlet(np.full(n, 3.0))
    return found


def slack_form(b: Bargain) -> tuple[Any, list[Any]]:
    """Return u(v) and the constraints |x - a| <= d for v = (x, d), which has no kinks."""
    reach = np.maximum(b.ideal, 1.0 - b.ideal)

    def worth(v: Numbers) -> Numbers:
        left = np.maximum(1e-12, 1.0 - v[b.m :].reshape(b.n, b.m) / reach)
        return np.asarray((b.weight * left ** b.gamma[:, None]).sum(axis=1))

    kinks = [
        {"type": "ineq", "fun": lambda v, sign=sign: (v[b.m :].reshape(b.n, b.m) - sign * (v[: b.m] - b.ideal)).ravel()}
        for sign in (1.0, -1.0)
    ]
    return worth, kinks


def solved_by_scipy(b: Bargain) -> Numbers:
    worth, kinks = slack_form(b)
    start = np.concatenate([np.full(b.m, 0.5), (0.1 + 0.8 * np.abs(0.5 - b.ideal)).ravel()])
    found = optimize.minimize(
        lambda v: -float((b.share * np.log(np.maximum(1e-9, worth(v) - b.line))).sum()),
        start,
        bounds=[(0.0, 1.0)] * len(start),
        constraints=[*kinks, {"type": "ineq", "fun": lambda v: worth(v) - b.floor}],
        method="SLSQP",
        options={"ftol": 1e-13, "maxiter": 500},
    )
    return np.asarray(np.clip(found.x[: b.m], 0.0, 1.0))


def lift_by_scipy(b: Bargain) -> float:
    """Return the most that all can have above their floors, for straight utilities: a linear programme."""
    n, m = b.n, b.m
    reach = np.maximum(b.ideal, 1.0 - b.ideal)
    rows, right = [], []
    for k in range(n):
        row = np.zeros(m + n * m + 1)
        row[m + k * m : m + (k + 1) * m] = b.weight[k] / reach[k]
        row[-1] = 1.0
        rows.append(row)
        right.append(b.weight[k].sum() - b.floor[k])
        for j in range(m):
            for sign in (1.0, -1.0):
                row = np.zeros(m + n * m + 1)
                row[j], row[m + k * m + j] = sign, -1.0
                rows.append(row)
                right.append(sign * b.ideal[k, j])
    goal = np.zeros(m + n * m + 1)
    goal[-1] = -1.0
    bounds = [(0.0, 1.0)] * m + [(0.0, None)] * (n * m) + [(None, None)]
    return -float(optimize.linprog(goal, A_ub=np.array(rows), b_ub=right, bounds=bounds).fun)


def opposed(floor: Any, line: Any = None) -> Bargain:
    return Bargain([[1.0], [0.0]], [[1.0], [1.0]], floor, line=line)


def test_two_who_want_the_opposite_share_what_is_above_disagreement() -> None:
    assert opposed([0.2, 0.1]).solved()[0] == pytest.approx(0.55, abs=1e-12)


def test_a_hurdle_at_home_binds_the_solution_and_does_not_shift_disagreement() -> None:
    assert opposed([0.3, 0.0], [0.0, 0.0]).solved()[0] == pytest.approx(0.5, abs=1e-12)
    assert opposed([0.65, 0.0], [0.0, 0.0]).solved()[0] == pytest.approx(0.65, abs=1e-12)
    assert opposed([0.2, 0.6], [0.0, 0.0]).solved()[0] == pytest.approx(0.4, abs=1e-12)


def test_a_hurdle_that_binds_at_no_price_is_met_all_the_same() -> None:
    assert opposed([0.5, 0.5], [0.0, 0.0]).solved()[0] == pytest.approx(0.5, abs=1e-9)


def test_where_no_package_reaches_every_floor_the_text_is_the_mean() -> None:
    scene = opposed([0.65, 0.4], [0.0, 0.0]).scene()
    scene.record["chair_weight"][0, 2] = 0.0
    scene.record["chair_total"][0] = 2.0
    scene.template[0]["opening"][:2, 0] = [0.9, 0.0]
    assert begun(scene)[0].text[0] == pytest.approx(0.45, abs=1e-15)


def test_a_package_rolls_logs_and_takes_the_kinks_exactly() -> None:
    b = Bargain([[1.0, 1.0], [0.0, 0.0]], [[0.7, 0.3], [0.3, 0.7]], [0.2, 0.5])
    # u2 = 1 - (3/7) u1 on the frontier beyond the kink at (.7, .7): u1 = (1 + .2 * 3/7 - .5) / (2 * 3/7)
    u1 = (1.0 + 0.2 * 3.0 / 7.0 - 0.5) / (6.0 / 7.0)
    assert b.worth(b.solved()) == pytest.approx([u1, 1.0 - 3.0 / 7.0 * u1], abs=1e-11)
    even = Bargain([[1.0, 1.0], [0.0, 0.0]], [[0.7, 0.3], [0.3, 0.7]], [0.0, 0.0])
    assert even.solved() == pytest.approx([1.0, 0.0], abs=1e-12)


@pytest.mark.parametrize(
    ("share", "expected"),
    [((1 / 3, 1 / 3, 1 / 3), (1 / 3, 13 / 30, 7 / 30)), ((0.5, 0.3, 0.2), (0.45, 0.41, 0.14))],
)
def test_a_pie_is_divided_into_what_each_has_anyway_and_its_share_of_the_rest(share: Any, expected: Any) -> None:
    b = Bargain(np.eye(3), np.eye(3), [0.1, 0.2, 0.0])
    b.slices, b.share = np.array([3, 0, 0]), np.array(share)
    assert b.solved() == pytest.approx(list(expected), abs=1e-12)


def test_a_pie_beside_a_position_goes_to_those_who_give_way_on_the_position() -> None:
    weight = [[0.5, 0.0, 0.5], [0.0, 0.5, 0.5]]
    b = Bargain([[1.0, 0.0, 1.0], [0.0, 1.0, 0.0]], weight, [0.0, 0.3])
    b.slices = np.array([2, 0, 1])
    x = b.solved()
    assert x[0] + x[1] == pytest.approx(1.0, abs=1e-12)
    assert b.worth(x) == pytest.approx([0.35, 0.65], abs=1e-11)


def test_what_is_closed_stays_and_the_rest_makes_up_for_it() -> None:
    b = Bargain([[1.0, 1.0], [0.0, 0.0]], [[0.5, 0.5], [0.5, 0.5]], [0.0, 0.0])
    b.closed = {0: 0.75}
    assert b.solved() == pytest.approx([0.75, 0.25], abs=1e-11)


def test_an_issue_of_one_party_is_as_it_wants_and_a_party_without_issues_has_no_say() -> None:
    b = Bargain([[1.0, 0.3], [0.0, 0.0], [0.5, 0.5]], [[0.6, 0.4], [1.0, 0.0], [0.0, 0.0]], [0.4, 0.0, 0.0])
    b.floor = b.line = np.array([0.4, 0.0, 0.9])
    assert b.solved() == pytest.approx([0.5, 0.3], abs=1e-11)


def test_a_bargaining_share_of_nought_leaves_a_party_its_floor() -> None:
    b = opposed([0.3, 0.0])
    b.share = np.array([0.0, 1.0])
    assert b.solved()[0] == pytest.approx(0.3, abs=1e-9)


@pytest.mark.parametrize("case", range(8))
def test_the_unit_of_a_party_s_utility_changes_nothing(case: int) -> None:
    b = some(case)
    before = b.worth(b.solved())
    b.weight[0] *= 0.3
    b.line, b.floor = b.line.copy(), b.floor.copy()
    b.line[0], b.floor[0] = 0.3 * b.line[0], 0.3 * b.floor[0]
    after = b.worth(b.solved())
    assert after[0] / 0.3 == pytest.approx(before[0], abs=1e-9)
    assert after[1:] == pytest.approx(before[1:], abs=1e-9)


@pytest.mark.parametrize("case", range(8))
def test_the_order_of_the_parties_changes_nothing(case: int) -> None:
    b = some(case)
    before = b.worth(b.solved())
    for name in ("ideal", "weight", "line", "floor", "gamma", "share"):
        setattr(b, name, getattr(b, name)[::-1].copy())
    assert b.worth(b.solved())[::-1] == pytest.approx(before, abs=1e-9)


def test_equal_parties_have_the_same() -> None:
    ideal = np.array([[1.0, 0.0, 0.5], [0.5, 1.0, 0.0], [0.0, 0.5, 1.0]])
    worth = Bargain(ideal, np.full((3, 3), 1 / 3), [0.1, 0.1, 0.1]).solved()
    assert worth == pytest.approx([0.5, 0.5, 0.5], abs=1e-9)


@pytest.mark.parametrize("case", range(0, 40, 2))
def test_no_package_gives_every_party_more(case: int) -> None:
    b = some(case)
    worth = b.worth(b.solved())
    everything = Bargain(b.ideal, b.weight, worth)
    assert lift_by_scipy(everything) == pytest.approx(0.0, abs=1e-9)


def test_another_solver_finds_the_same_utilities_and_no_better_product() -> None:
    # SLSQP stops about 1e-6 short of kinks; what it finds may not be better by more than the rounding of a logarithm.
    compared = 0
    for case in range(0, 200, EVERY):
        b = some(case)
        x, other = b.solved(), solved_by_scipy(b)
        worth, theirs = b.worth(x), b.worth(other)
        assert (worth >= b.floor - 1e-12).all()
        if (theirs < b.floor - 1e-9).any():
            continue
        compared += 1
        assert b.product(theirs) <= b.product(worth) + 1e-9, case
        if b.product(theirs) > b.product(worth) - 1e-9:
            assert theirs == pytest.approx(worth, abs=2e-4), case
    assert compared > 150 / EVERY


def test_a_table_without_an_agreement_is_told_from_one_with_by_a_linear_programme() -> None:
    seen = set()
    for case in range(0, 120, 2):
        b = some(case, hurdles=0.5)
        scene = b.scene()
        scene.record["chair"] = 0
        mean = np.array(begun(scene)[0].text[: b.m])
        found = not np.array_equal(b.solved(), mean)
        assert found == (lift_by_scipy(b) > 0.0), case
        seen.add(found)
    assert seen == {True, False}


def test_the_package_keeps_every_party_s_floor_to_the_last_digits() -> None:
    b = opposed([0.3, 0.7 - 1e-6], [0.0, 0.0])
    assert b.worth(b.solved()) == pytest.approx([0.3, 0.7], abs=2e-6)
