"""Effects (docs/model.md 1.2, 1.12): what each target moves, when each schedule strikes, how fast it fades."""

from __future__ import annotations

import pytest

from sim.engine.batch import blank_rows, run_on
from sim.model.effects import discount_rate, link_loss, settle_effects
from sim.model.schedules import add_level, set_off, strike
from sim.model.state import (
    AFTER_BACKDOWN,
    AFTER_EXTENSION,
    AFTER_NOTICE,
    AFTER_RESCISSION,
    AFTER_THREAT,
    NEVER,
    NOBODY,
    Row,
)
from sim.scenario.packing import PackedScenario
from tests.builders import Tree, begun, on, packed

pytestmark = pytest.mark.usefixtures("interpreted")

PACT: Tree = {"pact": {"losses": {"north": {"south": 0.2}, "south": {"north": 0.4}}}}


def effect(**what: object) -> Tree:
    return {"name": "a push", "in": "north"} | what


def stage(*pushes: Tree, extra: Tree | None = None) -> tuple[PackedScenario, Row]:
    scene = packed(PACT, {"calendar": {"effects": list(pushes)}}, extra or {})
    return scene, begun(scene)[0]


def struck(w: Row, scene: PackedScenario, day: float, *times: float) -> None:
    """Strike effect 0 on days `times`, then settle everything on `day`."""
    for time in times:
        w.day = time
        add_level(scene.record, w, 0)
    w.day = day
    settle_effects(scene.record, w)


def test_support_adds_up_and_halves_with_every_half_life() -> None:
    scene, w = stage(effect(on="threat", support=0.05, half_life="120 days"))
    struck(w, scene, 100.0, 10.0, 40.0, 70.0)
    expected = sum(0.05 * 2 ** (-(100 - day) / 120) for day in (10, 40, 70))
    assert w.support[0] == pytest.approx(expected, abs=1e-15)
    struck(w, scene, 220.0)
    assert w.support[0] == pytest.approx(expected / 2, abs=1e-15)


def test_an_effect_without_a_half_life_lasts() -> None:
    scene, w = stage(effect(on="threat", support=0.05))
    struck(w, scene, 30_000.0, 1.0, 2.0)
    assert w.support[0] == 0.1


def test_support_of_the_first_day_fades_from_day_0() -> None:
    scene = packed({"parties": {"north": {"support": {"start": {"level": 0.04, "half_life": "240 days"}}}}})
    rows = blank_rows(scene, 1, 0, 1)
    run_on(scene, rows, until=0.0)
    assert rows[0].effect_level[0] == 0.04
    rows[0].day = 240.0
    settle_effects(scene.record, rows[0])
    assert rows[0].support[0] == pytest.approx(0.02, abs=1e-16)


@pytest.mark.parametrize(
    ("moved", "field"),
    [("support", "support"), ("hurdle", "more_hurdle"), ("exit_gain", "more_gain"), ("discount", "more_discount")],
)
def test_each_target_moves_its_own_quantity_of_the_party_it_is_felt_in(moved: str, field: str) -> None:
    scene, w = stage(effect(on="threat", **{moved: 0.03}))
    struck(w, scene, 5.0, 5.0)
    fields = ("support", "more_hurdle", "more_gain", "more_discount")
    assert {name: list(w[name][:2]) for name in fields} == {
        name: [0.03 if name == field else 0.0, 0.0] for name in fields
    }
    assert w.more_loss.sum() == 0.0


def test_one_effect_may_move_several_quantities_of_several_parties() -> None:
    scene, w = stage(effect(**{"in": ["north", "south"]}, dates=[on(5)], support=0.02, hurdle=0.01))
    for e in range(4):
        w.effect_level[e] = w.effect_size[e]
    w.settled_day = NEVER
    settle_effects(scene.record, w)
    assert list(w.support[:2]) == [0.02, 0.02]
    assert list(w.more_hurdle[:2]) == [0.01, 0.01]


def test_a_link_loss_moves_in_units_of_utility_and_never_below_nought() -> None:
    scene, w = stage(
        effect(on="threat", link_loss={"with": "south", "by": -0.03}),
        extra={"pact": {"stakes": 0.5, "loss_scale": 2}},
    )
    assert link_loss(w, 0, 1) == pytest.approx(0.2 * 2 / 0.5)
    struck(w, scene, 0.0, 0.0)
    assert link_loss(w, 0, 1) == pytest.approx((0.2 - 0.03) * 2 / 0.5)
    assert link_loss(w, 1, 0) == pytest.approx(0.4 * 2 / 0.5)
    struck(w, scene, 0.0, *[0.0] * 10)
    assert link_loss(w, 0, 1) == 0.0


