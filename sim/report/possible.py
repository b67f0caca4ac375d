"""Which endings and paths a scenario lets happen at all, so that `never seen` and `cannot happen` stay apart."""

from sim.model.policies import NEVER_LEAVES, SCRIPTED
from sim.model.state import NEVER
from sim.simulate import Run


def is_possible(run: Run, name: str) -> bool:
    """Say whether the scenario lets this ending, or this leaf of the tree of outcomes, happen."""
    leaving = [party for party in run.packed.parties if may_leave(run, party)]
    if name == "after_threat":
        return any(_may_threaten(run, party) for party in run.packed.parties)
    if name in ("withdrawal", "notice_pending", "after_notice"):
        return bool(leaving)
    if name in ("bilateral", "via_side_deal"):
        return bool(run.scenario.calendar.side_deals)
    if name == "ratification_failed":
        return bool(run.packed.record["votes"].any())
    return name.removeprefix("withdrawal_by_") in (name, *leaving)


def may_leave(run: Run, party: str) -> bool:
    """Say whether a party's policy can ever threaten or give notice."""
    return bool(run.packed.record["policy"][run.packed.parties.index(party)] != NEVER_LEAVES)


def _may_threaten(run: Run, party: str) -> bool:
    seat = run.packed.parties.index(party)
    is_scripted = run.packed.record["policy"][seat] == SCRIPTED
    has_dates = (run.packed.record["script_threat"][seat] < NEVER).any()
    return may_leave(run, party) and bool(has_dates or not is_scripted)
