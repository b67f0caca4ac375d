"""The answer of a study of sensitivity, by whichever of the three methods, as one value that is written and printed."""

from __future__ import annotations

import math
from dataclasses import asdict

import sim
from sim.estimates import Estimate
from sim.report.answer import CAUTION
from sim.report.shape import Answer
from sim.report.wording import ending_words, with_article
from sim.scenario import Scenario, sha256
from sim.study.sensitivity import Nested, Sobol, Tornado, turned_dials
from sim.study.target import NOTICE, Target

SCHEMA = "sim/sensitivity/v1"


def tornado_answer(scenario: Scenario, name: str, study: Tornado) -> Answer:
    """Return the answer of turning one dial at a time; shares are 0 to 1, values utility units."""
    dials = []
    for dial, bar in study.bars.items():
        reach, swing = study.reaches[dial], bar.swing
        dials.append(
            {
                **_dial(scenario, dial),
                "reach": {"low": reach.low, "high": reach.high, "rule": reach.rule},
                "at_low": _range(bar.low),
                "at_high": _range(bar.high),
                "swing": _range(swing),
                "is_above_floor": bool(abs(swing.value) > study.floor),
                "is_clear": bool(swing.low > 0.0 or swing.high < 0.0),
            }
        )
    floor = None if math.isnan(study.floor) else study.floor  # of one trial; JSON has no NaN
    more = {"trials": study.trials, "as_written": _range(study.written), "noise_floor": floor, "dials": dials}
    return _answer(scenario, name, study.target, "one at a time", study.seed, more)


def sobol_answer(scenario: Scenario, name: str, study: Sobol) -> Answer:
    """Return the answer of turning all dials at once; indices are parts of the variance, the largest total first."""
    found = study.indices
    order = sorted(found.inputs, key=lambda dial: -found.inputs[dial].total.value)
    dials = [
        {
            **_dial(scenario, dial),
            "first": _range(found.inputs[dial].first),
            "total": _range(found.inputs[dial].total),
            "noise_floor": found.inputs[dial].floor,
            "is_clear": bool(found.inputs[dial].total.low > found.inputs[dial].floor),
        }
        for dial in order
    ]
    more = {
        "trials": study.trials,
        "points": found.points,
        "played": found.points * (len(dials) + 2),
        "variance": found.variance,
        "noise": found.noise,
        "left_out": _left_out(scenario),
        "dials": dials,
    }
    return _answer(scenario, name, study.target, "sobol", study.seed, more)


def nested_answer(scenario: Scenario, name: str, study: Nested) -> Answer:
    """Return the answer that sets chance apart from not knowing the dials; variances are those of one trial."""
    found = study.components
    more = {
        "trials": found.inner,
        "points": found.outer,
        "mean": _range(found.mean),
        "variance": {"chance": _range(found.chance), "unknown_dials": _range(found.unknown), "total": found.total},
        "unknown_share": _range(found.unknown_share),
        "band": {"low": found.band[0], "high": found.band[1], "holds": 0.9},
        "left_out": _left_out(scenario),
        "dials": [_dial(scenario, dial) for dial in study.dials],
    }
    return _answer(scenario, name, study.target, "nested", study.seed, more)


def _answer(scenario: Scenario, name: str, target: Target, method: str, seed: int, more: Answer) -> Answer:
    about = scenario.about
    return {
        "schema": SCHEMA,
        "scenario": {"name": name, "title": about.title, "sha256": sha256(scenario)},
        "method": method,
        "on": {"name": target.name, "is_share": target.is_share, "phrase": _phrase(scenario, target)},
        "seed": seed,
        "version": sim.__version__,
        "contract": sim.CONTRACT,
        "starts": about.starts.isoformat(),
        "ends": about.ends.isoformat(),
        **more,
        "caution": CAUTION,
    }


def _phrase(scenario: Scenario, target: Target) -> str:
    if target.name == NOTICE:
        return "the share of trials with a notice of withdrawal"
    if not target.is_share:
        party = scenario.parties[target.name.removeprefix("value_")]
        return f"the mean value to {with_article(party.label)}"
    words = ending_words(target.name, len(scenario.pact.members), scenario.about.ends.isoformat())
    return f"the share of {words.phrase}"


def _dial(scenario: Scenario, name: str) -> Answer:
    dial = scenario.dials[name]
    return {"name": name, "label": dial.label, "unit": dial.unit, "written": dial.value.written}


def _left_out(scenario: Scenario) -> list[str]:
    """Return the dials that are plain numbers: nothing is written of not knowing them."""
    drawn = turned_dials(scenario)
    return [name for name in scenario.dials if name not in drawn]


def _range(found: Estimate) -> Answer:
    # One trial has no range; JSON has no NaN.
    return {key: None if math.isnan(value) else value for key, value in asdict(found).items() if key != "trials"}
