"""What moves the result most: each drawn figure and each leader's type, set against the most likely ending."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.engine.summary import Summary, Table
from sim.estimates import influences
from sim.outcomes import endings
from sim.report.wording import figure_label, with_article
from sim.scenario.packing import PackedScenario


def drivers(packed: PackedScenario, summary: Summary, ending: int) -> dict[str, Any]:
    """Return the influence of everything drawn on an ending (its place among the labels), strongest first.

    `share` is the part of the variance explained, `limit` what chance passes one time in a hundred, `lowest` and
    `highest` the ending's share in the tenths of trials with the smallest and the largest draws; for a leader's type,
    among bluffers and among the resolute. Of many trials the first 10,000 are used: enough to see any influence worth a
    sentence.
    """
    rows = [] if summary.trials < 2 else _rows(packed, summary.head, summary.head["ending"] == ending)
    return {"on": endings.names(packed)[ending], "figures": sorted(rows, key=lambda row: -row["share"])}


def _rows(packed: PackedScenario, head: Table, hits: NDArray[np.bool_]) -> list[dict[str, Any]]:
    parties = {name: party.label for name, party in packed.scenario.parties.items()}
    found = []
    labels = _columns(packed, head, parties)
    measured = influences({column: head[column] for column in labels}, hits)
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


def _columns(packed: PackedScenario, head: Table, parties: dict[str, str]) -> dict[str, str]:
    dials = packed.scenario.dials
    named = {
        f"drawn_{drawn.name}": dials[drawn.name].label if drawn.name in dials else figure_label(drawn.name, parties)
        for drawn in packed.drawn
    }
    for name, label in parties.items():
        if f"resolute_{name}" in head:
            named[f"resolute_{name}"] = f"whether {with_article(label)} is resolute or bluffing"
    return named
