"""The validation ladder: published cases with exact answers, played by the engine from scenario files.

expected.json holds the numbers of the reference program, rung by rung. Tolerance 1e-9, except where a tolerance is
given beside the quantity: the slack of 1e-9 in acceptance moves a crossing in time by as much over its slope; the limit
of no noise is taken at noise 0.0005, as the reference program does; means and variances over many trials have four
standard errors.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from functools import cache
from math import log, sqrt
from pathlib import Path
from typing import NamedTuple

import numpy as np

from sim.engine.batch import blank_rows, run_on
from sim.model.events import ROUND, ROUND_OPENS
from sim.model.state import FULL_DEAL, QUIET, THREAT, TOLD, WITHDRAWAL, Rows
from sim.scenario import load
from sim.scenario.packing import PackedScenario, pack

HERE = Path(__file__).parent
EXPECTED: dict[str, dict[str, float]] = {
    rung: entry["values"] for rung, entry in json.loads((HERE / "expected.json").read_text()).items()
}
# What the engine has no counterpart of, and why.
NOT_PLAYED = {
    "Nash u1 (F=(.2,.5))": "the Nash point is a benchmark of the reference program, no protocol of this engine",
    "Nash u2": "as above",
}
YEAR = 365.25
TRIALS = int(os.environ.get("LADDER_TRIALS", "4000"))


class Found(NamedTuple):
    """What the engine finds; with a standard error where it is an estimate, which may then be four of them off."""

    value: float
    tolerance: float = 1e-9
    error: float = 0.0


Findings = dict[str, Found]


def scene(name: str, *overrides: tuple[str, object]) -> PackedScenario:
    written = tuple((path, str(value)) for path, value in overrides)
    return pack(load(HERE / f"{name}.yaml", written).scenario)


def rows_at(packed: PackedScenario, day: float, trials: int = 1) -> Rows:
    """Return rows played up to and through a day."""
    rows = blank_rows(packed, 2018, 0, trials)
    run_on(packed, rows, until=day)
    return rows


def meet(packed: PackedScenario, rows: Rows, day: float) -> Rows:
    """Hold a round on a day that need not be whole, whatever else the calendar says."""
    rows["event"], rows["who"], rows["due"], rows["next_round"] = ROUND_OPENS, 0, day, day
    run_on(packed, rows, until=day)
    return rows


def only_meeting(packed: PackedScenario, day: float) -> Rows:
    return meet(packed, rows_at(packed, 0.0), day)


def crossing(packed: PackedScenario) -> Found:
    """Return the share of 1,000 days from which on the only meeting of the talks ends in a deal."""
    low, high = 0.0, 1000.0
    for _ in range(60):
        middle = 0.5 * (low + high)
        if only_meeting(packed, middle)["signed"][0] == 1:
            high = middle
        else:
            low = middle
    return Found(high / 1000, 3e-9)


def signed(rows: Rows) -> Rows:
    assert rows["ending"][0] == FULL_DEAL
    return rows


def only(values: np.ndarray) -> float:
    """Return the one value that all trials share."""
    assert len(values) > 0
    assert np.ptp(values) == 0
    return float(values[0])


def r07() -> Findings:
    found = {}
    for beta, floors in ((0.2, (0, 0)), (1.0, (0, 0)), (2.0, (0, 0)), (0.2, (0.3, 0.1)), (0.5, (0.2, 0.2))):
        tag = f"beta={beta},R=({floors[0]},{floors[1]})"
        for n in (10, 20):
            packed = scene(f"R07-{n}", *_tactics((beta, beta), floors))
            rows = signed(rows_at(packed, 2000.0))
            found[f"round(n={n},{tag})"] = Found(rows["held"][0])
            found[f"u1_at_deal(n={n},{tag})"] = Found(rows["worth"][0, 0])
        found[f"tau*({tag})"] = crossing(packed)
        at_crossing = 1000 * EXPECTED["R07_time_dependent_crossing"][f"tau*({tag})"]
        found[f"u1*({tag})"] = Found(signed(only_meeting(packed, at_crossing))["worth"][0, 0])
    packed = scene("R07-10", *_tactics((0.5, 0.25), (0, 0)))
    found["tau*(beta=(.5,.25),R=0)"] = crossing(packed)
    at_crossing = 1000 * EXPECTED["R07_time_dependent_crossing"]["tau*(beta=(.5,.25),R=0)"]
    worth = signed(only_meeting(packed, at_crossing))["worth"][0]
    found["u1*(beta=(.5,.25),R=0)"], found["u2*(beta=(.5,.25),R=0)"] = Found(worth[0]), Found(worth[1])
    return found


def _tactics(betas: tuple[float, float], floors: tuple[float, float]) -> list[tuple[str, object]]:
    parties = zip(("one", "two"), betas, floors, strict=True)
    return [
        change
        for name, beta, floor in parties
        for change in (
            (f"parties.{name}.strategy.time-dependent.beta", beta),
            (f"parties.{name}.status_quo_value", floor),
        )
    ]


def r08() -> Findings:
    rows = signed(rows_at(scene("R08"), 2000.0))
    worth = rows["worth"][0]
    return {
        "rounds(c=.06)": Found(rows["held"][0]),
        "u_linear": Found(worth[0]),
        "u_tft": Found(worth[1]),
    }


def r14() -> Findings:
    packed = scene("R14")
    found = {"posterior(k=0)": Found(only(rows_at(packed, 9.0)["belief"][:, 0]))}
    for k in (1, 2, 3, 4):
        rows = rows_at(packed, 10.0 * k + 5.0, TRIALS)
        bluffed = (rows["backdowns"][:, 0] == k) & (rows["notices"][:, 0] == 0)
        found[f"posterior(k={k})"] = Found(only(rows["belief"][bluffed, 0]))
    threat = "parties.sender.threat.fixed-rates.threat"
    packed = scene("R14", (f"{threat}.resolute", 0.7), (f"{threat}.bluffer", 0.35))
    rows = rows_at(packed, 10.0, TRIALS)
    found["posterior(threat seen)"] = Found(only(rows["belief"][rows["threats"][:, 0] == 1, 0]))
    found["posterior(window without threat)"] = Found(only(rows["belief"][rows["threats"][:, 0] == 0, 0]))
    rows = rows_at(packed, 15.0, TRIALS)
    found["posterior(threat seen, then not executed)"] = Found(only(rows["belief"][rows["backdowns"][:, 0] == 1, 0]))
    return found


class Stage(NamedTuple):
    chance: tuple[float, float]
    after_threat: float
    after_silence: float
    before: float  # credibility with no threat out
    under: float  # credibility under the threat


def _threat_stage(noise: float, support: float = 0.0) -> Stage:
    policy = ("parties.sender.threat.bayes-logit.noise", noise)
    packed = scene("R15", policy, ("calendar.effects[outreach].support", support))
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


def r15() -> Findings:
    found = {}
    for noise in (0.1, 0.05, 0.02):
        stage = _threat_stage(noise)
        found[f"posterior|threat (lam={noise})"] = Found(stage.after_threat)
        found[f"posterior|silence (lam={noise})"] = Found(stage.after_silence)
        found[f"P(threat|resolute,lam={noise})"] = Found(stage.chance[0])
        found[f"P(threat|bluffer,lam={noise})"] = Found(stage.chance[1])
        if noise == 0.05:
            found["credibility under threat, no outreach (lam=.05)"] = Found(stage.under)
            found["credibility, no threat outstanding (lam=.05)"] = Found(stage.before)
    limit = _threat_stage(0.0005)
    found["limit lam->0: posterior|threat"] = Found(limit.after_threat, 2e-3)
    found["limit lam->0: P(threat|resolute)"] = Found(limit.chance[0], 2e-3)
    found["limit lam->0: P(threat|bluffer)"] = Found(limit.chance[1], 5e-3)
    outreach = _threat_stage(0.05, support=0.1)
    tag = "with outreach +.10 (kappa=.6), lam=.05"
    found[f"{tag}: P(threat|resolute)"] = Found(outreach.chance[0])
    found[f"{tag}: P(threat|bluffer)"] = Found(outreach.chance[1])
    found["credibility under threat, with outreach (lam=.05)"] = Found(outreach.under)
    return found


def _support(packed: PackedScenario, day: float, trials: int = 1) -> np.ndarray:
    """Return both parties' support on a day, shape (trials, 2)."""
    return np.array(meet(packed, rows_at(packed, day, trials), day)["support"][:, :2])