def test_a_discount_rate_never_falls_below_nought() -> None:
    scene, w = stage(effect(on="threat", discount=-0.3))
    struck(w, scene, 0.0, 0.0)
    assert discount_rate(w, 0) == 0.0
    assert discount_rate(w, 1) == 0.1


def strike_days(scene: PackedScenario, last: float) -> list[float]:
    """Let effect 0 strike until day `last`; return the days."""
    rows = blank_rows(scene, 3, 0, 1)
    run_on(scene, rows, until=0.0)
    w, days = rows[0], []
    if w.strikes[0]:
        days.append(0.0)
    while w.effect_due[0] <= last:
        w.day = w.effect_due[0]
        days.append(float(w.day))
        strike(scene.record, w, 0)
    return days


def test_dates_strike_once_each() -> None:
    scene, _ = stage(effect(dates=[on(3), on(8), on(200)], support=0.1))
    assert strike_days(scene, 400.0) == [3.0, 8.0, 200.0]


def test_a_period_strikes_from_its_first_day_to_its_last() -> None:
    every = {"period": "30 days", "from": on(10), "until": on(100)}
    scene, _ = stage(effect(every=every, support=0.1))
    assert strike_days(scene, 400.0) == [10.0, 40.0, 70.0, 100.0]


def test_a_period_without_ends_runs_from_the_start_to_the_end_of_the_clock() -> None:
    scene, _ = stage(effect(every={"period": "100 days"}, support=0.1))
    assert strike_days(scene, 400.0) == [0.0, 100.0, 200.0, 300.0]


def test_poisson_arrivals_have_exponential_gaps_at_their_own_addresses() -> None:
    first, _ = stage(effect(poisson="6 a year", support=0.1))
    again, _ = stage(
        {"name": "another", "in": "south", "poisson": "9 a year", "hurdle": 0.1},
        effect(poisson="6 a year", support=0.1),
    )
    days = strike_days(first, 365.0)
    assert len(days) > 2
    assert days == sorted(days)
    w = begun(again, seed=3)[0]
    assert w.effect_due[1] == days[0]


def test_twice_the_rate_halves_the_gaps() -> None:
    slow = strike_days(stage(effect(poisson="2 a year", support=0.1))[0], 3000.0)
    fast = strike_days(stage(effect(poisson="4 a year", support=0.1))[0], 1500.0)
    assert fast == pytest.approx([day / 2 for day in slow], rel=1e-12)


def test_a_rate_of_nought_never_strikes() -> None:
    assert stage(effect(poisson="0 a year", support=0.1))[1].effect_due[0] == NEVER


ACTS = {
    "threat": AFTER_THREAT,
    "notice": AFTER_NOTICE,
    "backdown": AFTER_BACKDOWN,
    "rescind": AFTER_RESCISSION,
    "extend": AFTER_EXTENSION,
}


@pytest.mark.parametrize("act", ACTS)
def test_an_effect_on_an_act_answers_that_act_only(act: str) -> None:
    scene, w = stage(effect(on=act, support=0.1))
    for name, number in ACTS.items():
        before = int(w.strikes[0])
        set_off(scene.record, w, number, NOBODY if name == "extend" else 1)
        assert w.strikes[0] - before == (name == act)
    assert w.effect_level[0] == 0.1


def test_by_says_whose_act_sets_an_effect_off() -> None:
    scene, w = stage(effect(on="threat", by="south", support=0.1))
    set_off(scene.record, w, AFTER_THREAT, 0)
    assert w.strikes[0] == 0
    set_off(scene.record, w, AFTER_THREAT, 1)
    assert w.strikes[0] == 1


def test_one_figure_that_touches_two_parties_is_drawn_once() -> None:
    scene, w = stage(effect(**{"in": ["north", "south"]}, dates=[on(5)], hurdle={"uniform": [0, 1]}))
    assert w.effect_size[0] == w.effect_size[1]
    assert len({drawn.name for drawn in scene.drawn}) == len(scene.drawn)
