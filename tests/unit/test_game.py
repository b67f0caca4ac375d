"""The empirical game of scenarios whose answer is known."""

from collections.abc import Sequence
from functools import cache

import numpy as np
import pytest

from sim.errors import MissingName, UsageError
from sim.estimates import equilibria, regret
from sim.game import Game, play_game, sides_of
from sim.scenario import load, load_text, resolved_yaml
from sim.simulate import simulate
from tests.builders import scenario

PARTIES = ("north", "south")
WAITED = float(np.exp(-0.1 * 100 / 365.25))  # what all of the pie is worth at the end of the talks


@cache
def small() -> Game:
    return play_game(scenario(), PARTIES, 5)


BY_CHANCE = ("fixed-rates", "fixed-chances", "war-of-attrition")


def certain() -> list[int]:
    """Return the places of the strategies that leave nothing to chance; they are the same on both sides."""
    return [a for a, one in enumerate(small().sides[0]) if one.strategy not in BY_CHANCE]


def place(game: Game, side: int, name: str) -> int:
    return [one.name for one in game.sides[side]].index(name)


def payoffs_of(game: Game, first: str, second: str) -> list[float]:
    return [float(each) for each in game.payoffs[place(game, 0, first), place(game, 1, second)].mean(axis=1)]


def test_two_hardliners_never_agree_and_get_nothing() -> None:
    assert payoffs_of(small(), "hardliner", "hardliner") == [0.0, 0.0]


def test_a_hardliner_gets_nearly_all_from_a_conceder() -> None:
    assert payoffs_of(small(), "hardliner", "time-dependent conceder") == pytest.approx([WAITED, 0.0], abs=1e-9)
    assert payoffs_of(small(), "time-dependent conceder", "hardliner") == pytest.approx([0.0, WAITED], abs=1e-9)


def test_the_game_of_two_alike_is_symmetric() -> None:
    payoffs = small().payoffs[np.ix_(certain(), certain())]
    assert payoffs[:, :, 0] == pytest.approx(payoffs[:, :, 1].swapaxes(0, 1), abs=1e-9)


def test_whoever_splits_the_difference_regrets_not_being_a_hardliner() -> None:
    game = small()
    now, _ = payoffs_of(game, "as written", "as written")
    found = regret(game.payoffs, (0, 0), 0)
    assert found.gain.value == pytest.approx(WAITED - now, abs=1e-9)
    assert game.sides[0][found.switches[0].to].name == "hardliner"


def test_a_hardliner_against_a_conceder_is_an_equilibrium_as_what_the_other_plays_brings_it_nothing() -> None:
    game = small()
    places = (place(game, 0, "hardliner"), place(game, 1, "time-dependent conceder"))
    profile = (certain().index(places[0]), certain().index(places[1]))
    payoffs = game.payoffs[np.ix_(certain(), certain())]
    assert {found.profile: found.holds for found in equilibria(payoffs)}[profile] == "as a tie"


def test_a_pair_as_written_is_the_scenario_s_own_run_trial_by_trial() -> None:
    montreal = load("montreal").scenario
    game, run = play_game(montreal, ("us", "mexico"), 40, 3), simulate(montreal, 40, 3)
    for side, party in enumerate(game.parties):
        assert np.array_equal(game.payoffs[0, 0, side], run.table[f"gain_{party}"])


def test_every_pair_is_what_its_settings_on_the_command_line_would_play() -> None:
    montreal = load("montreal").scenario
    game = play_game(montreal, ("us", "mexico"), 20, 3)
    first, second = game.sides[0][-1], game.sides[1][1]
    settings = (("parties.us.strategy", first.setting), ("parties.mexico.strategy", second.setting))
    run = simulate(load("montreal", settings).scenario, 20, 3)
    for side, party in enumerate(game.parties):
        assert np.array_equal(game.payoffs[-1, 1, side], run.table[f"gain_{party}"])


def test_neither_workers_nor_a_longer_run_change_a_trial() -> None:
    montreal = load("montreal").scenario
    one, two = (play_game(montreal, ("us", "canada"), trials, 1, workers) for trials, workers in ((30, 1), (60, 2)))
    assert np.array_equal(one.payoffs, two.payoffs[..., :30])


def test_progress_counts_the_trials_of_all_pairs() -> None:
    heard: list[int] = []
    game = play_game(scenario(), PARTIES, 5, progress=lambda done, _=(): heard.append(done))
    pairs = len(game.sides[0]) * len(game.sides[1])
    assert heard == [5 * (pair + 1) for pair in range(pairs)]


def test_an_interrupted_game_is_no_game() -> None:
    def stop(done: int, counts: Sequence[int] = ()) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        play_game(scenario(), PARTIES, 1_200, progress=stop)


@pytest.mark.parametrize(
    ("parties", "error", "words"),
    [
        ((), UsageError, "exactly two parties, found 0; name two of north, south"),
        (("north",), UsageError, "exactly two parties, found 1"),
        (("north", "south", "north"), UsageError, "exactly two parties, found 3"),
        (("north", "north"), UsageError, "two different parties, found north twice"),
        (("north", "east"), MissingName, "there is no party 'east'; there are north, south"),
    ],
)
def test_a_game_needs_two_different_parties_of_the_pact(
    parties: tuple[str, ...], error: type[Exception], words: str
) -> None:
    with pytest.raises(error, match=words):
        sides_of(scenario(), parties)


def test_a_scenario_with_an_alternative_reads_back_as_it_is() -> None:
    game = play_game(load("montreal").scenario, ("us", "canada"), 1)
    for one in game.sides[0]:
        changed = load("montreal", (("parties.us.strategy", one.setting),) if one.setting else ()).scenario
        assert load_text(resolved_yaml(changed)).scenario == changed
