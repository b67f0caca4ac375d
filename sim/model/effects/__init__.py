"""The shelf of what effects can move (model.md 1.12): one file each, one line here.

Outreach, lobbying, elections and shocks are one object, with a schedule, a size and a half-life; they differ in what
they move. A file says how: `clear(w, i)` sets what effects add for party i to nothing, `move(w, i, k, level)` adds a
level (k is the partner where a link is meant). The key is the word in a scenario file; the order is the number that a
packed scenario holds.
"""

from __future__ import annotations

from sim.model.compiled import routine
from sim.model.effects import discount_rates, exit_gains, hurdles, link_losses, supports
from sim.model.effects.discount_rates import discount_rate
from sim.model.effects.link_losses import link_loss
from sim.model.schedules import share_left
from sim.model.shelf import by_number, in_turn
from sim.model.state import NEVER, Packed, Row

EFFECTS = {
    "support": supports,
    "hurdle": hurdles,
    "exit_gain": exit_gains,
    "discount": discount_rates,
    "link_loss": link_losses,
}
LINK_LOSS = list(EFFECTS).index("link_loss")

_clear = in_turn(tuple(effect.clear for effect in EFFECTS.values()))
_move = by_number(tuple(effect.move for effect in EFFECTS.values()))

__all__ = ["EFFECTS", "LINK_LOSS", "discount_rate", "link_loss", "settle_effects"]


@routine
def settle_effects(s: Packed, w: Row) -> None:
    """Set what effects add today: to support H, hurdles, exit gains, discount rates and link losses (1.2)."""
    if w.settled_day == w.day:
        return
    w.settled_day = w.day
    for i in range(len(w.support)):
        _clear(w, i)
    since, half_life, left = NEVER, NEVER, 1.0
    for e in range(s.effects):
        if w.effect_level[e] != 0.0:
            # One act often moves several parties or quantities, each an effect: they fade as one.
            if w.effect_since[e] != since or w.half_life[e] != half_life:
                since, half_life = w.effect_since[e], w.half_life[e]
                left = share_left(w, since, half_life)
            _move(s.effect_moves[e], w, s.effect_in[e], s.effect_with[e], w.effect_level[e] * left)
