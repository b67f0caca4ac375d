"""How much of the machine other programs used meanwhile: what says whether to believe a figure."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from pathlib import Path

from bench.figure import Figure

_STATE = Path("/proc/stat")
# Of the first line of that file, in ticks of all processors: 3 is idle, 4 waits for a disk, 7 another machine has had.
_IDLE = (3, 4)
_COUNTED = 8


@dataclass(frozen=True)
class Moment:
    """What the clocks say, in seconds: on the wall, of all processors while busy, and of this process and its own."""

    wall: float
    busy: float
    ours: float


def moment() -> Moment | None:
    """Return what the clocks say now; None on a system that does not say how busy it is."""
    if not _STATE.exists():
        return None
    ticks = [int(word) for word in _STATE.read_text(encoding="utf-8").split()[1 : 1 + _COUNTED]]
    busy = sum(ticks) - sum(ticks[place] for place in _IDLE)
    own = os.times()
    ours = own.user + own.system + own.children_user + own.children_system
    return Moment(time.perf_counter(), busy / os.sysconf("SC_CLK_TCK"), ours)


def used_by_others(before: Moment | None, after: Moment | None) -> list[Figure]:
    """Return the share of all processors' time that went to other programs between two moments."""
    if before is None or after is None:
        return []
    others = (after.busy - before.busy) - (after.ours - before.ours)
    share = others / ((after.wall - before.wall) * (os.cpu_count() or 1))
    return [Figure("used by other programs meanwhile", 100.0 * max(0.0, share), "% of the machine")]
