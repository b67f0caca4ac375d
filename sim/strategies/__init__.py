"""The shelf of strategies: how a party bargains, one file each, one line here.

A strategy is a module with four names, or five. `aspiration(s, w, k)` is compiled: the utility that party k holds out
for in this round, from what it may know: its own parameters and floor, and what is public in the row. It is asked once
a round and may keep a few numbers for itself in `w.memory[k]`, all 0 at first. `PARAMETERS` are the numbers that a
scenario file may set, which it finds in `w.tactic[k]`; `STYLES` are words for some of their values. `BECAUSE` is what a
story says, after the party's name, of why it gave way; it is empty where that is the time that has gone. The engine
holds an aspiration to the floor and allows no take-backs; the bid that follows from it is made by
`sim.model.bargaining`. The key here is the word in a scenario file; the order is the number that a packed scenario
holds.

The fifth is `plan(s, w, k)`, compiled: the day, in continuous time, on which party k comes round. A session is called
on it at once. Plans are made at the beginning, and anew whenever a stage of escalation changes (`sim.model.plans`).
Where not all parameters can hold at once, `ALTERNATIVES` names those of which a file may set one.

What takes long to work out would make the loop of every scenario long to compile. A strategy that needs it has, in the
place of `aspiration`, an entry point `deliberate(s, rows, number)`: it is called when a round has opened, for the rows
that wait for it, and sets `w.wish[k]` itself.

The key here is the word in a scenario file; the order is the number that a packed scenario holds.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from sim.model.compiled import rule
from sim.model.plans import no_plan
from sim.model.shelf import by_number
from sim.model.state import Packed, Row, Rows
from sim.strategies import (
    fixed_chances,
    fixed_rates,
    hardliner,
    nash,
    rubinstein,
    sealed_bid,
    time_dependent,
    tit_for_tat,
    war_of_attrition,
    zeuthen,
)
from sim.strategies.parameter import Parameter, Shape, Style


class Strategy(Protocol):
    """What the shelf expects of each of its modules."""

    PARAMETERS: tuple[Parameter, ...]
    STYLES: tuple[Style, ...]
    BECAUSE: str
    __doc__: str | None


STRATEGIES: dict[str, Strategy] = {
    "time-dependent": time_dependent,
    "tit-for-tat": tit_for_tat,
    "hardliner": hardliner,
    "rubinstein": rubinstein,
    "zeuthen": zeuthen,
    "sealed-bid": sealed_bid,
    "war-of-attrition": war_of_attrition,
    "fixed-rates": fixed_rates,
    "fixed-chances": fixed_chances,
    "nash": nash,
}


@rule
def _most(s: Packed, w: Row, k: int) -> float:
    return w.most[k]


aspiration = by_number(tuple(getattr(strategy, "aspiration", _most) for strategy in STRATEGIES.values()))
plan = by_number(tuple(getattr(strategy, "plan", no_plan) for strategy in STRATEGIES.values()))
PLANNERS = frozenset(name for name, strategy in STRATEGIES.items() if hasattr(strategy, "plan"))
# By number, those that think between the opening of a round and its being held.
DELIBERATE: dict[int, Callable[[Packed, Rows, int], None]] = {
    number: strategy.deliberate
    for number, strategy in enumerate(STRATEGIES.values())
    if hasattr(strategy, "deliberate")
}

# How a party bids (model.md 1.6); the order is the number that a packed scenario holds. Some are a strategy's own.
BIDDINGS = ("logroll", "even", "equilibrium")
OWN_BIDDINGS = {name: strategy.BIDDING for name, strategy in STRATEGIES.items() if hasattr(strategy, "BIDDING")}


def own_bidding(name: str) -> tuple[str, ...]:
    """Return the way of bidding that a strategy has for itself, and bids in if nothing else is said; or nothing."""
    return (OWN_BIDDINGS[name],) if name in OWN_BIDDINGS else ()


def misfit(name: str, shape: Shape) -> str:
    """Say why a strategy does not fit a scenario; empty where it does, as most fit every one."""
    why: Callable[[Shape], str] = getattr(STRATEGIES[name], "misfit", lambda _: "")
    return why(shape)
