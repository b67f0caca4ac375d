"""Laws of any game known from trials."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from sim.estimates import equilibria, regret
from sim.estimates.equilibria import Payoffs

# Whole numbers add up exactly, so that what does not matter changes no bit.
_SHAPES = st.tuples(st.integers(1, 4), st.integers(1, 4), st.just(2), st.integers(2, 5))
GAMES = _SHAPES.flatmap(lambda shape: arrays(np.float64, shape, elements=st.integers(-8, 8).map(float)))


def verdicts(payoffs: Payoffs) -> set[tuple[int, int, str]]:
    return {(*found.profile, found.holds) for found in equilibria(payoffs)}


def regrets(payoffs: Payoffs) -> list[tuple[float, float, float]]:
    every = [(row, column) for row in range(payoffs.shape[0]) for column in range(payoffs.shape[1])]
    gains = [regret(payoffs, profile, player).gain for profile in every for player in (0, 1)]
    return [(gain.value, gain.low, gain.high) for gain in gains]


@given(GAMES, st.data())
def test_listing_strategies_in_another_order_moves_the_equilibria_with_them(
    payoffs: Payoffs, data: st.DataObject
) -> None:
    rows = data.draw(st.permutations(range(payoffs.shape[0])))
    columns = data.draw(st.permutations(range(payoffs.shape[1])))
    moved = verdicts(payoffs[rows][:, columns])
    assert {(rows[row], columns[column], holds) for row, column, holds in moved} == verdicts(payoffs)


@given(GAMES, st.integers(0, 1), st.integers(-5, 5))
def test_a_constant_added_to_a_player_s_payoffs_changes_nothing(payoffs: Payoffs, player: int, constant: int) -> None:
    shifted = payoffs.copy()
    shifted[:, :, player] += constant
    assert verdicts(shifted) == verdicts(payoffs)
    assert regrets(shifted) == regrets(payoffs)


@given(GAMES)
def test_swapping_the_players_swaps_the_equilibria(payoffs: Payoffs) -> None:
    swapped = payoffs.transpose(1, 0, 2, 3)[:, :, ::-1]
    assert {(row, column, holds) for column, row, holds in verdicts(swapped)} == verdicts(payoffs)


@given(GAMES)
def test_regret_is_never_below_zero_and_zero_for_both_exactly_at_an_equilibrium(payoffs: Payoffs) -> None:
    stable = {found.profile for found in equilibria(payoffs)}
    for row in range(payoffs.shape[0]):
        for column in range(payoffs.shape[1]):
            gains = [regret(payoffs, (row, column), player).gain for player in (0, 1)]
            assert all(0.0 <= gain.low <= gain.high and 0.0 <= gain.value <= gain.high for gain in gains)
            assert ((row, column) in stable) == all(gain.value == 0.0 for gain in gains)


@given(GAMES)
def test_a_game_of_common_interest_has_an_equilibrium(payoffs: Payoffs) -> None:
    common = payoffs.copy()
    common[:, :, 1] = common[:, :, 0]
    assert verdicts(common)
