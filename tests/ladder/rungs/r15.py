"""The threat stage: one consistent belief, and its limit without noise."""

from __future__ import annotations

from typing import NamedTuple

from sim.engine.batch import blank_rows, run_on
from sim.model.events import ROUND
from sim.model.state import QUIET, THREAT, TOLD
from sim.scenario.packing import PackedScenario
from tests.ladder.playing import Findings, Found, only, scene


class Stage(NamedTuple):
    chance: tuple[float, float]
    after_threat: float
    after_silence: float
    before: float  # credibility with no threat out
    under: float  # credibility under the threat


def _with_noise(noise: float, support: float = 0.0) -> PackedScenario:
    policy = ("parties.sender.threat.bayes-logit.noise", noise)
    return scene("R15", policy, ("calendar.effects[outreach].support", support))


def _threat_stage(packed: PackedScenario) -> Stage:
    rows = blank_rows(packed, 2018, 0, 400)
    run_on(packed, rows, 1 << ROUND)
    before = only(rows["credibility"][:, 0])
    rows["watched"] = TOLD
    run_on(packed, rows, 1 << ROUND)
    threat, silence = rows["stage"][:, 0] == THREAT, rows["stage"][:, 0] == QUIET
    return Stage(
        (only(rows["chance"][:, 0, 0]), only(rows["chance"][:, 0, 1])),
        only(rows["belief"][threat, 0]),
        only(rows["belief"][silence, 0]) if silence.any() else 0.0,
        before,
        only(rows["credibility"][threat, 0]),
    )


def play() -> Findings:
    found = {}
    for noise in (0.1, 0.05, 0.02):
        stage = _threat_stage(_with_noise(noise))
        found[f"posterior|threat (lam={noise})"] = Found(stage.after_threat)
        found[f"posterior|silence (lam={noise})"] = Found(stage.after_silence)
        found[f"P(threat|resolute,lam={noise})"] = Found(stage.chance[0])
        found[f"P(threat|bluffer,lam={noise})"] = Found(stage.chance[1])
        if noise == 0.05:
            found["credibility under threat, no outreach (lam=.05)"] = Found(stage.under)
            found["credibility, no threat outstanding (lam=.05)"] = Found(stage.before)
    limit = _threat_stage(scene("R15-limit"))
    found["limit lam->0: posterior|threat"] = Found(limit.after_threat)
    found["limit lam->0: P(threat|resolute)"] = Found(limit.chance[0])
    found["limit lam->0: P(threat|bluffer)"] = Found(limit.chance[1])
    outreach = _threat_stage(_with_noise(0.05, support=0.1))
    tag = "with outreach +.10 (kappa=.6), lam=.05"
    found[f"{tag}: P(threat|resolute)"] = Found(outreach.chance[0])
    found[f"{tag}: P(threat|bluffer)"] = Found(outreach.chance[1])
    found["credibility under threat, with outreach (lam=.05)"] = Found(outreach.under)
    return found
