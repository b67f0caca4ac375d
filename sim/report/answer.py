"""The answer of a run: everything that `sim run` says, as one value that is written, printed and drawn.

Text and pages read this value and nothing else, so that they cannot disagree with `--json`.
"""

from dataclasses import asdict

import sim
from sim.engine.summary import Summary
from sim.estimates import Estimate, Moments, less_than, restricted_mean, share, simultaneous
from sim.outcomes import endings, paths
from sim.report.drivers import drivers
from sim.report.possible import is_possible, may_leave
from sim.report.rivals import terms
from sim.report.shape import OPEN, Answer
from sim.report.timing import incidence
from sim.report.wording import Words, ending_words, path_label
from sim.scenario import Scenario
from sim.scenario.band import band
from sim.scenario.figure import Figure
from sim.scenario.packing import PackedScenario
from sim.scenario.schema import About
from sim.scenario.sources import tally

SCHEMA = "sim/run/v1"
CAUTION = "Share of simulated trials under these assumptions; not a forecast."
_LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)
_COUNTED = ("threats", "satisfied", "backdowns", "notices", "rescissions", "extensions", "rounds")
_SETTLED = 2  # the first two endings are deals: of all, and of some


def answer(packed: PackedScenario, seed: int, summary: Summary, name: str, sha256: str) -> Answer:
    """Return the answer of a run of the scenario `name`; days are ISO dates, shares 0 to 1, gains utility units."""
    about = packed.scenario.about
    rows, leaves = _endings(packed, summary), _paths(packed, summary)
    top = max(range(len(rows)), key=lambda place: rows[place]["count"])
    return {
        "schema": SCHEMA,
        "scenario": {"name": name, "title": about.title, "sha256": sha256},
        "trials": summary.trials,
        "seed": seed,
        "version": sim.__version__,
        "contract": sim.CONTRACT,
        "question": about.question,
        "starts": about.starts.isoformat(),
        "ends": about.ends.isoformat(),
        "endings": rows,
        "paths": leaves,
        "simultaneous": _simultaneous(rows),
        "never_is_less_than": less_than(summary.trials),
        "parties": {party: _party(packed, summary, party) for party in packed.parties},
        "measures": _measures(packed, summary),
        "terms": terms(packed, summary),
        "incidence": incidence(packed, summary),
        "influence": drivers(packed, summary, top),
        "stakes": _stakes(packed.scenario),
        "figures": asdict(tally(packed.scenario)),
        "known_outcome": _known_outcome(about, rows, leaves),
        "caution": CAUTION,
    }


def words_of(packed: PackedScenario) -> dict[str, Words]:
    """Return what each ending of this scenario is called."""
    last = packed.scenario.about.ends.isoformat()
    return {name: ending_words(name, len(packed.parties), last) for name in endings.names(packed)}


def _endings(packed: PackedScenario, summary: Summary) -> list[Answer]:
    rows = []
    for name, words in words_of(packed).items():
        facts = {"label": words.label, "phrase": words.phrase, "possible": is_possible(packed, name)}
        rows.append(_row(packed, summary, "ending", name, facts))
    return rows


def _paths(packed: PackedScenario, summary: Summary) -> list[Answer]:
    words = words_of(packed)
    labels = {party: packed.scenario.parties[party].label for party in packed.parties}
    rows = []
    for name in paths.names(packed):
        ending = paths.parent(name, packed)
        facts = {
            "label": path_label(name, labels, words[ending].label),
            "ending": ending,
            "possible": is_possible(packed, name),
        }
        rows.append(_row(packed, summary, "path", name, facts))
    return rows


def _row(packed: PackedScenario, summary: Summary, column: str, name: str, facts: Answer) -> Answer:
    kind = summary.kinds[column][name]
    found = share(kind.count, summary.trials)
    day = None if name in OPEN else kind.median_day()
    return {
        "name": name,
        **facts,
        "count": kind.count,
        "share": found.value,
        "low": found.low,
        "high": found.high,
        "median_date": None if day is None else packed.day_of(day).isoformat(),
    }


def _simultaneous(rows: list[Answer]) -> Answer:
    found = simultaneous([row["count"] for row in rows])
    return {row["name"]: {"low": each.low, "high": each.high} for row, each in zip(rows, found, strict=True)}


def _party(packed: PackedScenario, summary: Summary, party: str) -> Answer:
    sketch = summary.sketches[f"value_{party}"]
    levels = zip(_LEVELS, sketch.quantiles(_LEVELS), strict=True)
    means = {kind: _mean(summary.measures[f"{kind}_{party}"].moments.mean()) for kind in ("value", "gain", "material")}
    return {
        "label": packed.scenario.parties[party].label,
        "may_leave": may_leave(packed, party),
        "value": means["value"],
        "value_quantiles": {f"{q:.0%}": level for q, level in levels},
        "value_quantiles_error": sketch.error,  # relative
        "gain": means["gain"],
        "material": means["material"],
    }


def _measures(packed: PackedScenario, summary: Summary) -> Answer:
    found = {}
    for name in _COUNTED:
        measure = summary.measures[name]
        ever = share(measure.ever, summary.trials)
        found[name] = {
            **_mean(measure.moments.mean()),
            "ever": {"share": ever.value, "low": ever.low, "high": ever.high},
        }
    settled = [summary.kinds["ending"][name].days for name in endings.names(packed)[:_SETTLED]]
    horizon = float(packed.record["horizon"])
    # A trial that never settles counts with the days to the horizon.
    time = restricted_mean(sum(settled, Moments()), summary.trials, horizon)
    return found | {"days_to_settlement": _mean(time)}


def _mean(found: Estimate) -> Answer:
    # One trial has a mean and no range; JSON has no NaN.
    has_range = found.low == found.low
    return {
        "mean": found.value,
        "low": found.low if has_range else None,
        "high": found.high if has_range else None,
    }


def _stakes(scenario: Scenario) -> Answer | None:
    """Return what decides the stakes, where trade figures do: low, central and high of each."""
    trade = scenario.pact.trade
    if trade is None:
        return None
    beliefs = {
        name: party.resolve.deficit_belief.weight
        for name, party in scenario.parties.items()
        if party.resolve is not None and party.resolve.deficit_belief is not None
    }
    return {
        "economy": trade.economy,
        "border_cost": _band(trade.border_cost),
        "deficit_weight": {name: _band(weight) for name, weight in beliefs.items()},
    }


def _band(figure: Figure) -> Answer:
    return dict(zip(("low", "central", "high"), band(figure), strict=True))


def _known_outcome(about: About, rows: list[Answer], leaves: list[Answer]) -> Answer | None:
    known = about.known_outcome
    if known is None:
        return None
    return {
        "ending": known.ending,
        "path": known.path,
        "date": known.date.isoformat(),
        "note": known.note,
        "share": _share(rows, known.ending),
        "path_share": _share(leaves, known.path),
    }


def _share(rows: list[Answer], name: str | None) -> float | None:
    return next((row["share"] for row in rows if row["name"] == name), None)