def r17() -> Findings:
    packed = scene("R17")
    found = {}
    for years in (0.5, 1.0, 50.0):
        h = _support(packed, years * YEAR, TRIALS)[:, 0]
        mean, variance = h.mean(), h.var()
        spread = ((h - mean) ** 4).mean() - variance**2
        found[f"mean excess support(t={years})"] = _estimated(mean, sqrt(variance / TRIALS))
        found[f"var excess support(t={years})"] = _estimated(variance, sqrt(spread / TRIALS))
    day100 = float(_support(packed, 100.0)[0, 1])
    found["support excess day100 (3 trips .05 at 10,40,70)"] = Found(day100)
    later = float(_support(packed, 100.0 + YEAR)[0, 1])
    found["kappa per year"] = Found(log(day100 / later))
    return found


def _estimated(value: float, error: float) -> Found:
    return Found(value, 4 * error, error)


def r25() -> Findings:
    found = {}
    for gap, step, near in ((0.5, 0.25, 0.02), (0.3, 0.25, 0.02), (0.5, 0.5, 0.05)):
        packed = scene(
            "R25",
            ("parties.one.positions.standards.wants", 0.5 + gap),
            ("parties.two.positions.standards.wants", 0.5 - gap),
            ("calendar.technical.step", step),
            ("calendar.technical.tolerance", near),
        )
        meetings = next(day for day in range(1, 41) if rows_at(packed, float(day))["closed"][0, 0] == 1)
        rows = rows_at(packed, float(meetings))
        tag = f"(gap={gap},eta={step},eps={near})"
        found[f"meetings to close{tag}"] = Found(meetings)
        found[f"residual gap{tag}"] = Found(abs(rows["table"][0, 0, 0] - rows["text"][0, 0]))
    return found


