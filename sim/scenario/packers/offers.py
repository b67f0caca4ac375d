"""Pack the protocol: who proposes, how many must agree, what a breakdown leaves (model.md 1.6)."""

from __future__ import annotations

from sim.model import state
from sim.scenario.fields import preset
from sim.scenario.figure import Figure
from sim.scenario.packers.desk import Desk, plain
from sim.scenario.schema import Offers


def put(desk: Desk) -> None:
    """Put the rules of offers, where parties do not table all at once."""
    offers = desk.scenario.table.offers
    desk.row["outside"][:] = -state.NEVER
    desk.row["proposer"] = state.NOBODY
    desk.record["quota"] = len(desk.scenario.pact.members)
    if offers is None:
        return
    members = desk.scenario.pact.members
    desk.record["protocol"] = state.OFFERS
    desk.record["order"] = state.RANDOM if offers.order == "random" else state.ROTATING
    if offers.quota is not None:
        desk.record["quota"] = int(plain(offers.quota))
    desk.put(offers.breakdown, "breakdown")
    for k, party in enumerate(members):
        desk.put(_recognition(offers, party, len(members)), "recognition", k)
        if party in offers.breakdown_value:
            desk.record["breakdown_given"][k] = 1
            desk.put(offers.breakdown_value[party], "breakdown_value", k)
        if party in offers.outside_option:
            desk.put(offers.outside_option[party], "outside", k)


def _recognition(offers: Offers, party: str, parties: int) -> Figure:
    return offers.recognition.get(party, preset(1.0 / parties))
