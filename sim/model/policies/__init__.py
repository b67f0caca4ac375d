"""The shelf of threat policies (model.md 1.7): one file each, one line here.

A policy answers two questions about a party i. `chances(s, w, i, stage)`: how likely is a leader of each type to
escalate from this stage (resolute, bluffer)? `carry_out(s, w, i, theta, stage)`: how likely is a leader of this type,
seen from this stage, to leave in the end? Their order is the number that a packed scenario holds.

A policy may answer three more, or leave them out. `unprompted(s, w, i)`: what does i do in this round without an
occasion (a decision of `sim.model.state`, or NO_DECISION)? `plan(s, w, i)`: on which day, in continuous time, does i
act by itself (NEVER: on none)? `planned(s, w, i)`: what does it do on that day?
"""

from __future__ import annotations

from sim.model.compiled import rule
from sim.model.plans import no_plan
from sim.model.policies import bayes_logit, fixed_rates, never, scripted, semi_separating
from sim.model.shelf import by_number
from sim.model.state import NO_DECISION, Packed, Row

POLICIES = {
    "never": never,
    "scripted": scripted,
    "fixed-rates": fixed_rates,
    "semi-separating": semi_separating,
    "bayes-logit": bayes_logit,
}
NEVER_LEAVES = list(POLICIES).index("never")
SCRIPTED = list(POLICIES).index("scripted")


@rule
def _nothing(s: Packed, w: Row, i: int) -> int:
    return NO_DECISION


chances = by_number(tuple(policy.chances for policy in POLICIES.values()))
carry_out = by_number(tuple(policy.carry_out for policy in POLICIES.values()))
plan = by_number(tuple(getattr(policy, "plan", no_plan) for policy in POLICIES.values()))
planned = by_number(tuple(getattr(policy, "planned", _nothing) for policy in POLICIES.values()))
unprompted = by_number(tuple(getattr(policy, "unprompted", _nothing) for policy in POLICIES.values()))
