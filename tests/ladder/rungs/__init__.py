"""The validation ladder: published cases with exact answers, played by the engine from scenario files.

One file a rung, one line here. `play()` returns what the engine finds for each quantity of the rung in expected.json,
which holds the numbers of the reference program. Tolerance 1e-9, except where a tolerance is given beside the quantity:
the slack of 1e-9 in acceptance moves a crossing in time by as much over its slope; means, variances and quantiles over
many trials have four standard errors.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from tests.ladder.playing import Findings
from tests.ladder.rungs import (
    r01,
    r02,
    r03,
    r04,
    r05,
    r06,
    r07,
    r08,
    r09,
    r10,
    r11,
    r12,
    r13,
    r14,
    r15,
    r16,
    r17,
    r18,
    r19,
    r20,
    r21,
    r22,
    r23,
    r24,
    r25,
    r26,
    r27,
    r28,
    r29,
    r30,
)

RUNGS: dict[str, Callable[[], Findings]] = {
    "R01": r01.play,
    "R02": r02.play,
    "R03": r03.play,
    "R04": r04.play,
    "R05": r05.play,
    "R06": r06.play,
    "R07": r07.play,
    "R08": r08.play,
    "R09": r09.play,
    "R10": r10.play,
    "R11": r11.play,
    "R12": r12.play,
    "R13": r13.play,
    "R14": r14.play,
    "R15": r15.play,
    "R16": r16.play,
    "R17": r17.play,
    "R18": r18.play,
    "R19": r19.play,
    "R20": r20.play,
    "R21": r21.play,
    "R22": r22.play,
    "R23": r23.play,
    "R24": r24.play,
    "R25": r25.play,
    "R26": r26.play,
    "R27": r27.play,
    "R28": r28.play,
    "R29": r29.play,
    "R30": r30.play,
}


@cache
def climbed(rung: str) -> Findings:
    """Return what the engine finds on a rung; it is played once."""
    return RUNGS[rung]()
