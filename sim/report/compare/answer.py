"""The answer of a comparison: what changes from one scenario to another over the same trials.

Both sides draw the same numbers wherever they share an address, so that a trial differs only by what differs in the
inputs. Ranges are those of paired differences.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import asdict
from statistics import median

import numpy as np
from numpy.typing import NDArray

import sim
from sim.estimates import (
    Estimate,
    paired_difference,
    paired_median_difference,
    paired_share_difference,
    share,
)
from sim.report.answer import CAUTION
from sim.report.kept import Kept, Table
from sim.report.rivals import NULL, is_of_null
from sim.report.shape import OPEN, Answer
from sim.scenario import differences

SCHEMA = "sim/compare/v1"
_COUNTED = ("threats", "notices", "rescissions", "extensions")
_NOTHING = Estimate(0.0, 0.0, 0.0, 0)
_SETTLED = 2  # the first two endings are deals: of all, and of some


def compare_answer(first: Kept, others: Sequence[Kept], changes: Sequence[Sequence[str]]) -> Answer:
    """Return how each of `others` differs from `first`; all were played as often from the same seed.

    The comparison with the first of the others stands at the top, further ones under `others`. `changes` are the
    settings of each scenario, the first one's first.
    """
    runs = (first, *others)
    scenarios = [_scenario(run, settings) for run, settings in zip(runs, changes, strict=True)]
    names = [str(scenario["name"]) for scenario in scenarios]
    compared = [
        {"a": names[0], "b": name, **_comparison(first, other)} for name, other in zip(names[1:], others, strict=True)
    ]
    return {
        "schema": SCHEMA,
        "trials": first.answer["trials"],
        "seed": first.answer["seed"],
        "version": sim.__version__,
        "scenarios": scenarios,
        **compared[0],
        "others": compared[1:],
        "never_is_less_than": first.answer["never_is_less_than"],
        "caution": CAUTION,
    }


def _scenario(run: Kept, settings: Sequence[str]) -> Answer:
    found = {**run.answer["scenario"], "folder": str(run.folder), "settings": list(settings)}
    if any(map(is_of_null, settings)):
        found |= {"name": NULL, "title": f"{found['title']}, where every party comes round at a constant rate"}
    return found


def _comparison(a: Kept, b: Kept) -> Answer:
    parties = [party for party in a.answer["parties"] if party in b.answer["parties"]]
    columns = ("ending", "day", *_COUNTED, *(f"{kind}_{party}" for kind in ("value", "gain") for party in parties))
    here, there = a.table(*columns), b.table(*columns)
    rows = [_ending(a, b, here, there, name) for name in _names(a, b)]
    bought = [row["pairing"] for row in rows if row["pairing"] is not None]
    return {
        "inputs": [asdict(one) for one in differences(a.source.loaded.scenario, b.source.loaded.scenario)],
        "differences": rows,
        "changed": _changed(a, b, here, there),
        "flows": _flows(a, b, here, there),
        "parties": {party: _party(a, b, here, there, party) for party in parties},
        "measures": {name: _ever(a, b, here[name], there[name]) for name in _COUNTED},
        "days_to_settlement": _settlement(a, b, here, there),
        "pairing": median(bought) if bought else None,
    }


def _names(a: Kept, b: Kept) -> list[str]:
    return list(dict.fromkeys(row["name"] for run in (a, b) for row in run.answer["endings"]))


def _hits(run: Kept, table: Table, name: str) -> NDArray[np.bool_]:
    places = {row["name"]: place for place, row in enumerate(run.answer["endings"])}
    hits: NDArray[np.bool_] = table["ending"] == places.get(name, -1)
    return hits


def _row(run: Kept, name: str) -> Answer | None:
    return next((row for row in run.answer["endings"] if row["name"] == name), None)


def _ending(a: Kept, b: Kept, here: Table, there: Table, name: str) -> Answer:
    in_a, in_b = _hits(a, here, name), _hits(b, there, name)
    found = paired_share_difference(in_a, in_b)
    difference = _NOTHING if _is_same(a, b) else found.difference
    row = _row(a, name) or _row(b, name)
    assert row is not None
    possible = any(one["possible"] for one in (_row(a, name), _row(b, name)) if one)
    days = None if name in OPEN else paired_median_difference(here["day"], in_a, there["day"], in_b)
    return {
        "name": name,
        "label": row["label"],
        "phrase": row["phrase"],
        "possible": possible,
        "a": found.a.value,
        "b": found.b.value,
        **_ranged(difference, "difference"),
        "changed": found.changed,
        "gained": found.gained,
        "lost": found.lost,
        "median_date": {"a": _date(a, name), "b": _date(b, name)},
        "days": None if days is None else _ranged(days, "difference"),
        "pairing": _pairing(found.a.value, found.b.value, found.changed, len(in_a)),
    }


def _is_same(a: Kept, b: Kept) -> bool:
    """Say whether both are one scenario: then no trial can differ, and there is nothing for chance to do."""
    return bool(a.answer["scenario"]["sha256"] == b.answer["scenario"]["sha256"])


def _date(run: Kept, name: str) -> str | None:
    row = _row(run, name)
    return row["median_date"] if row else None


def _pairing(a: float, b: float, changed: int, trials: int) -> float | None:
    """Return how many times as many trials two runs with draws of their own would need for the same range."""
    apart = a * (1.0 - a) + b * (1.0 - b)
    together = changed / trials - (b - a) ** 2
    return apart / together if apart > 0.0 and together > 0.0 else None


def _changed(a: Kept, b: Kept, here: Table, there: Table) -> Answer:
    same = np.zeros(len(here["ending"]), dtype=bool)
    for name in _names(a, b):
        same |= _hits(a, here, name) & _hits(b, there, name)
    count = int(np.count_nonzero(~same))
    found = share(count, len(same))
    return {"count": count, "share": found.value, "low": found.low, "high": found.high}


def _flows(a: Kept, b: Kept, here: Table, there: Table) -> list[Answer]:
    """Return how many trials went from which ending to which, the largest flow first."""
    names, trials = _names(a, b), len(here["ending"])
    rows = []
    for old in names:
        in_a = _hits(a, here, old)
        for new in names:
            count = int(np.count_nonzero(in_a & _hits(b, there, new)))
            if count and old != new:
                rows.append({"from": old, "to": new, "count": count, "share": count / trials})
    return sorted(rows, key=lambda row: -row["count"])


def _party(a: Kept, b: Kept, here: Table, there: Table, party: str) -> Answer:
    found: Answer = {"label": a.answer["parties"][party]["label"]}
    for kind in ("value", "gain"):
        column = f"{kind}_{party}"
        found[kind] = {
            "a": a.answer["parties"][party][kind]["mean"],
            "b": b.answer["parties"][party][kind]["mean"],
            **_ranged(paired_difference(here[column], there[column]), "difference"),
        }
    return found


def _ever(a: Kept, b: Kept, here: NDArray[np.generic], there: NDArray[np.generic]) -> Answer:
    """Return in how many trials something ever happened, and by how much that differs."""
    found = paired_share_difference(here != 0, there != 0)
    difference = _NOTHING if _is_same(a, b) else found.difference
    return {"a": found.a.value, "b": found.b.value, **_ranged(difference, "difference")}


def _settlement(a: Kept, b: Kept, here: Table, there: Table) -> Answer:
    """Return how much longer a deal takes, a trial without one counting with the days to the end of the clock."""
    horizon = min(_horizon(a), _horizon(b))
    first, second = (
        np.where(one["ending"] < _SETTLED, np.minimum(one["day"], horizon), horizon) for one in (here, there)
    )
    return _ranged(paired_difference(first, second), "difference")


def _horizon(run: Kept) -> float:
    about = run.source.loaded.scenario.about
    return float((about.ends - about.starts).days)


def _ranged(found: Estimate, name: str) -> Answer:
    # One trial has no range; JSON has no NaN.
    low, high = (None if math.isnan(end) else end for end in (found.low, found.high))
    return {name: found.value, "low": low, "high": high}
