"""The answer of a run: everything that `sim run` says, as one value that is written, printed and drawn.

Text and pages read this value and nothing else, so that they cannot disagree with `--json`.
"""

from dataclasses import asdict

import numpy as np

import sim
from sim.estimates import Estimate, less_than, mean, median_day, quantiles, restricted_mean, share, simultaneous
from sim.outcomes.paths import parent
from sim.report.drivers import drivers
from sim.report.possible import is_possible, may_leave
from sim.report.rivals import terms
from sim.report.shape import OPEN, Answer
from sim.report.timing import incidence
from sim.report.wording import Words, ending_words, path_label
from sim.scenario.band import band
from sim.scenario.figure import Figure
from sim.scenario.sources import tally
from sim.simulate import Run

SCHEMA = "sim/run/v1"
CAUTION = "Share of simulated trials under these assumptions; not a forecast."
_LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)
_COUNTED = ("threats", "satisfied", "backdowns", "notices", "rescissions", "extensions", "rounds")
_SETTLED = 2  # the first two endings are deals: of all, and of some


def answer(run: Run, name: str, sha256: str) -> Answer:
    """Return the answer of a run of the scenario `name`; days are ISO dates, shares 0 to 1, gains utility units."""
    about = run.scenario.about
    endings = _endings(run)
    top = max(range(len(endings)), key=lambda place: endings[place]["count"])
    return {
        "schema": SCHEMA,
        "scenario": {"name": name, "title": about.title, "sha256": sha256},
        "trials": run.trials,
        "seed": run.seed,
        "version": sim.__version__,
        "contract": sim.CONTRACT,
        "question": about.question,
        "starts": about.starts.isoformat(),
        "ends": about.ends.isoformat(),
        "endings": endings,
        "paths": _paths(run),
        "simultaneous": _simultaneous(endings),
        "never_is_less_than": less_than(run.trials),
        "parties": {party: _party(run, party) for party in run.packed.parties},
        "measures": _measures(run),
        "terms": terms(run),
        "incidence": incidence(run),
        "influence": drivers(run, top),
        "stakes": _stakes(run),
        "figures": _figures(run),
        "known_outcome": _known_outcome(run, endings),
        "caution": CAUTION,
    }


def words_of(run: Run) -> dict[str, Words]:
    """Return what each ending of this scenario is called."""
    last = run.scenario.about.ends.isoformat()
    return {name: ending_words(name, len(run.packed.parties), last) for name in run.labels("ending")}


def _endings(run: Run) -> list[Answer]:
    words = words_of(run)
    rows = []
    for place, name in enumerate(run.labels("ending")):
        facts = {"label": words[name].label, "phrase": words[name].phrase, "possible": is_possible(run, name)}
        rows.append(_row(run, "ending", place, name, facts))
    return rows


def _paths(run: Run) -> list[Answer]:
    words, labels = words_of(run), _labels(run)
    rows = []
    for place, name in enumerate(run.labels("path")):
        ending = parent(name, run.packed)
        facts = {
            "label": path_label(name, labels, words[ending].label),
            "ending": ending,
            "possible": is_possible(run, name),
        }
        rows.append(_row(run, "path", place, name, facts))
    return rows


def _row(run: Run, column: str, place: int, name: str, facts: Answer) -> Answer:
    hits = run.table[column] == place
    count = int(np.count_nonzero(hits))
    found = share(count, run.trials)
    day = None if name in OPEN else median_day(run.table["day"][hits])
    return {
        "name": name,
        **facts,
        "count": count,
        "share": found.value,
        "low": found.low,
        "high": found.high,
        "median_date": None if day is None else run.packed.day_of(day).isoformat(),
    }


def _simultaneous(endings: list[Answer]) -> Answer:
    found = simultaneous([row["count"] for row in endings])
    return {row["name"]: {"low": each.low, "high": each.high} for row, each in zip(endings, found, strict=True)}


def _party(run: Run, party: str) -> Answer:
    levels = quantiles(run.table[f"value_{party}"], _LEVELS)
    return {
        "label": run.scenario.parties[party].label,
        "may_leave": may_leave(run, party),
        "value": _mean(mean(run.table[f"value_{party}"])),
        "value_quantiles": {f"{q:.0%}": level for q, level in zip(_LEVELS, levels, strict=True)},
        "gain": _mean(mean(run.table[f"gain_{party}"])),
        "material": _mean(mean(run.table[f"material_{party}"])),
    }


def _measures(run: Run) -> Answer:
    found = {}
    for name in _COUNTED:
        ever = share(int(np.count_nonzero(run.table[name])), run.trials)
        found[name] = {
            **_mean(mean(run.table[name])),
            "ever": {"share": ever.value, "low": ever.low, "high": ever.high},
        }
    horizon = float(run.packed.record["horizon"])
    settled = np.asarray(run.table["ending"], dtype=np.int64) < _SETTLED
    days = np.where(settled, run.table["day"], horizon)
    # A trial that never settles counts with the days to the horizon.
    return found | {"days_to_settlement": _mean(restricted_mean(days, settled, horizon))}


def _mean(found: Estimate) -> Answer:
    # One trial has a mean and no range; JSON has no NaN.
    has_range = found.low == found.low
    return {
        "mean": found.value,
        "low": found.low if has_range else None,
        "high": found.high if has_range else None,
    }


def _figures(run: Run) -> Answer:
    found = tally(run.scenario)
    return asdict(found)


def _stakes(run: Run) -> Answer | None:
    """Return what decides the stakes, where trade figures do: low, central and high of each."""
    trade = run.scenario.pact.trade
    if trade is None:
        return None
    beliefs = {
        name: party.resolve.deficit_belief.weight
        for name, party in run.scenario.parties.items()
        if party.resolve is not None and party.resolve.deficit_belief is not None
    }
    return {
        "economy": trade.economy,
        "border_cost": _band(trade.border_cost),
        "deficit_weight": {name: _band(weight) for name, weight in beliefs.items()},
    }


def _band(figure: Figure) -> Answer:
    return dict(zip(("low", "central", "high"), band(figure), strict=True))


def _known_outcome(run: Run, endings: list[Answer]) -> Answer | None:
    known = run.scenario.about.known_outcome
    if known is None:
        return None
    paths = {row["name"]: row for row in _paths(run)}
    path = paths.get(known.path or "")
    return {
        "ending": known.ending,
        "path": known.path,
        "date": known.date.isoformat(),
        "note": known.note,
        "share": next((row["share"] for row in endings if row["name"] == known.ending), None),
        "path_share": path["share"] if path else None,
    }


def _labels(run: Run) -> dict[str, str]:
    return {party: run.scenario.parties[party].label for party in run.packed.parties}
