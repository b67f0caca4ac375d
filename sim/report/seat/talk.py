"""Hear a player's lines one by one: nothing that is typed ends a game but `quit`, or the end of the input."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np

from sim.errors import SimError, UsageError
from sim.model.events import DONE
from sim.report.lines import paragraph
from sim.report.seat.debrief import debrief, model_players
from sim.report.seat.debrief_text import debrief_text
from sim.report.seat.decisions import CHOICES, decided, is_decision
from sim.report.seat.game import Game
from sim.report.seat.news import news
from sim.report.seat.odds import odds_text
from sim.report.seat.orders import Order, read
from sim.report.seat.saved import Saved, save
from sim.report.seat.screen import choices, opening, screen
from sim.report.seat.why import hint, why
from sim.report.story import retold
from sim.report.story.trace import traced
from sim.report.story.words import plural, sentence

HELP = (
    ("offer ISSUE NUMBER, ...", "table positions in natural units; what you leave out stays as it is"),
    ("points N", "let the model table a package worth N points to you"),
    ("accept [PARTY]", "table the text, or what a party tabled, and hold out for no more"),
    ("hold", "leave your package as it is"),
    ("... and threaten", "after any of these: threaten to give notice (threaten: hold and threaten)"),
    ("notice, rescind", "when your threat runs out: carry it out, or back down"),
    ("withdraw, rescind", "when your notice takes effect: leave, or take it back"),
    ("model", "let the model decide this time"),
    ("table, odds, why", "see the table, your odds, what moves your points, what the model would do"),
    ("undo [N]", "take back your last N decisions"),
    ("save FILE", "keep the game; sim play --resume FILE goes on with it"),
    ("quit", "leave; at the end of the talks, story tells all of them"),
)
_ORDER = 26  # columns for an order in the help


class Talk:
    """A game with somebody to show it to; `orders` are the lines behind its decisions, one for each."""

    def __init__(self, game: Game, name: str, show: Callable[[str], None], width: int, *, hints: bool = False) -> None:
        self.game = game
        self.name = name
        self.orders: list[str] = []
        self._show = show
        self._width = width
        self._hints = hints
        self._players: np.ndarray | None = None

    @property
    def is_over(self) -> bool:
        """Return whether the talks have come to their end."""
        return self.game.chair.event == DONE

    def open(self) -> None:
        """Show what the talks are about, and the first table; after a game was resumed, where it stands."""
        self._say(*opening(self.game))
        if self.orders:
            self._say(f"Resumed after {plural(len(self.orders), 'decision')}.")
        self._stand()

    def replay(self, orders: tuple[str, ...]) -> None:
        """Take the decisions of a saved game; raise SimError where one cannot be taken."""
        for line in orders:
            try:
                self._decide(read(line, self.game.lexicon), line)
            except UsageError as error:
                raise SimError(f"the saved game cannot be played on: {error}") from None

    def hear(self, line: str) -> bool:
        """Do what a line says, or say what is wrong with it; return False where the player leaves."""
        line = line.strip()
        if not line or line.startswith("#"):
            return True
        try:
            order = read(line, self.game.lexicon)
            if order.word == "quit":
                return False
            if is_decision(order):
                self._say(*self._decide(order, line))
                self._stand()
            else:
                _ANSWERS[order.word](self, order)
        except SimError as error:
            self._say(f"{sentence(str(error))}.")
        return True

    def found(self) -> dict[str, Any]:
        """Return the debrief of a finished game, as data."""
        if self._players is None:
            self._players = model_players(self.game)
        return debrief(self.game, self._players)

    def _decide(self, order: Order, line: str) -> list[str]:
        decision, said = decided(self.game, order)
        try:
            self.game.chair.decide(decision)
        except SimError:
            self.game.chair.take_back(1)
            raise
        self.orders.append(line)
        return said

    def _stand(self) -> None:
        self._say(*news(self.game))
        if self.is_over:
            self._say("", *debrief_text(self.game, self.found()), f"{sentence(CHOICES[DONE])}.")
        else:
            self._table(None)

    def _table(self, _: Order | None) -> None:
        self._check_open("the last table is in the story")
        for line in ("", *screen(self.game, self._width)):
            self._show(line)
        self._say(odds_text(self.game))
        if self._hints:
            self._say(hint(self.game))
        self._say(choices(self.game))

    def _odds(self, _: Order) -> None:
        self._check_open("nothing is left to chance")
        self._say(odds_text(self.game))

    def _why(self, _: Order) -> None:
        self._check_open("nothing is left to decide")
        self._say(*why(self.game))

    def _story(self, _: Order) -> None:
        if not self.is_over:
            raise UsageError("the story tells what you cannot know yet; it can be read when the talks are over")
        played = traced(self.game.packed, self.game.chair.frames)
        which = f"as played by you for {self.game.scene.party(self.game.seat)}"
        for line in retold(self.game.packed, played, which).lines(self._width):
            self._show(line)

    def _undo(self, order: Order) -> None:
        if not self.orders:
            raise UsageError("there is no decision to take back")
        count = self.game.chair.take_back(max(1, int(order.amount)))
        del self.orders[-count:]
        self._say(f"Taken back: {plural(count, 'decision')}.")
        self._table(None)

    def _save(self, order: Order) -> None:
        game = self.game
        party, seed = game.packed.parties[game.seat], int(game.chair.rows["seed"][0])
        save(Path(order.file), Saved(game.packed.scenario, self.name, seed, party, tuple(self.orders)))
        self._say(f"Saved. To go on later: sim play --resume {order.file}")

    def _help(self, _: Order) -> None:
        for order, words in HELP:
            first, *more = paragraph(words, self._width - _ORDER)
            for start, line in ((order, first), *(("", line) for line in more)):
                self._show(f"  {start:{_ORDER - 2}}{line}")

    def _check_open(self, why_not: str) -> None:
        if self.is_over:
            raise UsageError(f"the talks are over, {why_not}; {CHOICES[DONE]}")

    def _say(self, *paragraphs: str) -> None:
        for words in paragraphs:
            for line in paragraph(words, self._width) or [""]:
                self._show(line)


_ANSWERS: Mapping[str, Callable[[Talk, Order], None]] = MappingProxyType(
    {
        "table": Talk._table, "odds": Talk._odds, "why": Talk._why, "story": Talk._story,
        "undo": Talk._undo, "save": Talk._save, "help": Talk._help,
    }
)  # fmt: skip
