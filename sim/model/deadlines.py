"""The end without a deal: postponed while notice runs, extended by consent, lapsed, broken off (model.md 1.10)."""

from __future__ import annotations

from sim.model.bargaining import accepts, write_text
from sim.model.chance import EXTEND, draw
from sim.model.compiled import routine
from sim.model.credibility import set_floors
from sim.model.effects import settle_effects
from sim.model.elementary import logistic
from sim.model.schedules import set_off
from sim.model.state import AFTER_EXTENSION, AUTOMATIC, CHANCE, NOBODY, NOTICE, Packed, Row
from sim.model.utility import utility


@routine
def reach_deadline(s: Packed, w: Row) -> bool:
    """Postpone, extend or end the talks at the planned end; say whether they go on (1.10)."""
    postponed = w.deadline
    for i in range(s.parties):
        if w.stage[i] == NOTICE:
            postponed = max(postponed, w.effective[i] + 0.5)
    if postponed > w.deadline:
        w.deadline = postponed
        return True
    if w.extensions >= w.most_extensions or not _all_consent(s, w):
        return False
    extend(s, w)
    return True


@routine
def extend(s: Packed, w: Row) -> None:
    """Move the planned end by one extension, counted from today."""
    w.deadline = w.day + w.extension
    w.extensions += 1
    w.monthly_from = w.day
    set_off(s, w, AFTER_EXTENSION, NOBODY)


@routine
def has_lost_support(s: Packed, w: Row) -> bool:
    """Return whether some party's support at home has fallen to the line at which it breaks off the talks (1.10)."""
    settle_effects(s, w)
    for i in range(s.parties):
        if accepts(w.breaks_off[i], w.support[i]):
            return True
    return False


@routine
def _all_consent(s: Packed, w: Row) -> bool:
    # k consents with probability Logistic((u_k(text) - F_k + hope_k) / lam_ext).
    if s.consent == AUTOMATIC:
        return True
    if s.consent == CHANCE:
        return draw(w.seed, w.trial, EXTEND, 0, w.extensions, 0) < w.consent_chance
    settle_effects(s, w)
    set_floors(s, w)
    write_text(s, w)
    for k in range(s.parties):
        chance = logistic((utility(s, w, k, w.text) - w.floor[k] + w.hope[k]) / w.consent_noise)
        if draw(w.seed, w.trial, EXTEND, k, w.extensions, 0) >= chance:
            return False
    return True
