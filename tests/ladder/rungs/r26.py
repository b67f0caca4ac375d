"""A reputation for fighting, built by threats that are carried on to a notice (Kreps and Wilson 1982).

An exit would end the talks, and with them the game. So the fight is the notice, which is always taken back on the day
it would take effect, so that the next entrant can come. A stage is a threat, the entrant's answer (a challenge holds
out, whoever stays away meets the demand), and notice or backing down. A strong incumbent always fights. How often a
weak one does is set for each stage from the public belief by a process: just so often that a fight leaves the next
entrant indifferent. Each stage has an entrant of its own, which is bound by nothing that the last one gave.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

import numpy as np
import simpy
from numpy.typing import NDArray

from sim.engine.calendar import Process
from sim.engine.seats import SeatStrategy, View
from sim.model.state import BLUFFER, THREAT, Rows
from sim.simulate import simulate
from tests.builders import on
from tests.ladder.playing import TRIALS, Findings, Found, averaged, only, scene

INCUMBENT, ENTRANT = 0, 1
WINS = 0.5  # b: what entering brings if nobody fights; a fight brings b - 1, staying away 0
STAGE, ANSWERED, DECIDED = 10, 7, 8  # days of a stage; by which the answer is in, and the incumbent has decided

Numbers = NDArray[np.float64]


def _critical(left: int) -> float:
    """Return the belief that leaves an entrant indifferent, `left` stages before the end: a fight has chance b."""
    return WINS if left == 1 else WINS * _critical(left - 1)


def _fights(belief: Numbers, left: int) -> Numbers:
    """Return how often a weak incumbent fights: so that the belief after a fight is critical, always if it is now."""
    if left == 1:
        return np.zeros_like(belief)
    aim = _critical(left - 1)
    low = np.minimum(belief, aim)
    return low * (1.0 - aim) / ((1.0 - low) * aim)


def _entrant(stages: int, always: bool) -> SeatStrategy:
    def answer(view: View) -> Numbers:
        belief, challenges = view.belief[:, INCUMBENT], np.full(len(view.trial), always)
        for left in range(1, stages + 1):
            expected = belief + (1.0 - belief) * _fights(belief, left)
            challenges |= (stages - view.day // STAGE == left) & (expected < WINS)
        stays_away = (view.stage[:, INCUMBENT] == THREAT) & ~challenges
        return np.where(stays_away, 0.5, view.most)

    return answer


def _incumbent(stages: int, seen: list[dict[str, Numbers]]) -> Process:
    def process(env: simpy.Environment, rows: Rows) -> Generator[simpy.Event, Any, Any]:
        for left in range(stages, 0, -1):
            rows["aspiration"][:, ENTRANT] = 1.0
            yield env.timeout(ANSWERED)
            rows["rate"][:, INCUMBENT, THREAT, BLUFFER] = _fights(rows["belief"][:, INCUMBENT], left)
            yield env.timeout(DECIDED - ANSWERED)
            if left == stages:
                names = ("type", "belief", "notices", "satisfied")
                seen.append({name: np.array(rows[name][:, INCUMBENT]) for name in names})
            yield env.timeout(STAGE - DECIDED)

    return process


def _first_stage(stages: int, prior: float, always: bool) -> dict[str, Numbers]:
    """Play all stages, with challenges always or where they pay; return what is seen once the first is decided."""
    ends = ("calendar.planned_end.date", on(STAGE * stages - 1))
    talks = scene("R26", ends, ("parties.incumbent.resolve.prior", prior)).scenario
    seen: list[dict[str, Numbers]] = []
    seats, processes = {"entrant": _entrant(stages, always)}, (_incumbent(stages, seen),)
    simulate(talks, TRIALS, seed=2018, seats=seats, processes=processes)
    return {name: np.concatenate([each[name] for each in seen]) for name in seen[0]}


def play() -> Findings:
    found = {}
    for stages, prior in ((1, 0.1), (2, 0.1), (3, 0.1), (3, 0.2), (4, 0.1)):
        tag = f"n={stages},p={prior}"
        equilibrium, challenged = (_first_stage(stages, prior, always) for always in (False, True))
        weak, fought = challenged["type"] == BLUFFER, challenged["notices"] == 1
        found[f"challenged? ({tag})"] = Found(1.0 - only(equilibrium["satisfied"]))
        found[f"P(weak fights | challenged, {tag})"] = averaged(fought[weak])
        found[f"posterior after fight ({tag})"] = Found(only(challenged["belief"][fought]))
    return found
