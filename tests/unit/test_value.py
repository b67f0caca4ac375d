"""What a means is worth: exact where the answer is known, and nothing but the means is taken away."""

from __future__ import annotations

import json
from functools import cache

import numpy as np
import pytest

from sim.engine.batch import play_batch
from sim.errors import MissingName, UsageError
from sim.model.state import Rows
from sim.scenario import Scenario, load
from sim.scenario.packing import pack
from sim.scenario.waivers import WAIVERS
from sim.simulate import simulate
from sim.value import Worth, whose, worth_of
from tests.builders import Tree, on, scenario
from tests.ladder.playing import HERE

MONTREAL = load("montreal").scenario
TRIALS = 2_000
MAY_LEAVE: Tree = {
    "resolve": {"prior": 0.4, "exit_gain": {"resolute": 0.3, "bluffer": -0.2}},
    "strategy": {"time-dependent": {"beta": 0.1}},
}
LOSSES: Tree = {"pact": {"notice": {"period": "20 days"}, "losses": {"south": {"north": "10%"}}}}
HALVES: Tree = {"resolute": 0.5, "bluffer": 0.5}
POLICIES: dict[str, Tree] = {
    "bayes-logit": {"ultimatum": "15 days", "demand": 0.9},
    "semi-separating": {
        "ultimatum": "15 days", "demand": 0.9, "attention": 0,
        "cost": {"threat": 0, "notice": 0}, "inertia": {"threat": 0, "notice": 0},
    },
    "scripted": {"threats": [on(5)], "notices": [on(20)]},
    "fixed-rates": {
        "threat": HALVES, "notice": HALVES, "exit": HALVES,
        "ultimatum": "15 days", "unannounced_notice": 0.2, "early_notice": 0.2,
    },
}  # fmt: skip


@cache
def montreal(means: str, party: str) -> Worth:
    return worth_of(MONTREAL, means, party, TRIALS)


def threatening(policy: str) -> Scenario:
    return scenario(LOSSES, {"parties": {"north": {**MAY_LEAVE, "threat": {policy: POLICIES[policy]}}}})


def notices(one: Scenario) -> int:
    found = 0

    def count(_: int, rows: Rows) -> None:
        nonlocal found
        found += int(rows["notices"].sum())

    play_batch(pack(one), 1, 400, 1, count)
    return found


def test_the_option_to_give_notice_is_worth_what_theory_says() -> None:
    # Rung R23: 0.5268403 to a bluffer and 0.5790449 to a resolute leader, each as likely, against 0.5 without.
    worth = worth_of(load(HERE / "R23.yaml").scenario, "notice", "leaver", 4_000)
    known = json.loads((HERE / "expected.json").read_text())["R23_notice_option_value"]["values"]
    option = (known["V(notice), bluffer rescinds"] + known["V(notice), resolute o=.55 exits"]) / 2
    apart = worth.written[0] - worth.without[0]
    assert apart.mean() == pytest.approx(option - 0.5, abs=4 * apart.std() / np.sqrt(4_000))


def test_without_threats_montreal_is_the_scenario_that_ships_without_them_bit_by_bit() -> None:
    shipped = simulate(load("no-threats").scenario, TRIALS)
    found = montreal("threat", "us")
    for seat, party in enumerate(MONTREAL.pact.members):
        assert np.array_equal(found.without[seat], shipped.table[f"gain_{party}"])


@pytest.mark.parametrize(("means", "party"), [("threat", "us"), ("notice", "us"), ("outreach", "canada")])
def test_with_the_means_it_is_the_scenario_s_own_run(means: str, party: str) -> None:
    run = simulate(MONTREAL, TRIALS)
    for seat, each in enumerate(MONTREAL.pact.members):
        assert np.array_equal(montreal(means, party).written[seat], run.table[f"gain_{each}"])


@pytest.mark.parametrize("policy", POLICIES)
def test_a_notice_out_of_the_question_is_never_given_and_threats_go_on(policy: str) -> None:
    written = threatening(policy)
    barred = WAIVERS["notice"].without(written, "north")
    assert notices(written) > 0
    assert notices(barred) == 0
    rounds = {one: simulate(each, 400).table["threats"].sum() for one, each in (("a", written), ("b", barred))}
    assert rounds["b"] > 0


def test_where_nobody_threatened_a_notice_out_of_the_question_changes_nothing() -> None:
    quiet = ~montreal("threat", "us").used
    found = montreal("notice", "us")
    assert quiet.any()
    assert np.array_equal(found.written[:, quiet], found.without[:, quiet])


def test_only_trips_and_lobbying_count_as_outreach_and_not_answers_to_an_act() -> None:
    effects: list[Tree] = [
        {"name": "A trip", "by": "north", "in": "south", "dates": [on(5)], "support": "5%"},
        {"name": "A rally", "by": "south", "in": "north", "on": "threat", "support": "5%"},
        {"name": "A speech at home", "by": "north", "in": "north", "dates": [on(5)], "support": "5%"},
        {"name": "A hurdle", "by": "north", "in": "south", "dates": [on(5)], "hurdle": 0.1},
    ]
    written = scenario({"calendar": {"effects": effects}})
    bare = WAIVERS["outreach"].without(written, "north")
    assert [effect.name for effect in bare.calendar.effects] == ["A rally", "A speech at home", "A hurdle"]
    assert not WAIVERS["outreach"].has(written, "south")


def test_the_means_was_used_where_the_party_acted() -> None:
    run = simulate(MONTREAL, TRIALS)
    for means, column in (("threat", "threats"), ("notice", "notices")):
        assert np.array_equal(montreal(means, "us").used, run.table[column].astype(bool))
    assert montreal("outreach", "canada").used.all()


def test_neither_workers_nor_a_longer_run_change_a_trial() -> None:
    one, two = (worth_of(MONTREAL, "threat", "us", trials, 3, workers) for trials, workers in ((600, 1), (1_200, 2)))
    assert np.array_equal(one.written, two.written[:, :600])
    assert np.array_equal(one.without, two.without[:, :600])


def test_progress_counts_the_trials_of_both() -> None:
    heard: list[int] = []
    worth_of(scenario(), "threat", "north", 10, progress=lambda done, _=(): heard.append(done))
    assert heard == [10, 20]


def test_the_only_party_that_has_a_means_need_not_be_named() -> None:
    assert [whose(MONTREAL, means, None) for means in ("threat", "notice", "outreach")] == ["us", "us", "canada"]


@pytest.mark.parametrize(
    ("means", "party", "error", "says"),
    [
        ("charm", None, UsageError, "expected threat, outreach or notice"),
        ("threat", "france", MissingName, "no party 'france'; there are us, canada, mexico"),
        ("threat", "canada", UsageError, "canada: it has no threat here; expected --party us"),
        ("outreach", "mexico", UsageError, "expected --party canada"),
    ],
)
def test_whose_means_is_asked_for_in_words(means: str, party: str | None, error: type[Exception], says: str) -> None:
    with pytest.raises(error, match=says):
        whose(MONTREAL, means, party)


def test_where_nobody_has_it_or_several_do_that_is_said() -> None:
    with pytest.raises(UsageError, match="nobody in this scenario has one"):
        whose(scenario(), "threat", None)
    both = {name: {**MAY_LEAVE, "threat": "bayes-logit"} for name in ("north", "south")}
    with pytest.raises(UsageError, match="expected --party north or south"):
        whose(scenario({"parties": both}), "threat", None)
