"""Which endings and paths a scenario lets happen at all, so that `never seen` and `cannot happen` stay apart."""

from sim.model.policies import NEVER_LEAVES
from sim.simulate import Run


def is_possible(run: Run, name: str) -> bool:
    """Say whether the scenario lets this ending, or this leaf of the tree of outcomes, happen."""
    leaving = [party for party in run.packed.parties if may_leave(run, party)]
    if name in ("withdrawal", "notice_pending", "after_threat", "after_notice"):
        return bool(leaving)
    if name in ("bilateral", "via_side_deal"):
        return bool(run.scenario.calendar.side_deals)
    if name == "ratification_failed":
        return bool(run.packed.record["votes"].any())
    return name.removeprefix("withdrawal_by_") in (name, *leaving)


def may_leave(run: Run, party: str) -> bool:
    """Say whether a party's policy can ever threaten or give notice."""
    return bool(run.packed.record["policy"][run.packed.parties.index(party)] != NEVER_LEAVES)
