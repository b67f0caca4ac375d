"""Split rows as they climb the ladder none, threat, notice, exit; a copy has a part of the weight, and its own chance.

Importance splitting (Garvels 2000; L'Ecuyer, Demers and Tuffin 2007). Whatever the number of copies, the weights of
what becomes of a row add up without bias to what would have become of it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from sim.engine.batch import run_on
from sim.model.events import DONE, EFFECTIVE, EVERYTHING_WATCHED, EXPIRY, ROUND_OPENS
from sim.model.state import ACTS, HOLDS_BACK, THE_MODEL, TOLD, WAITING, Rows
from sim.scenario.packing import PackedScenario

Numbers = NDArray[np.float64]
Hit = Callable[[Rows], NDArray[np.bool_]]

# Levels of the ladder that a row may have reached: none, a threat, a notice. The next rung is the ending.
LEVELS = 3
MOST_COPIES = 32
# Rows are looked at before these events; a level counts as reached when it is seen.
_LOOKS = (1 << ROUND_OPENS) | (1 << EXPIRY) | (1 << EFFECTIVE)
# The number of a copy says whose copy it is.
_LEVEL_BITS, _CODE_BITS = 58, 20
_COPIES_A_LEVEL = MOST_COPIES**2  # of a row that climbs two levels at once

# What goes with each row: the root that it comes from (its place in the stratum, and its trial), which of the copies it
# is, the level on which it was seen, how many events were counted for whoever it is a copy of, its part of the root.
_TAG = np.dtype(
    [("root", "<i8"), ("trial", "<i8"), ("code", "<i8"), ("level", "<i8"), ("counted", "<i8"), ("weight", "<f8")]
)
Tags = NDArray[np.void]


@dataclass
class Climbed:
    """What became of rows, by root: the part of it that ended so, and the events of a plain trial.

    In all: the events that were played, and how many rows reached each level and, last, the ending.
    """

    hits: Numbers
    lengths: Numbers
    cost: int = 0
    levels: NDArray[np.int64] = field(default_factory=lambda: np.zeros(LEVELS + 1, dtype=np.int64))


def may_split(packed: PackedScenario) -> bool:
    """Say whether rows of this scenario may be split.

    A copy draws anew under another number. Where plans are drawn once for good, a party could then have acted long ago.
    """
    return not packed.record["plans"]


def climb(packed: PackedScenario, rows: Rows, hit: Hit, copies: tuple[int, ...], forks: bool) -> Climbed:
    """Play rows to their ends, splitting each where it is seen on a level for the first time, into `copies` of it.

    With `forks`, a row whose notice can take effect goes on both ways, weighed by the chance of each.
    """
    tags = np.zeros(len(rows), dtype=_TAG)
    tags["root"] = np.arange(len(rows))
    tags["trial"], tags["weight"] = rows["trial"], 1.0
    found = Climbed(np.zeros(len(rows)), np.zeros(len(rows)))
    while len(rows):
        rows["watched"][rows["watched"] == WAITING] = TOLD
        run_on(packed, rows, _LOOKS)
        if forks:
            rows, tags = _fork(packed, rows, tags, found)
        is_done = rows["event"] == DONE
        _note(rows[is_done], tags[is_done], hit, found)
        rows, tags = _split(rows[~is_done], tags[~is_done], copies, found)
    return found


def _fork(packed: PackedScenario, rows: Rows, tags: Tags, found: Climbed) -> tuple[Rows, Tags]:
    """Return the rows, each with a notice that can take effect now as two: one has left, one has taken it back.

    Each has the weight of its chance, which the row holds once the event is over: the last rung needs no luck.
    """
    at_the_door = (rows["event"] == EFFECTIVE) & (rows["watched"] == WAITING)
    if not at_the_door.any():
        return rows, tags
    leaves, stays = rows[at_the_door], rows[at_the_door]
    who, many = leaves["who"].copy(), np.arange(int(at_the_door.sum()))
    for forked, answer in ((leaves, ACTS), (stays, HOLDS_BACK)):
        forked["played"][many, who] = answer
        forked["watched"] = TOLD
        run_on(packed, forked, EVERYTHING_WATCHED)
        forked["played"][many, who] = THE_MODEL
    chance = leaves["chance"][many, who, leaves["type"][many, who]]
    found.cost += int((rows["handled"] - tags["counted"])[at_the_door].sum())
    tags["counted"][at_the_door] = rows["handled"][at_the_door]
    gone, back = tags[at_the_door], tags[at_the_door]
    gone["weight"] *= chance
    back["weight"] *= 1.0 - chance
    rest = ~at_the_door
    rows = np.concatenate([rows[rest], leaves, stays]).view(np.recarray)
    tags = np.concatenate([tags[rest], gone, back])
    is_possible = tags["weight"] > 0.0
    return rows[is_possible], tags[is_possible]


def _note(rows: Rows, tags: Tags, hit: Hit, found: Climbed) -> None:
    hits, levels = hit(rows), _level(rows)
    np.add.at(found.hits, tags["root"], tags["weight"] * hits)
    np.add.at(found.lengths, tags["root"], tags["weight"] * rows["handled"])
    found.cost += int((rows["handled"] - tags["counted"]).sum())
    found.levels += np.array([*(np.count_nonzero(levels >= level) for level in range(LEVELS)), hits.sum()])


def _level(rows: Rows) -> NDArray[np.int64]:
    threatened = (rows["threats"] > 0).any(axis=1)
    gave_notice = (rows["notices"] > 0).any(axis=1)
    return np.where(gave_notice, 2, np.where(threatened, 1, 0))


def _split(rows: Rows, tags: Tags, copies: tuple[int, ...], found: Climbed) -> tuple[Rows, Tags]:
    """Return the rows, each copied if it has climbed; a copy has its part of the weight, and chance of its own ahead.

    What a copy draws from now on it draws as a trial of its own number, which no other row has.
    """
    now = _level(rows)
    many = np.ones(len(rows), dtype=np.int64)
    for level, count in enumerate(copies, 1):
        many[(tags["level"] < level) & (now >= level)] *= count
    tags["level"] = np.maximum(tags["level"], now)
    is_split = many > 1
    if not is_split.any():
        return rows, tags
    found.cost += int((rows["handled"] - tags["counted"])[is_split].sum())
    tags["counted"][is_split] = rows["handled"][is_split]
    tags["weight"] /= many
    place = np.arange(many.sum()) - np.repeat(np.cumsum(many) - many, many)
    rows, tags, own = np.repeat(rows, many).view(np.recarray), np.repeat(tags, many), np.repeat(is_split, many)
    tags["code"][own] = tags["code"][own] * _COPIES_A_LEVEL + place[own]
    rows["trial"][own] = (tags["level"] << _LEVEL_BITS)[own] + (tags["trial"] << _CODE_BITS)[own] + tags["code"][own]
    return rows, tags
