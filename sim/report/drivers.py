"""What moves the result most: each drawn figure and each leader's type, set against the most likely ending."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.estimates import influences
from sim.report.wording import figure_label, with_article
from sim.simulate import Run

# Enough to see any influence worth a sentence; more would take longer than playing.
_MOST = 10_000


def drivers(run: Run, ending: int) -> dict[str, Any]:
    """Return the influence of everything drawn on an ending (its place among the labels), strongest first.

    `share` is the part of the variance explained, `limit` what chance passes one time in a hundred, `lowest` and
    `highest` the ending's share in the tenths of trials with the smallest and the largest draws; for a leader's type,
    among bluffers and among the resolute. Of many trials the first 10,000 are used.
    """
    name = run.labels("ending")[ending]
    rows = [] if run.trials < 2 else _rows(run, run.table["ending"][:_MOST] == ending)
    return {"on": name, "figures": sorted(rows, key=lambda row: -row["share"])}


def _rows(run: Run, hits: NDArray[np.bool_]) -> list[dict[str, Any]]:
    parties = {name: party.label for name, party in run.scenario.parties.items()}
    found = []
    labels = _columns(run, parties)
    measured = influences({column: run.table[column][:_MOST] for column in labels}, hits)
    for column, label in labels.items():
        seen = measured[column]
        found.append(
            {
                "name": column.removeprefix("drawn_"),
                "label": label,
                "is_type": not column.startswith("drawn_"),
                "share": seen.share,
                "limit": seen.limit,
                "is_clear": bool(seen.is_clear),
                "rank_correlation": seen.rank_correlation,
                "lowest": seen.lowest,
                "highest": seen.highest,
            }
        )
    return found


def _columns(run: Run, parties: dict[str, str]) -> dict[str, str]:
    dials = run.scenario.dials
    named = {
        f"drawn_{drawn.name}": dials[drawn.name].label if drawn.name in dials else figure_label(drawn.name, parties)
        for drawn in run.packed.drawn
    }
    for name, label in parties.items():
        if f"resolute_{name}" in run.table:
            named[f"resolute_{name}"] = f"whether {with_article(label)} is resolute or bluffing"
    return named
