"""What a trial loses by a lapsed link is what the trade room's polynomial says, and a gain is no loss."""

import numpy as np
import pytest

from sim.engine.batch import blank_rows
from sim.model.stakes import set_losses
from sim.scenario import load
from sim.scenario.packing import pack

PACKED = pack(load("montreal").scenario)
TRADE = PACKED.scenario.pact.trade


@pytest.mark.parametrize(("cost", "elasticity"), [(0.0, 5.0), (0.04, 5.0), (0.013, 3.4), (0.2, 11.0)])
def test_losses_of_a_row_are_those_of_the_trade_room(cost: float, elasticity: float) -> None:
    assert TRADE is not None
    row = blank_rows(PACKED, 1, 0, 1)[0]
    row["border_cost"], row["elasticity"], row["transition_weight"] = cost, elasticity, 0.0
    set_losses(PACKED.record, row)
    expected = np.maximum(TRADE.stakes(PACKED.parties).losses(cost, elasticity), 0.0)
    assert row["loss"] == pytest.approx(expected, rel=1e-12, abs=1e-15)


def test_the_first_year_counts_by_its_weight() -> None:
    assert TRADE is not None
    row = blank_rows(PACKED, 1, 0, 1)[0]
    row["border_cost"], row["elasticity"] = 0.04, 5.0
    losses = []
    for weight in (0.0, 0.2):
        row["transition_weight"] = weight
        set_losses(PACKED.record, row)
        losses.append(row["loss"].copy())
    extra = [TRADE.file.transition(region) for region in TRADE.regions_of(PACKED.parties)]
    # Each link has the part that it has in the central losses; together they have all of it.
    assert (losses[1] - losses[0]).sum(axis=1) == pytest.approx(0.2 * np.array(extra), rel=1e-12)
