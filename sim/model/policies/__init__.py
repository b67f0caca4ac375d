"""The shelf of threat policies (model.md 1.7): one file each, one line here.

A policy answers two questions about a party i. `chances(s, w, i, stage)`: how likely is a leader of each type to
escalate from this stage (resolute, bluffer)? `carry_out(s, w, i, theta, stage)`: how likely is a leader of this type,
seen from this stage, to leave in the end? Their order is the number that a packed scenario holds.
"""

from __future__ import annotations

from sim.model.policies import bayes_logit, fixed_rates, never, scripted, semi_separating
from sim.model.shelf import by_number

POLICIES = {
    "never": never,
    "scripted": scripted,
    "fixed-rates": fixed_rates,
    "semi-separating": semi_separating,
    "bayes-logit": bayes_logit,
}
NEVER_LEAVES = list(POLICIES).index("never")
SCRIPTED = list(POLICIES).index("scripted")

chances = by_number(tuple(policy.chances for policy in POLICIES.values()))
carry_out = by_number(tuple(policy.carry_out for policy in POLICIES.values()))
