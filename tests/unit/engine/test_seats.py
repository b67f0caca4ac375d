"""Strategies written in NumPy, in the seat of a party: what they see, what they may answer."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from sim.engine.batch import blank_rows
from sim.engine.calendar import play_watched
from sim.engine.seats import View, seat_watch
from sim.errors import SimError
from sim.model.state import FULL_DEAL, LAPSED
from sim.simulate import simulate
from tests.builders import packed, played, scenario

Numbers = NDArray[np.float64]


def stonewall(view: View) -> Numbers:
    return view.most


def give_in(view: View) -> Numbers:
    return view.floor


def test_who_never_gives_way_makes_talks_lapse() -> None:
    scene = packed()
    rows = blank_rows(scene, 1, 0, 5)
    play_watched(scene, rows, seat_watch(scene, {"north": stonewall, "south": stonewall}))
    assert (rows["ending"] == LAPSED).all()
    assert (played(scene, 5)["ending"] == FULL_DEAL).all()


def test_who_stonewalls_alone_gets_all_of_the_pie_at_the_end() -> None:
    run = simulate(scenario(), 3, seats={"north": stonewall})
    assert set(run.table["day"]) == {100.0}
    assert run.table["term_quota"] == pytest.approx([1.0] * 3)


def test_who_gives_in_at_once_is_held_to_the_others_position() -> None:
    run = simulate(scenario(), 3, seats={"south": give_in})
    assert set(run.table["day"]) == {10.0}


def test_a_seat_sees_its_own_side_and_what_is_public() -> None:
    scene = packed({"parties": {"north": {"strategy": {"time-dependent": {"beta": 2, "opening_concession": 0.1}}}}})
    seen: list[View] = []

    def look(view: View) -> Numbers:
        seen.append(view)
        return view.most - 0.2

    play_watched(scene, blank_rows(scene, 1, 7, 3), seat_watch(scene, {"north": look}))
    first, second = seen[:2]
    assert first.seat == 0
    assert list(first.trial) == [7, 8, 9]
    assert list(first.day) == [10.0] * 3
    assert list(first.round) == [1] * 3
    assert list(second.round) == [2] * 3
    assert list(first.elapsed) == [0.1] * 3
    assert list(first.parameters["beta"]) == [2.0] * 3
    assert list(first.parameters["opening_concession"]) == [0.1] * 3
    assert first.ideal.shape == (3, 1)
    assert first.table.shape == (3, 2, 1)
    assert first.belief.shape == first.credibility.shape == (3, 2)
    assert list(first.held_out_for) == [1.0] * 3
    assert list(second.held_out_for) == pytest.approx([0.8] * 3)
    assert not hasattr(first, "type")


def test_a_seat_cannot_change_the_table_it_sees() -> None:
    scene = packed()

    def scribble(view: View) -> Numbers:
        wish = 1 - view.elapsed
        for name in ("table", "floor", "belief", "ideal", "most", "elapsed", "held_out_for"):
            getattr(view, name)[:] = 0.123
        return wish

    rows = blank_rows(scene, 1, 0, 3)
    play_watched(scene, rows, seat_watch(scene, {"north": scribble}))
    assert rows.tobytes() == played(scene, 3).tobytes()


def test_no_strategy_goes_below_its_floor_or_takes_back_what_it_gave() -> None:
    scene = packed({"parties": {"north": {"status_quo_value": 0.3}}})
    held: list[Numbers] = []

    def erratic(view: View) -> Numbers:
        held.append(view.held_out_for.copy())
        return np.where(view.round % 2 == 1, view.floor - 5.0, view.most + 5.0)

    play_watched(scene, blank_rows(scene, 1, 0, 1), seat_watch(scene, {"north": erratic, "south": stonewall}))
    assert [float(each[0]) for each in held] == [1.0] + [0.3] * (len(held) - 1)


def test_whoever_holds_out_for_infinity_breaks_off_and_the_talks_lapse_that_day() -> None:
    def give_up(view: View) -> Numbers:
        return np.where((view.round == 3) & (view.trial == 1), np.inf, view.most)

    run = simulate(scenario(), 3, seats={"north": give_up})
    ending = [run.labels("ending")[place] for place in run.table["ending"]]
    assert ending == ["full_deal", "lapsed", "full_deal"]
    assert list(run.table["day"]) == [100.0, 30.0, 100.0]
    assert list(run.table["rounds"]) == [10, 3, 10]  # the round that it walks out of is the last one held
    assert np.isnan(run.table["term_quota"][1])


def test_whoever_breaks_off_leaves_all_with_the_status_quo() -> None:
    run = simulate(
        scenario({"parties": {"north": {"status_quo_value": 0.4}, "south": {"status_quo_value": 0.3}}}),
        1,
        seats={"south": lambda view: np.full(len(view.trial), np.inf)},
    )
    assert (run.table["value_north"][0], run.table["value_south"][0]) == pytest.approx((0.4, 0.3))


def test_a_seat_sees_what_threats_are_out() -> None:
    rates = {"resolute": 1, "bluffer": 1}
    policy = {"fixed-rates": {"threat": rates, "notice": rates, "exit": rates, "demand": 1, "ultimatum": "15 days"}}
    resolve = {"prior": 0.5, "exit_gain": {"resolute": 0.1, "bluffer": -0.1}}
    seen: list[list[int]] = []

    def look(view: View) -> Numbers:
        seen.append(view.stage[0].tolist())
        return view.most

    simulate(scenario({"parties": {"south": {"threat": policy, "resolve": resolve}}}), 1, seats={"north": look})
    assert seen[:3] == [[0, 0], [0, 1], [0, 2]]


def test_a_seat_that_is_no_party_is_refused() -> None:
    with pytest.raises(SimError, match="no party called 'east' to take the seat of; there are north, south"):
        seat_watch(packed(), {"east": stonewall})


@pytest.mark.parametrize("answer", [[0.5], [[0.5, 0.5, 0.5]], 0.5, [0.5, np.nan, 0.5], [-np.inf] * 3])
def test_an_answer_that_is_no_aspiration_for_each_trial_is_refused(answer: object) -> None:
    scene = packed()
    watch = seat_watch(scene, {"north": lambda view: np.array(answer, dtype=float)})
    with pytest.raises(SimError, match=r"the strategy in the seat of north returned .* expected 3 aspirations"):
        play_watched(scene, blank_rows(scene, 1, 0, 3), watch)
