"""The loop: the order of one day, and how trials come to each of their endings (docs/model.md 1.8 to 1.10, 4)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pytest
from numpy.typing import NDArray

from sim.engine.batch import blank_rows
from sim.engine.calendar import Watch, play_watched
from sim.model.events import EVENT_NAMES, EVERYTHING_WATCHED
from sim.model.state import (
    AFTER_A_NOTICE,
    AFTER_A_THREAT,
    DIRECT,
    EXTENDED,
    FULL_DEAL,
    LAPSED,
    NOTICE_PENDING,
    PARTIAL_DEAL,
    RATIFICATION_FAILED,
    VIA_SIDE_DEAL,
    WITHDRAWAL,
    Row,
)
from tests.builders import Tree, merged, on, packed, party, played, positions

RESOLVE: Tree = {"prior": 0.5, "exit_gain": {"resolute": 5, "bluffer": 5}}
STUBBORN: Tree = {"parties": {"north": {"status_quo_value": 0.9}, "south": {"status_quo_value": 0.9}}}


class Story(NamedTuple):
    row: Row
    events: list[tuple[str, float]]

    def days(self, name: str) -> list[float]:
        return [day for event, day in self.events if event == name]


def story(*changes: Tree) -> Story:
    """Play one trial with everything watched."""
    scene = packed(*changes)
    rows = blank_rows(scene, 1, 0, 1)
    events: list[tuple[str, float]] = []

    def tell(all_rows: np.ndarray, which: NDArray[np.intp]) -> None:
        events.append((EVENT_NAMES[all_rows["event"][which[0]]], float(all_rows["due"][which[0]])))

    play_watched(scene, rows, Watch(EVERYTHING_WATCHED, tell))
    return Story(rows[0], events)


def scripted(**days: list[int]) -> Tree:
    script = {act: [on(day) for day in dates] for act, dates in days.items()}
    policy = {"scripted": script | {"demand": 1, "ultimatum": "15 days"}}
    return {"parties": {"north": {"threat": policy, "resolve": RESOLVE}}, "pact": {"notice": {"period": "30 days"}}}


def hurdle(day: int, half_life: str = "1000 days") -> Tree:
    blow = {"name": "scandal", "in": "north", "dates": [on(day)], "hurdle": 2, "half_life": half_life}
    return {"calendar": {"effects": [blow]}}


def votes(lag: int, on_failure: str = "collapse") -> Tree:
    vote = {"hurdle": 0, "noise": 0.001, "caution": 0, "lag": f"{lag} days", "on_failure": on_failure}
    return {"parties": {"north": {"ratification": vote}}}


def test_two_even_parties_meet_half_way_at_half_time() -> None:
    told = story()
    assert told.events[-2:] == [("round opens", 50.0), ("round", 50.0)]
    row = told.row
    assert (row.ending, row.path, row.end_day, row.held) == (FULL_DEAL, DIRECT, 50.0, 5)
    assert row.deal[0] == pytest.approx(0.5)


def test_events_of_one_day_happen_in_their_order() -> None:
    push = {"name": "push", "in": "north", "dates": [on(100)], "support": 0.1}
    told = story(
        STUBBORN,
        scripted(threats=[85], notices=[100]),
        {
            "about": {"ends": on(100)},
            "calendar": {"effects": [push], "technical": {"dates": [on(100)]}, "extensions": {"most": 1}},
        },
    )
    last_day = [name for name, day in told.events if day == 100.0]
    # the threat of day 85 has become a notice by script before it expires
    assert last_day == ["effect", "technical", "round opens", "round", "script", "deadline", "horizon"]
    assert told.row.ending == NOTICE_PENDING


def test_without_a_zone_of_agreement_talks_lapse_at_the_planned_end() -> None:
    told = story(STUBBORN)
    assert (told.row.ending, told.row.end_day) == (LAPSED, 100.0)
    assert told.events[-1] == ("deadline", 100.0)


def test_extended_talks_meet_monthly_and_are_extended_at_the_horizon() -> None:
    extensions = {"most": 9, "length": "80 days", "consent": "automatic"}
    told = story(STUBBORN, {"calendar": {"extensions": extensions, "monthly": {"every": "25 days"}}})
    assert (told.row.ending, told.row.end_day, told.row.extensions) == (EXTENDED, 365.0, 4)
    assert told.days("deadline") == [100.0, 180.0, 260.0, 340.0]
    assert told.days("round")[10:14] == [125.0, 150.0, 175.0, 180.0]


def test_a_deal_after_a_threat_or_a_notice_says_so() -> None:
    assert story(scripted(threats=[5])).row.path == AFTER_A_THREAT
    assert story(scripted(notices=[5])).row.path == AFTER_A_NOTICE


def test_a_notice_before_the_first_round_brings_monthly_rounds_at_once() -> None:
    late = {"calendar": {"rounds": [{"to": on(90)}], "monthly": {"every": "10 days"}}}
    told = story(STUBBORN, scripted(notices=[5]), late)
    assert told.days("round")[:3] == [15.0, 25.0, 35.0]


def test_a_notice_that_is_carried_out_ends_the_trial() -> None:
    told = story(STUBBORN, scripted(notices=[20]))
    row = told.row
    assert (row.ending, row.leaver, row.end_day) == (WITHDRAWAL, 0, 50.0)
    assert told.events[-2:] == [("round", 50.0), ("effective", 50.0)]  # the last chance comes first


def test_the_planned_end_waits_for_a_running_notice() -> None:
    reluctant: Tree = {
        "parties": {
            "north": {
                "resolve": {"prior": 0.5, "exit_gain": {"resolute": -5, "bluffer": -5}},
                "audience_costs": {"threat": 0, "notice": 0},
            }
        }
    }
    told = story(STUBBORN, merged(scripted(notices=[90]), reluctant))
    assert told.days("deadline") == [100.0, 120.5]
    assert (told.row.ending, told.row.rescissions[0], told.row.end_day) == (LAPSED, 1, 120.5)


def test_a_failed_vote_collapses_the_deal() -> None:
    told = story(votes(lag=20), hurdle(60))
    assert told.events[-2:] == [("effect", 60.0), ("vote", 70.0)]
    assert (told.row.ending, told.row.end_day) == (RATIFICATION_FAILED, 70.0)


def test_a_vote_that_passes_dates_the_deal_by_its_signature() -> None:
    told = story(votes(lag=20))
    assert told.events[-1] == ("vote", 70.0)
    assert (told.row.ending, told.row.end_day) == (FULL_DEAL, 50.0)


def test_a_failed_vote_may_reopen_talks_once_with_one_extension() -> None:
    told = story(votes(lag=25, on_failure="reopen"), hurdle(60, half_life="10 days"))
    assert told.days("vote")[0] == 75.0
    assert told.row.extensions == 1
    assert told.days("round")[5] == 80.0
    assert (told.row.ending, told.row.vote_noise[0]) == (FULL_DEAL, 0.0)
    assert told.row.end_day > 75.0


def test_time_does_not_run_back_where_a_vote_after_the_horizon_fails() -> None:
    told = story({"about": {"ends": on(100)}}, votes(lag=90, on_failure="reopen"), hurdle(60))
    days = [day for _, day in told.events]
    assert days == sorted(days)
    assert told.row.day >= 140.0
    assert told.row.ending in (EXTENDED, RATIFICATION_FAILED)


def side_deal(pride: float, extra: Tree | None = None) -> Tree:
    """Return a pact whose third member wants more than the others can give."""
    west = merged(party(positions(quota=(0.9, 100))), {"status_quo_value": 0.95}, extra or {})
    deal = {
        "members": ["north", "south"],
        "outsider_lapse": 1,
        "lapse": 0,
        "accession": "33 days",
        "pride": {"west": pride},
    }
    return {
        "parties": {"west": west},
        "pact": {"members": ["north", "south", "west"], "losses": {"west": {"north": 0.4, "south": 0.3}}},
        "calendar": {"side_deals": [deal]},
    }


def test_an_outsider_may_join_a_side_deal_after_its_window() -> None:
    told = story(side_deal(pride=0))
    signed = told.row.signed_day
    assert told.events[-1] == ("accession", signed + 33.0)
    assert (told.row.ending, told.row.path, told.row.end_day) == (FULL_DEAL, VIA_SIDE_DEAL, signed + 33.0)


def test_an_outsider_that_stays_out_leaves_a_deal_of_some() -> None:
    told = story(side_deal(pride=1))
    assert (told.row.ending, told.row.end_day) == (PARTIAL_DEAL, told.row.signed_day)
    assert told.row.value[2] == told.row.status_quo_value[2]  # the members' links with it did not lapse


def test_an_outsider_that_fails_to_ratify_stays_outside() -> None:
    vote = {"ratification": {"hurdle": 1.5, "noise": 0.001, "lag": "5 days"}}
    told = story(side_deal(0, vote))
    assert told.events[-1][0] == "vote"
    assert (told.row.ending, told.row.end_day, told.row.joined) == (PARTIAL_DEAL, told.row.signed_day, 0)


def test_nothing_is_signed_that_nobody_accepted_though_every_issue_is_closed() -> None:
    technical: Tree = {
        "issues": {"quota": {"track": "technical"}},
        "calendar": {"technical": {"dates": [on(day) for day in range(11, 31)], "step": 0.5}},
    }
    row = story(STUBBORN, technical).row
    assert row.closed[0] == 1
    assert row.ending == LAPSED


def test_every_trial_of_a_mixed_scenario_has_an_ending_and_a_day() -> None:
    rows = played(packed(scripted(notices=[20]), votes(20)), 50)
    assert (rows["ending"] > 0).all()
    assert ((rows["end_day"] >= 0) & (rows["end_day"] <= 365)).all()
