"""Concede as time runs out (Faratin, Sierra and Jennings 1998): boulware late, conceder early, linear in between."""

from __future__ import annotations

from sim.model.compiled import rule
from sim.model.elementary import exp
from sim.model.state import Packed, Row
from sim.strategies.parameter import Parameter, Style, places

PARAMETERS: tuple[Parameter, ...] = (
    Parameter("beta", 0.0, 10.0, default=0.3, above=True, least=1e-3),  # below 1 holds out, above 1 gives way early
    Parameter("opening_concession", 0.0, 1.0, default=0.0, unit="share", below=True),  # kappa0
)
STYLES: tuple[Style, ...] = (
    Style("boulware", "beta", 0.2, "below 1", lambda beta: beta < 1.0),
    Style("linear", "beta", 1.0, "1", lambda beta: beta == 1.0),
    Style("conceder", "beta", 5.0, "above 1", lambda beta: beta > 1.0),
)
BECAUSE = ""
BETA, OPENING_CONCESSION = places(PARAMETERS)


@rule
def aspiration(s: Packed, w: Row, k: int) -> float:
    """Return A_k = F_k + (M_k - F_k)(1 - kappa0 - (1 - kappa0) tau^(1/beta)) of model.md 1.6, in k's utility.

    tau is the share of the time for talks that has gone, beta below 1 holds out (boulware), kappa0 is given away at
    the start. The power is taken as e^(log(tau) / beta), with one logarithm a round.
    """
    kept = 1.0 - w.tactic[k, OPENING_CONCESSION]
    return w.floor[k] + (w.most[k] - w.floor[k]) * kept * (1.0 - exp(w.log_elapsed / w.tactic[k, BETA]))
