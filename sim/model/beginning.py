"""Begin a trial: draw what is unknown, then set the table (model.md 1, 1.3, 5)."""

from __future__ import annotations

from sim.model.bargaining import write_text
from sim.model.beta import beta_quantile_scaled
from sim.model.chance import PARAMETER, TYPE, draw
from sim.model.compiled import routine, rule
from sim.model.credibility import set_floors
from sim.model.effects import LINK_LOSS, settle_effects
from sim.model.normal import normal_quantile, triangular_quantile
from sim.model.policies import NEVER_LEAVES
from sim.model.schedules import find_next_strike, set_due
from sim.model.stakes import set_losses
from sim.model.state import (
    BLUFFER,
    NEVER,
    NOBODY,
    NORMAL,
    RESOLUTE,
    TRIANGULAR,
    UNIFORM,
    Packed,
    Row,
)
from sim.model.threats import set_opening_share, set_script_day
from sim.model.utility import prepare_utilities


@routine
def draw_parameters(s: Packed, words: object, seed: int, trial: int) -> None:
    """Draw every distribution once, each at its own address, and put it into its words of the row (5).

    It sees the row as words only: a function's arguments never overlap.
    """
    for v in range(s.drawn):
        u = draw(seed, trial, PARAMETER, 0, s.draw_address[v], 0)
        x = min(max(_quantile(s, v, u), s.draw_low[v]), s.draw_high[v])
        words[s.drawn_word + v] = x  # type: ignore[index]
    for v in range(s.targets):
        x = words[s.drawn_word + s.target_draw[v]]  # type: ignore[index]
        words[s.target_word[v]] = (x - s.target_origin[v]) / s.target_width[v]  # type: ignore[index]


@routine
def begin(s: Packed, w: Row) -> None:
    """Turn a blank row whose parameters are drawn into a negotiation about to start."""
    _scale_losses(s, w)
    _set_clock(s, w)
    prepare_utilities(s, w)
    for i in range(s.parties):
        _seat(s, w, i)
    for i in range(s.parties):
        if s.policy[i] != NEVER_LEAVES:
            set_opening_share(s, w, i)
    for e in range(s.effects):
        set_due(s, w, e)
    find_next_strike(s, w)
    write_text(s, w)
    settle_effects(s, w)
    set_floors(s, w)


@rule
def _quantile(s: Packed, v: int, u: float) -> float:
    kind = s.draw_kind[v]
    if kind == UNIFORM:
        return s.draw_a[v] + (s.draw_b[v] - s.draw_a[v]) * u
    if kind == TRIANGULAR:
        return triangular_quantile(u, s.draw_a[v], s.draw_b[v], s.draw_c[v])
    if kind == NORMAL:
        return s.draw_a[v] + s.draw_b[v] * normal_quantile(u)
    return beta_quantile_scaled(u, s.draw_a[v], s.draw_b[v], s.draw_c[v])


@rule
def _scale_losses(s: Packed, w: Row) -> None:
    # From shares of GDP to utility: L_ik = loss * loss_scale / stakes; the believed gain of a resolute leader from
    # ending a deficit is psi * deficit / GDP / stakes (1.2).
    if s.traded == 1:
        set_losses(s, w)
    for i in range(s.parties):
        deficits = 0.0
        for k in range(s.parties):
            w.loss[i, k] = w.loss[i, k] * w.loss_scale / w.stakes
            deficits += max(0.0, w.deficit[i, k])
        if w.deficit_weight[i] != 0.0 and deficits != 0.0:
            w.exit_gain[i, RESOLUTE] += w.deficit_weight[i] * deficits / w.gdp[i] / w.stakes
        if w.audience_multiple[i] != 0.0:
            w.audience[i, 1] = w.audience_multiple[i] * w.audience[i, 0]
    for e in range(s.effects):
        if s.effect_moves[e] == LINK_LOSS:
            w.effect_size[e] *= w.loss_scale / w.stakes


@rule
def _set_clock(s: Packed, w: Row) -> None:
    w.deadline = s.planned_end
    w.settled_day = NEVER
    w.held_day = -1.0
    w.met_day = -1.0
    w.accession_day = NEVER
    w.first_notice = NEVER
    w.coalition = NOBODY
    w.leaver = NOBODY
    w.end_day = s.horizon
    for i in range(len(w.expiry)):  # nothing is ever due to a seat that nobody has
        w.expiry[i] = NEVER
        w.effective[i] = NEVER
        w.vote_day[i] = NEVER
        w.comes_round[i] = NEVER
        w.acts_on[i] = NEVER
        w.script_day[i] = NEVER


@rule
def _seat(s: Packed, w: Row, i: int) -> None:
    resolute = w.prior[i] > 0.0 and draw(w.seed, w.trial, TYPE, i, 0, 0) < w.prior[i]
    w.type[i] = RESOLUTE if resolute else BLUFFER
    w.belief[i] = w.prior[i]
    w.day = -1.0  # so that what is scripted for the first day still lies ahead
    set_script_day(s, w, i)
    w.day = 0.0
    for j in range(len(w.text)):
        w.stand[i, j] = w.opening[i, j]
        w.table[i, j] = w.opening[i, j]
        w.snapshot[i, j] = w.opening[i, j]
    w.most[i] = w.best[i]
    w.aspiration[i] = w.best[i]
