"""Answer concessions with one as large: tit for tat (Axelrod 1984; Faratin, Sierra and Jennings 1998)."""

from __future__ import annotations

from sim.model.bargaining import offered_by_others
from sim.model.compiled import rule
from sim.model.state import MEMORY, Packed, Row
from sim.strategies.parameter import Parameter, Style, places

PARAMETERS: tuple[Parameter, ...] = (
    Parameter("proportion", 0.0, 1.0, default=0.0, unit="share"),  # of the answer that is in proportion, not as large
    Parameter("window", 1.0, MEMORY + 1.0, default=1.0, unit="count"),  # rounds over which the answer averages
)
STYLES: tuple[Style, ...] = (
    Style("absolute", "proportion", 0.0, "0", lambda proportion: proportion == 0.0),
    Style("relative", "proportion", 1.0, "1", lambda proportion: proportion == 1.0),
    Style("averaged", "window", 3.0, "above 1", lambda window: window > 1.0),
)
BECAUSE = "answers what the others gave before"
PROPORTION, WINDOW = places(PARAMETERS)


@rule
def aspiration(s: Packed, w: Row, k: int) -> float:
    """Return A_k less what the others' text gave k more in each of the last rounds, on average (1.6).

    Absolute: A_k falls by as much utility of k. Relative: it falls by the share by which the others' text rose. Before
    the first round nobody has given anything yet. What the others take back is not answered: A_k never rises.
    """
    now = offered_by_others(s, w, k, w.table)
    before = offered_by_others(s, w, k, w.snapshot)
    window = int(w.tactic[k, WINDOW])
    if window > 1 and w.held == 0:
        w.memory[k, :] = before
    later, earlier = now, before
    as_large, in_proportion = 0.0, 0.0
    for n in range(window):
        as_large += later - earlier
        in_proportion += 1.0 - earlier / later if later > 0.0 else 0.0
        if n < window - 1:
            later, earlier = earlier, w.memory[k, n]
    if window > 1:
        _remember(w, k, before)
    held = w.aspiration[k]
    share = w.tactic[k, PROPORTION]
    given = (1.0 - share) * (as_large / window) + share * (held * (in_proportion / window))
    return held - max(0.0, given)


@rule
def _remember(w: Row, k: int, before: float) -> None:
    # What the others' text was worth before each of the last rounds, the latest first.
    for n in range(MEMORY - 1, 0, -1):
        w.memory[k, n] = w.memory[k, n - 1]
    w.memory[k, 0] = before
