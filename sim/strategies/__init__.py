"""The shelf of strategies: how a party bargains, one file each, one line here.

A strategy is a module with four names. `aspiration(s, w, k)` is compiled: the utility that party k holds out for in
this round, from what it may know: its own parameters and floor, and what is public in the row. `PARAMETERS` are the
numbers that a scenario file may set, which it finds in `w.tactic[k]`; `STYLES` are words for some of their values.
`BECAUSE` is what a story says, after the party's name, of why it gave way; it is empty where that is the time that has
gone. The engine holds an aspiration to the floor and allows no take-backs; the bid that follows from it is made by
`sim.model.bargaining`. The key here is the word in a scenario file; the order is the number that a packed scenario
holds.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from sim.model.shelf import by_number
from sim.strategies import hardliner, time_dependent, tit_for_tat
from sim.strategies.parameter import Parameter, Style


class Strategy(Protocol):
    """What the shelf expects of each of its modules."""

    PARAMETERS: tuple[Parameter, ...]
    STYLES: tuple[Style, ...]
    BECAUSE: str
    aspiration: Callable[..., Any]
    __doc__: str | None


STRATEGIES: dict[str, Strategy] = {
    "time-dependent": time_dependent,
    "tit-for-tat": tit_for_tat,
    "hardliner": hardliner,
}

aspiration = by_number(tuple(strategy.aspiration for strategy in STRATEGIES.values()))
