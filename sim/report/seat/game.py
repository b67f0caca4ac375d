"""A game: one chair at one table, and what its player may call things."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.engine.chair import Chair, Numbers
from sim.engine.outlook import piece_values
from sim.errors import MissingName, UsageError
from sim.model.state import NOBODY, OFFERS
from sim.report.packages import blocks
from sim.report.seat.orders import Lexicon
from sim.report.story.scene import Scene
from sim.report.story.trace import traced
from sim.scenario.packing import PackedScenario
from sim.scenario.words import meant, shown

_EXACT = 1e-9
TRIAL = 0  # a game is the first trial of its seed


@dataclass(frozen=True)
class Game:
    """A chair and the words for what is around it."""

    packed: PackedScenario
    chair: Chair
    scene: Scene  # names and units; what a reader of a story knows is of no matter here
    lexicon: Lexicon

    @property
    def seat(self) -> int:
        """Return the player's seat."""
        return self.chair.seat

    @property
    def others(self) -> list[int]:
        """Return the seats of everybody else."""
        return [k for k in self.scene.seats if k != self.seat]

    @property
    def offers(self) -> bool:
        """Return whether one party proposes at a time, and the others answer (model.md 1.6)."""
        return bool(self.packed.record["protocol"] == OFFERS)

    def writes(self, k: int) -> list[int]:
        """Return the columns of a package that a party tables: its issues, and everybody's share of its pies."""
        return [j for j in range(len(self.packed.issues)) if self.packed.record["tables"][0, k, j] == 1]

    def worth(self, package: Numbers) -> Numbers:
        """Return what a package is worth to each party, in utility units; shape (parties,)."""
        return np.asarray(piece_values(self.packed, self.chair.rows, package[:, None]).sum(axis=(1, 2)))

    def own_package(self, terms: dict[int, float]) -> Numbers:
        """Return the player's package: what it tabled, with these positions in natural units, and what is settled.

        What is left of a pie goes to those whose share is not named, as it was shared among them. Raises UsageError
        where shares do not add up.
        """
        row = self.chair.rows[0]
        package = np.array(row["table"][self.seat])
        for j, number in terms.items():
            low, high = self.packed.natural(j, 0.0), self.packed.natural(j, 1.0)
            package[j] = (number - low) / (high - low)
        for block in blocks(self.packed):
            if len(block) > 1 and any(j in terms for j in block):
                self._share_out(package, block, [j for j in block if j not in terms])
        settled = row["closed"] == 1
        package[settled] = row["agreed"][settled]
        return package

    def _share_out(self, package: Numbers, block: range, rest: list[int]) -> None:
        named = float(sum(package[j] for j in block if j not in rest))
        if named > 1.0 + _EXACT or (not rest and named < 1.0 - _EXACT):
            raise UsageError(f"the shares named add up to {100 * named:g}% of the pie; expected 100% in all")
        if rest:
            before = float(package[rest].sum())
            package[rest] = (1.0 - named) * (package[rest] / before if before > 0.0 else 1.0 / len(rest))

    def package_of(self, whose: int) -> Numbers:
        """Return a package as it would be signed: the party's own positions, the text where it may not write."""
        row = self.chair.rows[0]
        text = np.where(row["closed"] == 1, row["agreed"], row["text"])
        if whose == NOBODY:
            return np.array(text)
        writes = self.packed.record["tables"][0, whose] > row["closed"]
        return np.array(np.where(writes, row["table"][whose], text))


def begun(packed: PackedScenario, seed: int, party: str) -> Game:
    """Return a game of the scenario with the player in a party's seat; raise MissingName where there is none."""
    names = {name.casefold(): name for name in packed.parties}
    names |= {packed.scenario.parties[name].label.casefold(): name for name in packed.parties}
    if party.casefold() not in names:
        raise MissingName(f"--as {shown(party)}: there is no such party{meant(party, packed.parties)}")
    seat = packed.parties.index(names[party.casefold()])
    chair = Chair(packed, seed, TRIAL, seat)
    scene = Scene(packed, traced(packed, [*chair.frames, chair.rows][:2]))
    return Game(packed, chair, scene, _lexicon(packed, scene, seat))


def _lexicon(packed: PackedScenario, scene: Scene, seat: int) -> Lexicon:
    places = range(len(packed.issues))
    ends = [sorted((float(packed.natural(j, 0.0)), float(packed.natural(j, 1.0)))) for j in places]
    names = {_plain(name): j for j in places for name in (packed.issues[j], scene.issue(j))}
    others = [k for k in scene.seats if k != seat]
    return Lexicon(
        issues=names,
        spoken=tuple(scene.issue(j) for j in places),
        ends=tuple((low, high) for low, high in ends),
        units=tuple(scene.natural(j, 1.0).removeprefix(scene.natural(j, 1.0, bare=True)).strip() for j in places),
        own=frozenset(j for j in places if packed.record["tables"][0, seat, j] == 1),
        parties={_plain(name): k for k in others for name in (packed.parties[k], scene.labels[k])},
    )


def _plain(name: str) -> str:
    return " ".join(name.casefold().replace("_", " ").split())
