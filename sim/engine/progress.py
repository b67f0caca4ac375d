"""How work says how far it is, to whoever wants to show it."""

from collections.abc import Sequence
from typing import Protocol


class Progress(Protocol):
    """Hears how far the work is."""

    def __call__(self, done: int, counts: Sequence[int] = (), /) -> None:
        """Hear that `done` trials are done in all, and how often each ending came in them, in the order of endings.

        No counts where the trials are not those of one run, as in a sweep.
        """


def after(done: int, progress: Progress | None) -> Progress | None:
    """Return what hears of a part of the work, before which `done` trials of other parts were done."""
    if progress is None:
        return None

    def hear(more: int, _counts: Sequence[int] = ()) -> None:
        progress(done + more)

    return hear
