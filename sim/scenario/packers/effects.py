"""Pack effects: outreach, lobbying, elections, shocks; one entry for each party and quantity moved (1.12)."""

from __future__ import annotations

from dataclasses import dataclass

from sim.model import state
from sim.model.chance import address
from sim.model.effects import EFFECTS
from sim.scenario.course import Effect, LinkLoss
from sim.scenario.figure import Figure
from sim.scenario.packers.desk import Desk, plain
from sim.scenario.schema import Scenario

SUPPORT = list(EFFECTS).index("support")
_ACTS = {
    "threat": state.AFTER_THREAT,
    "notice": state.AFTER_NOTICE,
    "backdown": state.AFTER_BACKDOWN,
    "rescind": state.AFTER_RESCISSION,
    "extend": state.AFTER_EXTENSION,
}


@dataclass(frozen=True)
class Struck:
    """One quantity of one party that an effect moves."""

    name: str
    by: str | None
    party: str
    moves: int
    size: Figure
    half_life: Figure | None
    days: tuple[float, ...] = ()
    rate: Figure | None = None
    act: str | None = None
    partner: str | None = None

    @property
    def key(self) -> str:
        """Return the word of a scenario file for what is moved."""
        return list(EFFECTS)[self.moves]


def expanded(scenario: Scenario) -> list[Struck]:
    """Return one entry for each party and quantity that the scenario's effects move, in the file's order."""
    found = []
    for name, party in scenario.parties.items():
        start = party.support.start
        if start is not None:
            found.append(Struck("support at the start", None, name, SUPPORT, start.level, start.half_life, (0.0,)))
    for effect in scenario.calendar.effects:
        days = _days(scenario, effect)
        for party_name in effect.affects:
            for moves, size, partner in _moved(effect):
                found.append(
                    Struck(
                        effect.name, effect.by, party_name, moves, size, effect.half_life,
                        days, effect.poisson, effect.on, partner,
                    )
                )  # fmt: skip
    return found


def put(desk: Desk, struck: list[Struck]) -> None:
    """Put each effect's schedule, whom it touches, its size and its half-life."""
    record = desk.record
    record["effects"] = len(struck)
    next_date = 0
    for e, effect in enumerate(struck):
        record["effect_by"][e] = desk.seat(effect.by) if effect.by is not None else state.NOBODY
        record["effect_in"][e] = desk.seat(effect.party)
        record["effect_with"][e] = desk.seat(effect.partner) if effect.partner is not None else state.NOBODY
        record["effect_moves"][e] = effect.moves
        record["effect_address"][e] = address(f"effect {effect.name}")
        record["first_date"][e] = next_date
        record["dates"][e] = len(effect.days)
        record["effect_day"][next_date : next_date + len(effect.days)] = effect.days
        next_date += len(effect.days)
        _schedule(desk, e, effect)
        place = f"effect {effect.name} {effect.moves}"  # one figure of the file, one draw, however many it touches
        desk.put(effect.size, "effect_size", e, at=place)
        desk.row["half_life"][e] = state.NEVER
        if effect.half_life is not None:
            desk.put(effect.half_life, "half_life", e, at=f"{place} half-life")


def _schedule(desk: Desk, e: int, effect: Struck) -> None:
    record = desk.record
    if effect.act is not None:
        record["schedule"][e] = state.ON_EVENT
        record["trigger"][e] = _ACTS[effect.act]
    elif effect.rate is not None:
        record["schedule"][e] = state.POISSON
        desk.put(effect.rate, "effect_rate", e, at=f"effect {effect.name} rate")
    else:
        record["schedule"][e] = state.ON_DATES


def _moved(effect: Effect) -> list[tuple[int, Figure, str | None]]:
    found: list[tuple[int, Figure, str | None]] = []
    for moves, key in enumerate(EFFECTS):
        size = getattr(effect, key)
        if isinstance(size, LinkLoss):
            found.append((moves, size.by, size.partner))
        elif size is not None:
            found.append((moves, size, None))
    return found


def _days(scenario: Scenario, effect: Effect) -> tuple[float, ...]:
    start = scenario.about.starts
    if effect.dates is not None:
        return tuple(sorted(float((day - start).days) for day in effect.dates))
    if effect.every is None:
        return ()
    period = plain(effect.every.period)
    first = float(((effect.every.start or start) - start).days)
    last = float(((effect.every.until or scenario.about.ends) - start).days)
    return tuple(first + period * n for n in range(int((last - first) // period) + 1))
