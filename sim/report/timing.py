"""How the endings pile up over the months: cumulative incidence on the last day of each."""

from datetime import date, timedelta
from typing import Any

import numpy as np

from sim.estimates import cumulative_incidence
from sim.report.shape import OPEN
from sim.simulate import Run


def incidence(run: Run) -> dict[str, Any]:
    """Return, on each month's end, the share of trials that had come to each ending (Aalen and Johansen 1978)."""
    names = run.labels("ending")
    causes = np.array([0 if name in OPEN else place + 1 for place, name in enumerate(names)])
    found = cumulative_incidence(run.table["day"], causes[run.table["ending"]])
    dates = _month_ends(run.scenario.about.starts, run.scenario.about.ends)
    # The whole last day counts.
    days = [np.nextafter((each - run.scenario.about.starts).days + 1.0, 0.0) for each in dates]
    shares = dict(zip(found.causes, found.at(days).tolist(), strict=True))
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
