"""Votes at home on what was signed (model.md 1.9)."""

from __future__ import annotations

from sim.model.bargaining import accepts
from sim.model.chance import RATIFY, draw
from sim.model.compiled import routine, rule
from sim.model.credibility import ratification_line
from sim.model.deals import party_worth
from sim.model.effects import settle_effects
from sim.model.normal import normal_cdf
from sim.model.state import NEVER, NOBODY, Packed, Row


@routine
def call_votes(s: Packed, w: Row) -> None:
    """Set the day of each vote: today plus the party's lag; outsiders and parties without ratification hold none."""
    for k in range(s.parties):
        bound = w.coalition == NOBODY or w.joined == 1 or s.member[w.coalition, k] == 1
        w.vote_day[k] = w.day + w.lag[k] if bound and s.votes[k] == 1 else NEVER


@rule
def votes_pending(s: Packed, w: Row) -> bool:
    """Return whether a vote is still to be held."""
    for k in range(s.parties):
        if w.vote_day[k] != NEVER:
            return True
    return False


@routine
def vote(s: Packed, w: Row, k: int) -> bool:
    """Hold k's vote and say whether it passes: P = Phi((u_k - Rdom_k - rho_k + b_k H_k) / sigma_k) (1.9).

    Hurdle and support are those of the day of the vote. The reversion point is that of the day of signature: what was
    signed cleared every threat, but what the ratifier says no to is the world it was signed in (1.7, reason 5).
    """
    settle_effects(s, w)
    w.vote_day[k] = NEVER
    w.worth[k] = party_worth(s, w, k, w.coalition, w.joined)
    margin = w.worth[k] - ratification_line(s, w, k)
    if w.vote_noise[k] == 0.0:  # the hurdle is known: a vote after a reopening, or none that could surprise
        w.chance[k, 0] = 1.0 if accepts(margin, 0.0) else 0.0
    else:
        w.chance[k, 0] = normal_cdf(margin / w.vote_noise[k])
    w.chance[k, 1] = w.chance[k, 0]
    return draw(w.seed, w.trial, RATIFY, k, w.held, 0) < w.chance[k, 0]
