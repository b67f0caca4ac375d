"""The answer of a sweep: every point with its shares, dates and values, as one value that is written and printed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict

import sim
from sim.estimates import share
from sim.report.answer import CAUTION
from sim.report.shape import Answer
from sim.report.study.design import Axis, Design
from sim.report.wording import ending_words
from sim.scenario import Scenario, sha256
from sim.study.points import Ending, Outcome

SCHEMA = "sim/sweep/v1"


def sweep_answer(
    scenario: Scenario, name: str, design: Design, outcomes: Sequence[Outcome], trials: int, seed: int
) -> Answer:
    """Return the answer of a sweep of the scenario `name`; shares are 0 to 1, values and gains utility units."""
    about = scenario.about
    return {
        "schema": SCHEMA,
        "scenario": {"name": name, "title": about.title, "sha256": sha256(scenario)},
        "trials": trials,
        "seed": seed,
        "version": sim.__version__,
        "contract": sim.CONTRACT,
        "starts": about.starts.isoformat(),
        "ends": about.ends.isoformat(),
        "design": {"kind": design.kind, "dials": [_dial(scenario, axis) for axis in design.axes]},
        "endings": _endings(scenario, outcomes[0].endings),
        "parties": {party: scenario.parties[party].label for party in scenario.pact.members},
        "points": [
            _point(number, point, outcome, trials)
            for number, (point, outcome) in enumerate(zip(design.points, outcomes, strict=True))
        ],
        "caution": CAUTION,
    }


def _dial(scenario: Scenario, axis: Axis) -> Answer:
    dial = scenario.dials[axis.name]
    return {
        "name": axis.name,
        "label": dial.label,
        "unit": dial.unit,
        "low": axis.low,
        "high": axis.high,
        "steps": axis.steps or None,
        "written": dial.value.written,
    }


def _endings(scenario: Scenario, names: Mapping[str, Ending]) -> list[Answer]:
    words = {name: ending_words(name, len(scenario.pact.members), scenario.about.ends.isoformat()) for name in names}
    return [{"name": name, "label": each.label, "phrase": each.phrase} for name, each in words.items()]


def _point(number: int, point: Mapping[str, float], outcome: Outcome, trials: int) -> Answer:
    return {
        "point": number,
        "dials": dict(point),
        "endings": [_ending(name, each, trials) for name, each in outcome.endings.items()],
        "parties": {party: asdict(each) for party, each in outcome.parties.items()},
    }


def _ending(name: str, ending: Ending, trials: int) -> Answer:
    found = share(ending.count, trials)
    return {
        "name": name,
        "count": ending.count,
        "share": found.value,
        "low": found.low,
        "high": found.high,
        "median_date": ending.median_date,
    }
