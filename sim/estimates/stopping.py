"""How many trials a wanted precision takes, decided so that looking does not bend the answer.

The number is planned from a first look of fixed size, not by watching the range until it happens to be narrow enough:
stopping at a lucky moment would make ranges too narrow (Wald 1947; Stein 1945 plans from a first sample, as here). If
the plan falls short the next one is made from all trials so far, which is rare and a little on the safe side.
"""

import math

FIRST_LOOK = 1_000
_MARGIN = 1.02  # the next look is a little larger than the last one says, so that one more is rarely needed


def trials_for(widest: float, trials: int, half_width: float) -> int:
    """Return how many trials bring the widest half range, `widest` after `trials`, down to `half_width`.

    Ranges of shares narrow with the square root of the number of trials.
    """
    return max(trials + 1, math.ceil(trials * (widest / half_width) ** 2 * _MARGIN))
