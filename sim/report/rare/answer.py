"""The answer of `sim rare`: how rare an ending is, how sure that is, and what it took to find out."""

from __future__ import annotations

import sim
from sim.model.state import RESOLUTE
from sim.rare import Rare, Stratum
from sim.report.answer import CAUTION
from sim.report.shape import Answer
from sim.report.story import leaf_phrase

SCHEMA = "sim/rare/v1"


def rare_answer(rare: Rare, name: str, digest: str) -> Answer:
    """Return the share of an ending with its range; None stands for what cannot be said where nothing was hit.

    `as_good_as` is how many plain trials have the same standard error, `work` how many could be played for the same
    events, pilots included, and `saving` the one over the other.
    """
    found, work = rare.found, rare.cost / rare.plain
    good = found.as_good_as
    return {
        "schema": SCHEMA,
        "scenario": {"name": name, "title": rare.scenario.about.title, "sha256": digest},
        "version": sim.__version__,
        "trials": rare.trials,
        "seed": rare.seed,
        "ending": rare.ending,
        "phrase": leaf_phrase(rare.packed, rare.ending),
        "share": found.share.value,
        "low": found.share.low,
        "high": found.share.high,
        "error": found.error,
        "relative_error": found.relative_error,
        "as_good_as": good,
        "events": rare.cost,
        "events_of_a_plain_trial": rare.plain,
        "work": work,
        "saving": None if good is None else good / work,
        "is_split": rare.is_split,
        "strata": [_stratum(one) for one in rare.strata],
        "parties": {party: rare.scenario.parties[party].label for party in rare.packed.parties},
        "caution": CAUTION,
    }


def _stratum(one: Stratum) -> Answer:
    threat, notice = one.copies
    return {
        "types": {party: "resolute" if kind == RESOLUTE else "bluffing" for party, kind in one.types.items()},
        "weight": one.weight,
        "trials": one.trials,
        "copies": {"threat": threat, "notice": notice},
        "given": one.given,
        "adds": one.adds,
    }
