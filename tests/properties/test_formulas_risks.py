"""A deal and a notice compete at constant rates a year; notice runs, and may be taken back: competing risks."""

from __future__ import annotations

from math import exp
from typing import NamedTuple

from hypothesis import given
from hypothesis import strategies as st

from sim.engine.batch import blank_rows, run_on
from sim.model.state import FULL_DEAL, WITHDRAWAL, Rows
from tests.ladder.playing import YEAR, scene
from tests.properties.sets import Distances, evenly, many, seed_of

_TRIALS = 600


class Rates(NamedTuple):
    """Rates a year, the notice period in years, and the chance that a notice which reaches its date is carried out."""

    deal: float
    notice: float
    deal_under_notice: float
    rescission: float
    exit: float
    period: float

    @property
    def noticed(self) -> float:
        """Return the chance that notice comes before a deal."""
        return self.notice / (self.deal + self.notice)

    @property
    def reached(self) -> float:
        """Return the chance that a notice reaches its date."""
        return exp(-(self.deal_under_notice + self.rescission) * self.period)

    @property
    def again(self) -> float:
        """Return the chance that talks go on as before after a notice: rescinded early, or on its date."""
        early = self.rescission / (self.deal_under_notice + self.rescission) * (1 - self.reached)
        return early + self.reached * (1 - self.exit)

    def by(self, years: float) -> float:
        """Return the chance that the first of deal and notice has come by then."""
        return 1 - exp(-(self.deal + self.notice) * years)


rates = st.builds(
    Rates,
    deal=evenly(0.3, 1.5),
    notice=evenly(0.3, 1.5),
    deal_under_notice=evenly(0.2, 1),
    rescission=evenly(0, 0.5),
    exit=evenly(0.5, 1),
    period=evenly(30 / YEAR, 300 / YEAR),
)


def played(these: Rates, seed: int) -> Rows:
    leaver = "parties.leaver.threat.fixed-rates"
    packed = scene(
        "R18",
        ("parties.leaver.strategy.fixed-rates.quiet", f"{these.deal} a year"),
        ("parties.leaver.strategy.fixed-rates.notice", f"{these.deal_under_notice} a year"),
        (f"{leaver}.unannounced_notice", f"{these.notice} a year"),
        (f"{leaver}.early_rescission", f"{these.rescission} a year"),
        (f"{leaver}.exit.resolute", these.exit),
        (f"{leaver}.exit.bluffer", these.exit),
        ("pact.notice.period", f"{these.period * YEAR} days"),
    )
    rows = blank_rows(packed, seed, 0, _TRIALS)
    run_on(packed, rows)
    return rows


def test_deals_notices_and_withdrawals_come_as_often_as_competing_risks_say() -> None:
    untouched = Distances("share of deals by a day, without a notice")
    withdrawn = Distances("share of withdrawals")
    at_once = Distances("share of withdrawals by a day, on the first notice")
    notices = Distances("number of notices")

    @many
    @given(rates, evenly(0.3, 3))
    def each(these: Rates, after: float) -> None:
        years = these.period + after
        rows = played(these, seed_of(*these, after))
        deal, left = rows["ending"] == FULL_DEAL, rows["ending"] == WITHDRAWAL
        assert (deal | left).all()
        given_notice, in_time = rows["notices"][:, 0], rows["end_day"] <= years * YEAR

        without = (1 - these.noticed) * these.by(years)
        untouched.add_share((deal & (given_notice == 0) & in_time).mean(), without, _TRIALS)

        first = these.noticed * these.by(after) * these.reached * these.exit
        at_once.add_share((left & (given_notice == 1) & in_time).mean(), first, _TRIALS)

        # Notices are counted by a geometric series: after each, another comes with the chance `more`.
        more = these.noticed * these.again
        withdrawn.add_share(left.mean(), these.noticed * these.reached * these.exit / (1 - more), _TRIALS)
        mean = these.noticed / (1 - more)
        notices.add(given_notice.mean(), mean, mean * (1 + more) / (1 - more) - mean**2, _TRIALS)

    each()
    for distances in (untouched, withdrawn, at_once, notices):
        distances.hold()
