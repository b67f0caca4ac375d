"""The shelf of strategies: how a party bargains, one file each, one line here.

A strategy is a compiled function `aspiration(s, w, k)`: the utility that party k holds out for in this round, from what
it may know: its own parameters and floor, and what is public in the row. The engine holds it to its floor and allows
no take-backs; the bid that follows from it is made by `sim.model.bargaining`. The order here is the number that a
packed scenario holds.
"""

from __future__ import annotations

from sim.model.shelf import by_number
from sim.strategies import time_dependent

STRATEGIES = {
    "time-dependent": time_dependent,
}

aspiration = by_number(tuple(strategy.aspiration for strategy in STRATEGIES.values()))
