"""The answer of `sim why`: how a trial ended, what would have turned that, and what would not."""

from __future__ import annotations

from typing import Any

import sim
from sim.engine.lending import makes_plans
from sim.model.state import Rows
from sim.report.shape import Answer
from sim.report.story import leaf_phrase
from sim.report.story.ending import outcome
from sim.report.story.words import dated
from sim.report.wording import figure_label, with_article
from sim.scenario import Scenario
from sim.scenario.packing import PackedScenario
from sim.why import ACT, DECISION, EFFECT, FIGURE, Change, Replay, ending_of

SCHEMA = "sim/why/v1"
CAUTION = (
    "One simulated trial under these assumptions, played again exactly; another trial turns on other things. Not a"
    " forecast, and no cause of anything real."
)


def why_answer(played: Replay, changes: list[Change], about: Answer) -> Answer:
    """Return what turns the ending of a trial, nearest first, and what turns nothing; `about` says which trial it is.

    Gains are utility units on the pact as it stands, distances lie in [0, 1], dates are ISO dates.
    """
    packed = played.packed
    return {
        "schema": SCHEMA,
        **about,
        "trial": int(played.end["trial"][0]),
        "seed": int(played.end["seed"][0]),
        "version": sim.__version__,
        "parties": {name: packed.scenario.parties[name].label for name in packed.parties},
        "end": _end(packed, played.end),
        "turns": [_change(packed, one) for one in changes if one.turns],
        "turns_nothing": [_change(packed, one) for one in changes if not one.turns],
        "decisions_changed": not makes_plans(packed),
        "caution": CAUTION,
    }


def _end(packed: PackedScenario, rows: Rows) -> Answer:
    found = outcome(packed, rows)
    return {
        "ending": ending_of(packed, rows),
        "phrase": leaf_phrase(packed, found["path"]),
        "date": found["date"].isoformat(),
        "gains": {party: float(values["gain"]) for party, values in found["values"].items()},
    }


def _change(packed: PackedScenario, one: Change) -> Answer:
    units = {drawn.name: drawn.unit for drawn in packed.drawn}
    date = None if one.day is None else packed.day_of(one.day)
    return {
        "kind": one.kind,
        "name": one.name,
        "label": _label(packed.scenario, one, "" if date is None else dated(date)),
        "date": None if date is None else date.isoformat(),
        "from": one.before,
        "to": one.after,
        "from_words": _amount(one.before, units.get(one.name, "")),
        "to_words": _amount(one.after, units.get(one.name, "")),
        "far": one.far,
        "then": _end(packed, one.end),
    }


def _amount(value: float | str, unit: str) -> str:
    if isinstance(value, str):
        return value
    return f"{100.0 * value:.3g}%" if unit == "%" else f"{value:.3g} {unit}".strip()


def _label(scenario: Scenario, one: Change, date: str) -> str:
    labels = {name: party.label for name, party in scenario.parties.items()}
    if one.kind == FIGURE:
        dial = scenario.dials.get(one.name)
        return dial.label if dial is not None else figure_label(one.name, labels)
    if one.kind == EFFECT:
        return f"{one.name}, from {date}"
    whose = labels.get(one.name, "")
    if one.kind == ACT:
        return f"{whose}, as scripted on {date}"
    if one.kind == DECISION:
        return _decision(one, whose, date)
    return f"The leader of {with_article(whose)}"


def _decision(one: Change, whose: str, date: str) -> str:
    occasions: dict[Any, str] = {
        "threat": f"{whose}, at the round of {date}",
        "notice": f"{whose}, when its ultimatum ran out on {date}",
        "exit": f"{whose}, when its notice could take effect on {date}",
        "extension": f"The end of the talks set for {date}",
        "passed": f"The vote in {with_article(whose)} on {date}",
    }
    return next(words for answer, words in occasions.items() if answer in (one.before, one.after))
