"""What giving notice is worth as an option, to a bluffer and to a resolute leader."""

from __future__ import annotations

import numpy as np

from sim.model.state import BLUFFER, FULL_DEAL, RESOLUTE
from tests.ladder.playing import TRIALS, Findings, Found, averaged, estimated, rows_at, scene

_DEAL, _QUO, _IMPATIENCE = 0.62, 0.50, 0.10


def play() -> Findings:
    rows = rows_at(scene("R23"), np.inf, TRIALS)
    kinds = rows["type"][:, 0]
    resolute, bluffer = (averaged(rows["value"][kinds == kind, 0]) for kind in (RESOLUTE, BLUFFER))
    return {
        "V(notice), bluffer rescinds": bluffer,
        "V(notice), resolute o=.55 exits": resolute,
        "P(deal within notice)": averaged(rows["ending"] == FULL_DEAL),
        **{f"V(no notice), deal hazard {rate}": _without_notice(rate) for rate in (0.1, 0.4)},
        "break-even no-notice hazard, bluffer": _break_even(bluffer),
        "break-even no-notice hazard, resolute": _break_even(resolute),
    }


def _without_notice(rate: float) -> Found:
    packed = scene(
        "R23",
        ("parties.leaver.threat", "never"),
        ("parties.leaver.strategy.fixed-rates.quiet", rate),
        ("calendar.planned_end.date", "2117-12-01"),
    )
    return averaged(rows_at(packed, np.inf, TRIALS)["value"][:, 0])


def _break_even(option: Found) -> Found:
    """Return the rate of deals without notice at which talks are worth as much as the option, with its error."""
    rate = _IMPATIENCE * (option.value - _QUO) / (_DEAL - option.value)
    return estimated(rate, option.error * _IMPATIENCE * (_DEAL - _QUO) / (_DEAL - option.value) ** 2)
