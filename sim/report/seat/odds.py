"""Count how the talks end from here: many continuations with chance anew, the model in every seat."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.engine.outlook import continued
from sim.estimates import mean, share
from sim.outcomes import endings
from sim.report.answer import CAUTION
from sim.report.rounding import percents, whole
from sim.report.seat.game import Game
from sim.report.wording import ending_words

CONTINUATIONS = 2_000


def odds(game: Game) -> dict[str, Any]:
    """Return the share of each ending among continuations, with 95% ranges, and the player's mean value."""
    ends = continued(game.packed, game.chair.rows, game.seat, CONTINUATIONS)
    column = endings.columns(game.packed)[0]
    counts = np.bincount(column.of(ends), minlength=len(column.labels))
    found = {name: share(int(count), CONTINUATIONS) for name, count in zip(column.labels, counts, strict=True)}
    return {
        "continuations": CONTINUATIONS,
        "endings": {name: {"share": one.value, "low": one.low, "high": one.high} for name, one in found.items()},
        "value": mean(ends["value"][:, game.seat]).value,
    }


def odds_text(game: Game) -> str:
    """Return the odds from here as a paragraph."""
    found = odds(game)
    last = game.packed.scenario.about.ends.isoformat()
    rows = sorted(found["endings"].items(), key=lambda item: -item[1]["share"])
    each = [
        _ending(ending_words(name, len(game.packed.parties), last).label, **row) for name, row in rows if row["share"]
    ]
    quo = float(game.chair.rows["status_quo_value"][0, game.seat])
    return (
        f"Your odds from here, if the model played on for you ({whole(CONTINUATIONS)} times, 95% ranges):"
        f" {', '.join(each)}. On average {100 * found['value']:.1f} points for you (the pact as it stands:"
        f" {100 * quo:.1f}). {CAUTION}"
    )


def _ending(label: str, share: float, low: float, high: float) -> str:
    middle, least, most = percents(share, low, high)
    return f"{label} {middle} ({least.removesuffix('%')}-{most})"