def r28() -> Findings:
    rows = rows_at(scene("R28-notice"), 200.0, 20)
    left = rows["ending"] == WITHDRAWAL
    assert (rows["end_day"][left] == 180).all()
    payoff = only(rows["value"][left, 1])
    found = {
        "payoff of certain withdrawal at day 180": Found(payoff),
        "discount D(180 d, r=.10)": Found((0.8 - payoff) / 0.45),
    }
    for c in (0.1, 0.333, 0.6):
        packed = scene("R28", ("parties.sender.resolve.prior", c))
        rows = rows_at(packed, 235.0)
        run_on(packed, rows, 1 << ROUND, until=236.0)
        assert (rows["due"][0], rows["event"][0]) == (236.0, ROUND)
        found[f"reservation with credibility {c}"] = Found(rows["reservation"][0, 1])
    quiet, threat = (rows_at(scene(name), 10.0) for name in ("R28", "R28-threat"))
    assert (quiet["stage"][0, 0], threat["stage"][0, 0]) == (QUIET, THREAT)
    date_effect = quiet["reservation"][0, 1] - threat["reservation"][0, 1]
    found["date effect only: threat expiring in 60 d instead of end in 226 d (C=.333)"] = Found(date_effect)
    return found


def r29() -> Findings:
    expected = EXPECTED["R29_package_vs_issue_by_issue"]
    package = scene("R29")
    even = scene("R29", *((f"parties.{name}.strategy.time-dependent.bidding", "even") for name in ("one", "two")))
    floors = scene("R29", ("parties.one.status_quo_value", 0.2), ("parties.two.status_quo_value", 0.5))
    found = {
        "package: tau* (beta=1)": crossing(package),
        "package: tau* (beta=.5)": crossing(scene("R29", *_tactics((0.5, 0.5), (0, 0)))),
        "issue-by-issue: tau* (beta=1)": crossing(even),
        "KS-type tau* (beta=1)": crossing(floors),
    }
    rolled = signed(only_meeting(package, 1000 * expected["package: tau* (beta=1)"]))["worth"][0, :2]
    found["package (logroll, equal schedules): u1=u2"] = Found(only(np.round(rolled, 12)))
    split = signed(only_meeting(even, 1000 * expected["issue-by-issue: tau* (beta=1)"]))["worth"][0, :2]
    found["issue-by-issue ('even' bidding): u1=u2"] = Found(only(np.round(split, 12)))
    found["efficiency loss of issue-by-issue"] = Found(1 - split[0] / rolled[0])
    worth = signed(only_meeting(floors, 1000 * expected["KS-type tau* (beta=1)"]))["worth"][0]
    found["KS-type u1 (F=(.2,.5))"], found["KS-type u2"] = Found(worth[0]), Found(worth[1])
    return found


RUNGS: dict[str, Callable[[], Findings]] = {
    "R07_time_dependent_crossing": r07,
    "R08_tit_for_tat": r08,
    "R14_bluff_posterior": r14,
    "R15_logit_threat_stage": r15,
    "R17_shot_noise_support": r17,
    "R25_technical_closing": r25,
    "R28_disagreement_accounting": r28,
    "R29_package_vs_issue_by_issue": r29,
}


@cache
def climbed(rung: str) -> Findings:
    return RUNGS[rung]()
