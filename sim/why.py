"""Why one trial ended as it did: the same trial again, with one thing changed at a time and all else held."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

import numpy as np

from sim.engine.batch import blank_rows, run_on
from sim.engine.calendar import Watch, play_watched
from sim.engine.lending import live_through, otherwise
from sim.model import state
from sim.model.events import BEGINNING, DEADLINE, EVERYTHING_WATCHED, SCRIPT
from sim.model.policies import NEVER_LEAVES
from sim.model.state import NEVER, Rows
from sim.outcomes import columns_of
from sim.outcomes.paths import DEAL_PATHS, parent
from sim.scenario.packers.effects import expanded
from sim.scenario.packing import PackedScenario

FIGURE, TYPE, DECISION, EFFECT, ACT = "figure", "type", "decision", "effect", "act"
_TYPES = {state.RESOLUTE: "resolute", state.BLUFFER: "bluffing"}

# How many trials say how unusual a draw is, and in which steps a figure is moved: hundredths of its distribution.
_SAMPLE = 10_000
_LEVELS = np.arange(1, 100) / 100.0


@dataclass(frozen=True)
class Change:
    """One thing changed, and the end of the trial that follows from it.

    `name` is the path of a figure, a party, or an effect; `before` and `after` are numbers in the unit of the file, or
    words. `far` is the distance in [0, 1]: of a figure, the share of trials whose draw lies between the two; of
    anything else, how unlikely it was to be otherwise (1: it could not have been, as the scenario has it so).
    """

    kind: str
    name: str
    day: float | None  # None: from the start
    before: float | str
    after: float | str
    far: float
    end: Rows = field(repr=False)
    turns: bool = False


@dataclass(frozen=True)
class Replay:
    """A trial as it was: its row before each event, and after the last. `sample` holds many trials that have begun."""

    packed: PackedScenario
    frames: tuple[Rows, ...]
    sample: Rows = field(repr=False)

    @property
    def end(self) -> Rows:
        """Return the row after the last event, as an array of one."""
        return self.frames[-1]


def replay(packed: PackedScenario, seed: int, trial: int) -> Replay:
    """Play one trial with every event watched; raise SimError where it never ends."""
    rows = blank_rows(packed, seed, trial, 1)
    frames: list[Rows] = []
    play_watched(packed, rows, Watch(EVERYTHING_WATCHED, lambda seen, _: frames.append(seen.copy())))
    sample = blank_rows(packed, seed, 0, _SAMPLE)
    run_on(packed, sample, ~(1 << BEGINNING))
    return Replay(packed, (*frames, rows.copy()), sample)


def from_frame(played: Replay, number: int) -> Rows:
    """Play on from before event `number`, with nothing changed: the row ends as it did, bit for bit."""
    return _to_the_end(played.packed, played.frames[number].copy())


def changes(played: Replay) -> list[Change]:
    """Return everything that was changed, what turns the ending first, nearest first in each part.

    Of each figure it is the nearest value that turns the ending; where none does, the farthest that was tried.
    """
    found = [
        *_figures(played),
        *_types(played),
        *_decisions(played),
        *_effects(played),
        *_scripted(played),
    ]
    was = ending_of(played.packed, played.end)
    marked = [replace(one, turns=ending_of(played.packed, one.end) != was) for one in found]
    return sorted(marked, key=lambda one: (not one.turns, one.far))


def ending_of(packed: PackedScenario, rows: Rows) -> str:
    """Return the ending of the first row: deals of all are one ending, withdrawals one for each party that leaves."""
    path = next(column for column in columns_of(packed) if column.name == "path")
    leaf = path.labels[int(path.of(rows)[0])]
    return parent(leaf, packed) if leaf in DEAL_PATHS else leaf


def _figures(played: Replay) -> Iterator[Change]:
    packed = _own(played.packed)
    record, end = packed.record, played.end
    was = ending_of(packed, end)
    for drawn in packed.drawn:
        v = drawn.number
        own = float(end["drawn"][0, v])
        rank = float(np.mean(played.sample["drawn"][:, v] < own))
        values = np.quantile(played.sample["drawn"][:, v], _LEVELS, method="inverted_cdf")
        bounds = record["draw_low"][v], record["draw_high"][v]
        found = None
        for n in np.argsort(np.abs(_LEVELS - rank), kind="stable"):
            if values[n] != own:
                record["draw_low"][v] = record["draw_high"][v] = values[n]
                rows = _anew(packed, end)
                found = Change(FIGURE, drawn.name, None, own, float(values[n]), abs(float(_LEVELS[n]) - rank), rows)
                if ending_of(packed, rows) != was:
                    break
        record["draw_low"][v], record["draw_high"][v] = bounds
        if found is not None:
            yield found


def _types(played: Replay) -> Iterator[Change]:
    begun = played.frames[1]
    for i, party in enumerate(played.packed.parties):
        was = int(begun["type"][0, i])
        prior = float(begun["prior"][0, i])
        far = prior if was == state.RESOLUTE else 1.0 - prior
        if played.packed.record["policy"][i] == NEVER_LEAVES or far == 1.0:
            continue
        rows = begun.copy()
        other = state.BLUFFER if was == state.RESOLUTE else state.RESOLUTE
        rows["type"][0, i] = other
        end = _to_the_end(played.packed, rows)
        yield Change(TYPE, party, None, _TYPES[was], _TYPES[other], far, end)


def _decisions(played: Replay) -> Iterator[Change]:
    packed = played.packed
    for before, after in pairwise(played.frames):
        for one in otherwise(packed, before, after):
            name = "" if before["event"][0] == DEADLINE else packed.parties[one.seat]
            end = _to_the_end(packed, one.rows)
            yield Change(DECISION, name, float(before["due"][0]), one.was, one.other, 1.0 - one.chance, end)


def _effects(played: Replay) -> Iterator[Change]:
    packed, end = played.packed, played.end
    places: dict[str, list[int]] = {effect.name: [] for effect in packed.scenario.calendar.effects}
    for e, struck in enumerate(expanded(packed.scenario)):
        if struck.name in places and end["strikes"][0, e] > 0:
            places[struck.name].append(e)
    for name, members in places.items():
        if members:
            first = min(_first_strike(played, e) for e in members)
            without = _own(packed)
            without.record["schedule"][members] = state.ON_DATES  # on no date at all
            without.record["dates"][members] = 0
            rows = _anew(without, end)
            yield Change(EFFECT, name, first, "as it was", "taken away", _surely(played, members), rows)


def _first_strike(played: Replay, e: int) -> float:
    return next(float(rows["day"][0]) for rows in played.frames[1:] if rows["strikes"][0, e] > 0)


def _surely(played: Replay, members: list[int]) -> float:
    """Return the chance that an effect strikes by the day on which the trial ended; 1 unless it comes at random."""
    if played.packed.record["schedule"][members[0]] != state.POISSON:
        return 1.0
    return float(np.mean(played.sample["effect_due"][:, members[0]] <= played.end["end_day"][0]))


def _scripted(played: Replay) -> Iterator[Change]:
    for before, after in pairwise(played.frames):
        seat, day = int(before["who"][0]), float(before["due"][0])
        if before["event"][0] != SCRIPT:
            continue
        for act, days in (("threats", "script_threat"), ("notices", "script_notice")):
            if after[act][0, seat] > before[act][0, seat]:
                without = _own(played.packed)
                of_party = without.record[days][seat]
                of_party[of_party == day] = NEVER
                rows = _anew(without, played.end)
                what = act.removesuffix("s")
                yield Change(ACT, played.packed.parties[seat], day, what, "taken away", 1.0, rows)


def _own(packed: PackedScenario) -> PackedScenario:
    """Return the packed scenario with a record of its own, to be changed."""
    record: Any = np.array([packed.record], dtype=packed.record.dtype).view(np.recarray)[0]
    return replace(packed, record=record)


def _anew(packed: PackedScenario, like: Rows) -> Rows:
    rows = blank_rows(packed, int(like["seed"][0]), int(like["trial"][0]), 1)
    run_on(packed, rows)
    return rows


def _to_the_end(packed: PackedScenario, rows: Rows) -> Rows:
    # A round that waits has been thought over by whoever deliberates; it is held as it waits.
    live_through(packed, rows)
    rows["watched"] = 0
    run_on(packed, rows)
    return rows
