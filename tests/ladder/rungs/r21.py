"""More than two parties: unanimity and majority with a proposer by chance, offers in turn, the Nash solution."""

from __future__ import annotations

from math import sqrt

import numpy as np

from sim.engine.batch import blank_rows, run_on
from sim.model.state import Rows
from sim.scenario.packing import PackedScenario
from tests.ladder.playing import TRIALS, Findings, Found, estimated, first_offer, only, scene, signed

_THREE = ("one", "two", "three")
_UNEQUAL = (0.5, 0.3, 0.2)


def play() -> Findings:
    return {**_unanimity(), **_majority(), **_rotation(), **_recognition(), **_nash()}


def _played(packed: PackedScenario) -> Rows:
    rows = blank_rows(packed, 2018, 0, TRIALS)
    run_on(packed, rows)
    return signed(rows)


def _unanimity() -> Findings:
    rows = _played(scene("R21"))
    proposed = np.arange(3) == rows["proposer"][:, None]
    return {
        "unanimity random proposer: proposer": Found(only(np.round(rows["worth"][:, :3][proposed], 12))),
        "unanimity random proposer: others": Found(only(np.round(rows["worth"][:, :3][~proposed], 12))),
    }


def _majority() -> Findings:
    rows = _played(scene("R21", ("table.offers.quota", 2)))
    shares = rows["worth"][:, :3]
    proposed = np.arange(3) == rows["proposer"][:, None]
    excluded = (shares[:, 0] == 0.0).mean()
    five = _played(scene("R21-five"))
    return {
        "majority closed rule (Baron-Ferejohn): proposer": Found(only(np.round(shares[proposed], 12))),
        "majority: coalition partner": Found(only(np.round(shares[~proposed & (shares > 0.0)], 12))),
        "majority: P(a given party is excluded)": estimated(excluded, sqrt(excluded * (1 - excluded) / TRIALS)),
        "majority n=5: proposer": Found(
            only(np.round(five["worth"][:, :5][np.arange(5) == five["proposer"][:, None]], 12))
        ),
    }


def _rotation() -> Findings:
    shares = first_offer(scene("R21", ("table.offers.order", "rotating")))["worth"][0]
    return {
        f"rotating offers delta=.9: {name}": Found(shares[seat])
        for seat, name in enumerate(("proposer", "next", "last"))
    }


def _recognition() -> Findings:
    chances = [(f"table.offers.recognition.{party}", p) for party, p in zip(_THREE, _UNEQUAL, strict=True)]
    rows = _played(scene("R21", *chances))
    values = rows["value"][:, :3]
    found = {
        f"recognition(.5,.3,.2): ex-ante {k + 1}": estimated(values[:, k].mean(), values[:, k].std() / sqrt(TRIALS))
        for k in range(3)
    }
    found["recognition: proposer 1 keeps"] = Found(only(np.round(rows["worth"][rows["proposer"] == 0, 0], 12)))
    return found


def _nash() -> Findings:
    powers = [
        (f"parties.{party}.threat.bayes-logit.power", power) for party, power in zip(_THREE, _UNEQUAL, strict=True)
    ]
    equal, weighted = first_offer(scene("R21-nash")), first_offer(scene("R21-nash", *powers))
    return {
        **{f"3-person Nash d=(.1,.2,0) x{k + 1}": Found(equal["deal"][0, k]) for k in range(3)},
        **{f"weighted Nash w=(.5,.3,.2) x{k + 1}": Found(weighted["deal"][0, k]) for k in range(3)},
    }
