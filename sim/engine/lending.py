"""Let one decision of a row fall the other way: for this one event it takes the draw of another trial."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from sim.engine.batch import run_on
from sim.model import state
from sim.model.events import DEADLINE, EFFECTIVE, EVERYTHING_WATCHED, EXPIRY, ROUND, VOTE
from sim.model.policies import NEVER_LEAVES
from sim.model.state import TOLD, Rows
from sim.scenario.packing import PackedScenario

# What a decision came to, and the words for it in an answer.
_ANSWERS = {
    state.THREATENED: "threat",
    state.STAYED_QUIET: "silence",
    state.GAVE_NOTICE: "notice",
    state.BACKED_DOWN: "backing down",
    state.WITHDREW: "exit",
    state.RESCINDED: "rescission",
}
_CHOICES = {
    ROUND: (state.THREATENED, state.STAYED_QUIET),
    EXPIRY: (state.GAVE_NOTICE, state.BACKED_DOWN),
    EFFECTIVE: (state.WITHDREW, state.RESCINDED),
}
_OTHER = {one: other for pair in _CHOICES.values() for one, other in (pair, pair[::-1])}
_ACTS = ("threat", "notice", "exit", "passed")  # what the chance in a row is the chance of

# A decision that goes otherwise in none of so many draws is not changed. The trials whose draws are lent are numbered
# far above those that anybody plays.
_LENT = 4_096
_LENDERS = 1 << 50


@dataclass(frozen=True)
class Otherwise:
    """A decision that fell the other way: whose it is, what it was and now is, how likely that was, the row after."""

    seat: int
    was: str
    other: str
    chance: float
    rows: Rows = field(repr=False)


def makes_plans(packed: PackedScenario) -> bool:
    """Say whether somebody acts at rates or plans: one lent draw would then move other draws along with it."""
    return bool(packed.record["plans"] or packed.record["restless"])


def otherwise(packed: PackedScenario, before: Rows, after: Rows) -> list[Otherwise]:
    """Return, for each decision in the event between two frames of a row, the row in which it falls the other way.

    For this one event the row takes the number of a trial whose draw fell on the other side, and then its own again:
    the others learn from the same chances, and every other draw is its own.
    """
    event, who = int(before["event"][0]), int(before["who"][0])
    seats = range(len(packed.parties)) if event == ROUND else (who,)
    choices = [seat for seat in seats if _is_choice(packed, event, seat, before, after)]
    if not choices:
        return []
    copies: Rows = np.repeat(before, _LENT).view(np.recarray)
    copies["trial"] = _LENDERS + np.arange(_LENT)
    live_through(packed, copies)
    found = (_fallen(event, seat, before, after, copies) for seat in choices)
    return [one for one in found if one is not None]


def live_through(packed: PackedScenario, rows: Rows) -> None:
    """Let rows that wait live through one event each, in place; then they wait for the next."""
    rows["watched"] = TOLD
    run_on(packed, rows, EVERYTHING_WATCHED)


def _fallen(event: int, seat: int, before: Rows, after: Rows, copies: Rows) -> Otherwise | None:
    fell = _fell(event, seat, before, after)[0]
    falls = _fell(event, seat, before, copies)
    fits = falls != fell
    if event == ROUND:
        rest = [k for k in range(after["decision"].shape[1]) if k != seat]
        fits &= (falls == _OTHER[int(fell)]) & (copies["decision"][:, rest] == after["decision"][:, rest]).all(axis=1)
    if not fits.any():
        return None
    rows: Rows = copies[fits][:1].copy()
    rows["trial"] = before["trial"]
    was, other = (_answer(event, int(each)) for each in (fell, falls[fits][0]))
    return Otherwise(seat, was, other, _chance(event, seat, after, was, float(np.mean(fits))), rows)


def _is_choice(packed: PackedScenario, event: int, seat: int, before: Rows, after: Rows) -> bool:
    if makes_plans(packed) or event not in (*_CHOICES, DEADLINE, VOTE):
        return False
    decided = int(after["decision"][0, seat])
    if event == ROUND:
        was_asked = before["stage"][0, seat] == state.QUIET and packed.record["policy"][seat] != NEVER_LEAVES
        went_on = after["signed"][0] == 0 and after["broken"][0] == 0
        return bool(was_asked and went_on and decided in _CHOICES[ROUND])
    if event == DEADLINE:
        may_extend = before["extensions"][0] < before["most_extensions"][0]
        is_asked = packed.record["consent"] != state.AUTOMATIC
        is_settled = after["extensions"][0] > before["extensions"][0] or after["ending"][0] == state.LAPSED
        return bool(may_extend and is_asked and is_settled)
    return event == VOTE or decided in _CHOICES[event]


def _fell(event: int, seat: int, before: Rows, after: Rows) -> NDArray[np.int64]:
    if event == DEADLINE:
        return np.asarray(after["extensions"] > before["extensions"], dtype=np.int64)
    if event == VOTE:
        is_lost = after["ending"] == state.RATIFICATION_FAILED
        is_lost |= (after["signed"] < before["signed"]) | (after["joined"] < before["joined"])
        return np.asarray(~is_lost, dtype=np.int64)
    return np.array(after["decision"][:, seat])


def _answer(event: int, fell: int) -> str:
    if event == DEADLINE:
        return "extension" if fell else "lapse"
    if event == VOTE:
        return "passed" if fell else "voted down"
    return _ANSWERS[fell]


def _chance(event: int, seat: int, after: Rows, was: str, share: float) -> float:
    """Return how likely the other choice was; of an extension, in how many of the lent draws it came to it."""
    if event == DEADLINE:
        return share
    act = float(after["chance"][0, seat, 0 if event == VOTE else int(after["type"][0, seat])])
    return 1.0 - act if was in _ACTS else act
