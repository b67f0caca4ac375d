"""The share of a rare ending from strata and from split trials, against known answers."""

import numpy as np
import pytest

from sim.estimates import copies_for, share, stratified_share

RUNG_31 = {"share": 0.001, "splitting": 0.16431676725154984, "plain": 0.5770615218501403}  # rung R31 of the ladder


def test_one_stratum_of_whole_hits_is_a_plain_share() -> None:
    hits = np.array([1.0] * 30 + [0.0] * 70)
    found = stratified_share([hits], [np.ones(100)])
    assert found.share.value == share(30, 100).value
    assert found.error == pytest.approx(np.sqrt(0.3 * 0.7 / 99))
    assert found.as_good_as == pytest.approx(99.0)


def test_strata_add_up_by_their_weights_and_so_do_their_variances() -> None:
    hits = [np.array([1.0, 0.0, 1.0, 0.0]), np.array([1.0, 0.0, 0.0, 0.0])]
    found = stratified_share(hits, [np.full(4, 0.2), np.full(4, 0.8)])
    assert found.share.value == pytest.approx(0.2 * 0.5 + 0.8 * 0.25)
    assert found.error == pytest.approx(np.sqrt(0.04 / 3 * 0.25 + 0.64 / 4 * 0.25))
    assert found.relative_error == pytest.approx(found.error / found.share.value)


def test_weights_that_are_drawn_with_the_trial_are_exact_in_each() -> None:
    found = stratified_share([np.array([1.0, 0.5]), np.array([0.0, 0.0])], [np.array([0.1, 0.3]), np.array([0.9, 0.7])])
    assert found.share.value == pytest.approx((0.1 + 0.15) / 2)


def test_where_nothing_was_hit_the_range_still_says_how_much_it_could_be() -> None:
    found = stratified_share([np.zeros(100), np.zeros(50)], [np.full(100, 0.9), np.full(50, 0.1)])
    assert (found.share.value, found.relative_error, found.as_good_as) == (0.0, None, None)
    assert share(0, 150).high < found.share.high < 0.9 * share(0, 50).high + 0.1 * share(0, 20).high


def test_the_range_holds_the_truth_about_as_often_as_it_says() -> None:
    rng = np.random.default_rng(20180112)
    held = 0
    for _ in range(1_000):
        strata = [(rng.random(400) < chance).astype(float) for chance in (0.3, 0.02)]
        found = stratified_share(strata, [np.full(400, 0.1), np.full(400, 0.9)]).share
        held += found.low <= 0.1 * 0.3 + 0.9 * 0.02 <= found.high
    assert held >= 930  # 95% less three standard errors


def test_splitting_three_levels_of_a_tenth_is_as_sharp_as_rung_31_says() -> None:
    rng = np.random.default_rng(31)
    first = rng.random(100_000) < 0.1
    second = rng.binomial(10 * first, 0.1)
    third = rng.binomial(10 * second, 0.1)
    found = stratified_share([third / 100], [np.ones(100_000)])
    assert found.share.value == pytest.approx(RUNG_31["share"], abs=4 * found.error)
    assert found.relative_error is not None
    assert found.relative_error * np.sqrt(100) == pytest.approx(RUNG_31["splitting"], rel=0.05)
    assert found.as_good_as is not None
    plain = np.sqrt(0.999 / 0.001 / 3_000)
    assert plain == pytest.approx(RUNG_31["plain"])
    assert found.as_good_as / 100_000 == pytest.approx((plain * np.sqrt(3) / RUNG_31["splitting"]) ** 2, rel=0.1)


def test_a_row_splits_into_as_many_as_keep_the_number_that_climbs() -> None:
    assert [copies_for(999, 99, 32), copies_for(100, 100, 32), copies_for(0, 0, 32), copies_for(999, 0, 32)] == [
        10, 1, 1, 32,
    ]  # fmt: skip


def test_a_stratum_needs_two_trials() -> None:
    with pytest.raises(ValueError, match="two trials or more"):
        stratified_share([np.zeros(1)], [np.ones(1)])
