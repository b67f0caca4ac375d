"""The words for games whose answer is known."""

import numpy as np

from sim.game import Game, sides_of
from sim.report.game_answer import game_answer
from sim.report.game_text import game_text
from sim.report.shape import Footing
from tests.builders import scenario

PARTIES = {"parties": {"north": {"label": "United North"}, "south": {"label": "South"}}}
PRISONERS = (((3, 3), (0, 5)), ((5, 0), (1, 1)))
PENNIES = (((1, -1), (-1, 1)), ((-1, 1), (1, -1)))
SAME = (((0, 0), (0, 0)), ((0, 0), (0, 0)))


def said(points: tuple[tuple[tuple[int, int], ...], ...], noise: float = 0.0, width: int = 100) -> list[str]:
    """Return the text of a game between two strategies each, its payoffs in points; trials differ by the noise."""
    written = scenario(PARTIES)
    first, second = sides_of(written, ("north", "south"))
    turns = np.where(np.arange(200) % 2 == 0, noise, -noise)
    payoffs = np.array(points)[..., None] / 100.0 + turns * np.arange(4).reshape(2, 2, 1, 1) / 100.0
    game = Game(written, ("north", "south"), (first[:2], second[:2]), 200, 1, payoffs)
    return game_text(game_answer(game, "small", ""), Footing("small", "small.yaml", "played"), width)


def test_a_clear_regret_is_a_number_with_its_range_and_its_switch() -> None:
    other = sides_of(scenario(), ("north", "south"))[0][1].name
    told = " ".join(" ".join(said(PRISONERS, noise=1.0)).split())
    assert "As written, the United North could gain 2.0 points (1.7 to 2.3) by switching to " + other in told


def test_a_regret_that_chance_could_make_is_called_so() -> None:
    told = " ".join(said(PRISONERS, noise=40.0))
    assert "could gain nothing that can be told from chance (" in told
    assert " points at most)" in told


def test_whoever_would_lose_by_every_switch_could_gain_nothing() -> None:
    better = (((3, 3), (0, 1)), ((1, 0), (1, 1)))
    assert "the United North could gain nothing by switching; South could gain nothing by switching." in " ".join(
        said(better)
    )


def test_an_equilibrium_beyond_error_says_what_the_best_switch_would_cost() -> None:
    told = said(PRISONERS, noise=0.5)
    names = [one.name for one in sides_of(scenario(), ("north", "south"))[0][:2]]
    assert "* A pure equilibrium: neither gains by switching while the other stays." in told
    assert f"  United North: {names[1]}; South: {names[1]}" in told
    assert any(line.startswith("    holds beyond Monte Carlo error: at best ") for line in told)
    assert sum(line.count("*") for line in told) == 2


def test_an_equilibrium_in_the_estimates_only_says_what_might_undo_it() -> None:
    told = " ".join(" ".join(said(PRISONERS, noise=30.0)).split())
    assert "holds in the estimates only: the United North, switching to what is written, might gain -" in told


def test_a_game_of_nothing_is_all_ties() -> None:
    told = said(SAME)
    assert sum("holds as a tie: 2 of 2 switches bring the same in every trial" in line for line in told) == 4


def test_a_game_without_a_pure_equilibrium_is_told_so() -> None:
    told = said(PENNIES)
    assert any(line.startswith("No pair is a pure equilibrium") for line in told)
    assert not any("*" in line for line in told)


def test_a_narrow_page_splits_the_table_into_blocks_of_columns() -> None:
    written = scenario(PARTIES)
    sides = sides_of(written, ("north", "south"))
    payoffs = np.zeros((len(sides[0]), len(sides[1]), 2, 2))
    answer = game_answer(Game(written, ("north", "south"), sides, 2, 1, payoffs), "small", "")
    blocks = {}
    for width in (72, 100):
        lines = game_text(answer, Footing("small", "small.yaml", "played"), width)
        blocks[width] = sum(line.strip() == "South" for line in lines)
        assert max(len(line) for line in lines) <= width
        assert sum(line.startswith("as written ") for line in lines) == blocks[width]
    assert blocks[72] > blocks[100] > 1
