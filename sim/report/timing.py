"""How the endings pile up over the months: cumulative incidence on the last day of each."""

from datetime import date, timedelta
from typing import Any

import numpy as np

from sim.engine.summary import Summary
from sim.estimates import cumulative_incidence
from sim.outcomes import endings
from sim.report.shape import OPEN
from sim.scenario.packing import PackedScenario


def incidence(packed: PackedScenario, summary: Summary) -> dict[str, Any]:
    """Return, on each month's end, the share of trials that had come to each ending (Aalen and Johansen 1978)."""
    names, about = endings.names(packed), packed.scenario.about
    ended = [
        (day, 0 if name in OPEN else place + 1, count)
        for place, name in enumerate(names)
        for day, count in summary.kinds["ending"][name].by_day
    ]
    found = cumulative_incidence(*np.array(ended, dtype=np.int64).reshape(-1, 3).T)
    dates = _month_ends(about.starts, about.ends)
    shares = dict(zip(found.causes, found.at([(each - about.starts).days for each in dates]).tolist(), strict=True))
    return {
        "dates": [each.isoformat() for each in dates],
        "endings": {
            name: shares.get(place + 1, [0.0] * len(dates)) for place, name in enumerate(names) if name not in OPEN
        },
    }


def _month_ends(first: date, last: date) -> list[date]:
    ends = []
    year, month = first.year, first.month
    while date(year, month, 1) <= last:
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
        ends.append(min(date(year, month, 1) - timedelta(days=1), last))
    return ends
