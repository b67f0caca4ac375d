"""Talks, threat and notice as a Markov chain of rounds: how often it ends in a deal or a withdrawal, and when."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sim.engine.batch import blank_rows, run_on
from sim.model.state import FULL_DEAL, UNDECIDED, WITHDRAWAL, Rows
from tests.ladder.playing import scene
from tests.properties.sets import Distances, evenly, many, seed_of

_TRIALS = 500
_BETWEEN = 30.0  # days from round to round
_TALKS, _THREAT, _NOTICE = range(3)


class Type(NamedTuple):
    """What a leader of one type does: the chance of a threat in a round, and of leaving on the day of its notice."""

    threat: float
    exit: float


class Chances(NamedTuple):
    """Chances in a round of a deal, by what is out, and without a deal of an act; the notice period, in rounds."""

    deal: float
    deal_under_threat: float
    deal_under_notice: float
    deal_on_the_day: float
    notice: float
    backdown: float
    rescission: float
    period: int

    def chain(self, leader: Type) -> tuple[np.ndarray, np.ndarray]:
        """Return the chances to go from state to state, and from each to a deal and to a withdrawal.

        The states are talks, threat, and each round of a notice, the last of them on the day of its effect.
        """
        last = _NOTICE + self.period - 1
        stay, ends = np.zeros((last + 1, last + 1)), np.zeros((last + 1, 2))
        ends[:, 0] = self.deal_under_notice
        ends[[_TALKS, _THREAT, last], 0] = self.deal, self.deal_under_threat, self.deal_on_the_day
        goes_on = 1 - ends[:, 0]
        stay[_TALKS, [_TALKS, _THREAT]] = 1 - leader.threat, leader.threat
        stay[_THREAT, :3] = self.backdown, 1 - self.backdown - self.notice, self.notice
        for n in range(_NOTICE, last):
            stay[n, [_TALKS, n + 1]] = self.rescission, 1 - self.rescission
        stay[last, _TALKS] = 1 - leader.exit
        ends[last, 1] = goes_on[last] * leader.exit
        return stay * goes_on[:, None], ends


chances = st.builds(
    Chances,
    deal=evenly(0.02, 0.2),
    deal_under_threat=evenly(0, 0.3),
    deal_under_notice=evenly(0, 0.2),
    deal_on_the_day=evenly(0, 0.3),
    notice=evenly(0.2, 0.5),
    backdown=evenly(0, 0.4),
    rescission=evenly(0, 0.2),
    period=st.sampled_from([1, 2, 3]),
)
types = st.builds(Type, threat=evenly(0.2, 0.9), exit=evenly(0.4, 1))


def played(these: Chances, prior: float, leaders: tuple[Type, Type], seed: int, rounds: float = np.inf) -> Rows:
    """Return trials played through so many rounds."""
    policy, strategy = "parties.leaver.threat.fixed-rates", "parties.leaver.strategy.fixed-chances"
    by_type = [
        (f"{policy}.{act}.{name}", getattr(leader, act))
        for name, leader in zip(("resolute", "bluffer"), leaders, strict=True)
        for act in ("threat", "exit")
    ]
    packed = scene(
        "R19",
        (f"{strategy}.quiet", these.deal),
        (f"{strategy}.threat", these.deal_under_threat),
        (f"{strategy}.notice", these.deal_under_notice),
        (f"{strategy}.last", these.deal_on_the_day),
        (f"{policy}.early_notice", these.notice),
        (f"{policy}.early_backdown", these.backdown),
        (f"{policy}.early_rescission", these.rescission),
        ("pact.notice.period", f"{_BETWEEN * these.period} days"),
        ("parties.leaver.resolve.prior", prior),
        *by_type,
    )
    rows = blank_rows(packed, seed, 0, _TRIALS)
    run_on(packed, rows, until=_BETWEEN * rounds)
    return rows


class Expected(NamedTuple):
    """What the chain leads to: chances of a deal, now and in the end; the number of rounds and its second moment."""

    withdrawal: float
    deal_by_now: float
    open_now: float
    rounds: float
    rounds_squared: float


def expected(these: Chances, leader: Type, rounds: int) -> Expected:
    """Return what the fundamental matrix N = (I - Q)^-1 says (Kemeny and Snell 1960), and the powers of Q."""
    stay, ends = these.chain(leader)
    visits = np.linalg.inv(np.eye(len(stay)) - stay)
    lasts = visits.sum(axis=1)
    now = np.linalg.matrix_power(stay, rounds)[_TALKS]
    passed = sum(np.linalg.matrix_power(stay, n)[_TALKS] @ ends for n in range(rounds))
    squared = (2 * visits - np.eye(len(stay))) @ lasts
    return Expected((visits @ ends)[_TALKS, 1], passed[0], now.sum(), lasts[_TALKS], squared[_TALKS])


def test_deals_withdrawals_and_rounds_are_those_of_an_absorbing_chain() -> None:
    withdrawn, rounds_held = Distances("share of withdrawals"), Distances("number of rounds")
    dealt, undecided = Distances("share of deals by a round"), Distances("share open after a round")

    @many
    @given(chances, evenly(0, 1), types, types, st.sampled_from([3, 5, 8, 12]))
    def each(these: Chances, prior: float, resolute: Type, bluffer: Type, rounds: int) -> None:
        leaders = (resolute, bluffer)
        ahead = Expected(
            *(
                prior * a + (1 - prior) * b
                for a, b in zip(*(expected(these, leader, rounds) for leader in leaders), strict=True)
            )
        )
        seed = seed_of(*these, prior, *resolute, *bluffer, rounds)
        early, rows = (played(these, prior, leaders, seed, until) for until in (rounds, np.inf))
        assert np.isin(rows["ending"], (FULL_DEAL, WITHDRAWAL)).all()
        withdrawn.add_share((rows["ending"] == WITHDRAWAL).mean(), ahead.withdrawal, _TRIALS)
        rounds_held.add(rows["held"].mean(), ahead.rounds, ahead.rounds_squared - ahead.rounds**2, _TRIALS)
        dealt.add_share((early["ending"] == FULL_DEAL).mean(), ahead.deal_by_now, _TRIALS)
        undecided.add_share((early["ending"] == UNDECIDED).mean(), ahead.open_now, _TRIALS)

    each()
    for distances in (withdrawn, rounds_held, dealt, undecided):
        distances.hold()
