"""Which endings and paths a scenario lets happen at all, so that `never seen` and `cannot happen` stay apart."""

from sim.model.policies import NEVER_LEAVES, SCRIPTED
from sim.model.state import NEVER
from sim.scenario.packing import PackedScenario


def is_possible(packed: PackedScenario, name: str) -> bool:
    """Say whether the scenario lets this ending, or this leaf of the tree of outcomes, happen."""
    leaving = [party for party in packed.parties if may_leave(packed, party)]
    if name == "after_threat":
        return any(_may_threaten(packed, party) for party in packed.parties)
    if name in ("withdrawal", "notice_pending", "after_notice"):
        return bool(leaving)
    if name in ("bilateral", "via_side_deal"):
        return bool(packed.scenario.calendar.side_deals)
    if name == "ratification_failed":
        return bool(packed.record["votes"].any())
    return name.removeprefix("withdrawal_by_") in (name, *leaving)


def may_leave(packed: PackedScenario, party: str) -> bool:
    """Say whether a party's policy can ever threaten or give notice."""
    return bool(packed.record["policy"][packed.parties.index(party)] != NEVER_LEAVES)


def _may_threaten(packed: PackedScenario, party: str) -> bool:
    seat = packed.parties.index(party)
    is_scripted = packed.record["policy"][seat] == SCRIPTED
    has_dates = (packed.record["script_threat"][seat] < NEVER).any()
    return may_leave(packed, party) and bool(has_dates or not is_scripted)
