"""A game as its player sees it: what is shown, what is hidden, undone, saved and compared."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.engine.batch import words_of
from sim.engine.chair import Decision
from sim.errors import MissingName, SimError, UsageError
from sim.model.events import DONE
from sim.report.seat.debrief import possible
from sim.report.seat.game import begun
from sim.report.seat.odds import odds
from sim.report.seat.saved import Saved, resumed, save
from sim.report.seat.screen import screen
from sim.report.seat.talk import Talk
from sim.scenario import load
from sim.scenario.packing import PackedScenario, pack
from tests.builders import Tree, issue, packed, party, positions, scenario

LINES = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        "hold|points 60|points 0|offer an issue 0.5|offer quota 0|accept|accept south|model|undo|undo 9|odds|why|table"
        "|help|story|threaten|notice|withdraw|rescind|save|# a note|offer quota 2".split("|")
    ),
)


def _talk(scene: PackedScenario, seat: str = "north", width: int = 100) -> tuple[Talk, list[str]]:
    said: list[str] = []
    return Talk(begun(scene, 1, seat), "small", said.append, width), said


def test_the_first_table_shows_positions_in_their_own_units() -> None:
    game = begun(pack(load("montreal").scenario), 1, "canada")
    lines = screen(game, 100)
    cars = next(line for line in lines if line.strip().startswith("cars, %"))
    assert cars.split()[2:] == ["62.5", "64.8", "64.8", "85", "64.8", "71.5"]
    dairy = next(line for line in lines if line.strip().startswith("dairy, %"))
    assert dairy.split()[2:] == ["0", "0", "0", "100", "-", "50"]


@pytest.mark.parametrize("width", [72, 80, 100])
def test_no_line_is_wider_than_the_screen(width: int) -> None:
    talk, said = _talk(pack(load("montreal").scenario), "us", width)
    talk.open()
    for line in ("why", "points 80 and threaten", "hold"):
        talk.hear(line)
    assert max(map(len, said)) <= width


def test_a_player_is_not_told_what_others_keep_to_themselves() -> None:
    # Other types and other floors change nothing of what is seen at the first table.
    seen = []
    for trial_type in (0, 1):
        game = begun(pack(load("montreal").scenario), 1, "canada")
        game.chair.rows["type"][0, 0] = trial_type
        game.chair.rows["floor"][0, [0, 2]] += 0.1 * trial_type
        seen.append(screen(game, 100))
    assert seen[0] == seen[1]


def test_odds_do_not_depend_on_the_true_type_of_another_leader() -> None:
    found = []
    for trial_type in (0, 1):
        game = begun(pack(load("montreal").scenario), 1, "canada")
        game.chair.rows["type"][0, 0] = trial_type
        found.append(odds(game))
    assert found[0] == found[1]
    assert sum(row["share"] for row in found[0]["endings"].values()) == pytest.approx(1.0)


def test_an_offer_below_the_floor_is_answered_in_words() -> None:
    talk, said = _talk(packed({"parties": {"north": {"status_quo_value": 0.4}}}))
    talk.hear("offer quota 0.2")
    assert any("20 points less than your floor" in line for line in said)


def test_asking_for_more_again_is_answered_in_words() -> None:
    talk, said = _talk(packed())
    talk.hear("points 60")
    talk.hear("offer quota 0.9")
    assert any("asks for 30 points more than you held out for. There are no take-backs" in line for line in said)


def test_accepting_what_another_tabled_is_signed_at_once() -> None:
    talk, _ = _talk(packed())
    talk.hear("hold")
    talk.hear("accept south")
    assert talk.is_over
    assert talk.orders == ["hold", "accept south"]


def test_undo_gives_the_same_state_and_the_same_end() -> None:
    talk, _ = _talk(packed())
    talk.hear("points 80")
    before = words_of(talk.game.chair.rows).tobytes()
    for line in ("accept", "undo", "hold", "points 70", "undo 2"):
        talk.hear(line)
    assert words_of(talk.game.chair.rows).tobytes() == before
    assert talk.orders == ["points 80"]


def test_the_end_can_be_taken_back_too() -> None:
    talk, said = _talk(packed())
    talk.hear("accept south")
    assert (talk.is_over, "THE END" in said) == (True, True)
    talk.hear("undo")
    assert not talk.is_over


def test_a_threat_of_who_never_leaves_is_refused_with_the_reason() -> None:
    talk, said = _talk(packed())
    talk.hear("threaten")
    assert "is known never to leave" in " ".join(said)
    assert talk.orders == []


@settings(max_examples=40)
@given(st.lists(LINES, max_size=12))
def test_nothing_that_is_typed_ends_a_game(lines: list[str]) -> None:
    talk, said = _talk(packed())
    for line in lines:
        if line.strip().casefold() not in {"quit", "exit", "q"} and not line.strip().casefold().startswith("save "):
            assert talk.hear(line)
    assert len(talk.orders) == len(talk.game.chair.asked_at)
    assert all(isinstance(line, str) for line in said)


def test_a_saved_game_is_read_back_whole(tmp_path: Path) -> None:
    game = Saved(scenario(), "small", 7, "north", ("points 80", "hold"))
    save(tmp_path / "game.json", game)
    assert resumed(tmp_path / "game.json") == game


def test_a_file_of_another_kind_is_neither_overwritten_nor_read(tmp_path: Path) -> None:
    other = tmp_path / "notes.txt"
    other.write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError, match="no saved game"):
        save(other, Saved(scenario(), "small", 7, "north", ()))
    with pytest.raises(UsageError, match="no saved game"):
        resumed(other)
    assert other.read_text(encoding="utf-8") == "mine"


def test_a_saved_game_whose_scenario_was_changed_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "game.json"
    save(file, Saved(scenario(), "small", 7, "north", ()))
    facts = json.loads(file.read_text(encoding="utf-8"))
    facts["scenario"] = facts["scenario"].replace("A small pact", "Another pact")
    file.write_text(json.dumps(facts), encoding="utf-8")
    with pytest.raises(SimError, match="changed after it was saved"):
        resumed(file)


def test_a_party_that_is_none_is_named_with_the_right_ones() -> None:
    with pytest.raises(MissingName, match="did you mean `north`"):
        begun(packed(), 1, "nroth")


def test_the_end_of_one_issue_leaves_nothing_on_the_table_for_both() -> None:
    talk, _ = _talk(packed())
    while not talk.is_over:
        talk.game.chair.decide(Decision(by_model=True))
    found = possible(talk.game)
    assert found["slack"] == pytest.approx(0.0, abs=1e-5)
    assert found["nash"]["values"] == pytest.approx({"north": 0.5, "south": 0.5}, abs=1e-6)
    assert found["distance"] == pytest.approx(abs(found["deal"]["north"] - 0.5), abs=1e-6)


def test_a_deal_that_wastes_what_each_cares_for_leaves_points_on_the_table() -> None:
    # Each gets its way on what it cares for least: with the issues swapped both would have 75, not 25.
    wants = {"north": positions(a=(1.0, 75), b=(1.0, 25)), "south": positions(a=(0.0, 25), b=(0.0, 75))}
    seats = {name: party({"quota": None, **each}) for name, each in wants.items()}
    two: Tree = {"issues": {"quota": None, "a": issue(), "b": issue()}, "parties": seats}
    talk, said = _talk(packed(two))
    talk.game.chair.rows["aspiration"][0] = 0.0
    talk.hear("offer a 0, b 1")
    assert talk.game.chair.event == DONE
    found = possible(talk.game)
    assert found["deal"] == pytest.approx({"north": 0.25, "south": 0.25})
    assert found["slack"] == pytest.approx(0.5, abs=1e-5)
    assert any("leaves 50 points on the table for every side at once" in line for line in said)


def test_who_plays_as_the_model_does_ends_as_the_model_ends() -> None:
    talk, _ = _talk(packed())
    while not talk.is_over:
        talk.hear("model")
    found = talk.found()
    assert found["model"]["values"] == found["values"]
    assert found["standing"]["share"] == 0.5  # nothing is drawn in this pact: all model players are level


PIE = Path(__file__).parents[2] / "ladder" / "R21.yaml"


def test_a_pie_is_split_among_those_whose_share_is_not_named() -> None:
    game = begun(pack(load(PIE).scenario), 1, "one")
    assert game.own_package({0: 40.0})[:3] == pytest.approx([0.4, 0.3, 0.3])
    assert game.own_package({0: 40.0, 2: 10.0})[:3] == pytest.approx([0.4, 0.5, 0.1])
    with pytest.raises(UsageError, match="add up to 120% of the pie"):
        game.own_package({0: 60.0, 1: 60.0})


def test_where_offers_are_made_in_turn_the_player_hears_who_proposes_and_can_propose() -> None:
    talk, said = _talk(pack(load(PIE).scenario), "one")
    talk.open()
    while not talk.is_over:
        proposes = talk.game.chair.rows["proposer"][0] == talk.game.seat
        talk.hear("offer the pie for one 34, the pie for two 33, the pie for three 33" if proposes else "points 90")
    heard = " ".join(said)
    assert "you propose, and the others answer yes or no" in heard
    assert talk.found()["possible"]["slack"] == pytest.approx(0.0, abs=1e-5)


def test_the_model_in_the_chair_thinks_its_own_offers_over() -> None:
    scene = pack(load(PIE).scenario)
    for seed in range(1, 4):
        talk = Talk(begun(scene, seed, "one"), "pie", lambda _: None, 100)
        while not talk.is_over:
            talk.hear("model")
        found = talk.found()
        assert found["values"] == found["model"]["values"]
