"""Pack issues, positions and the pact: what is bargained over, and what is lost if links lapse (model.md 1.1, 1.2)."""

from __future__ import annotations

import numpy as np

from sim.model import state
from sim.scenario.packers.desk import Desk, Scaling, plain
from sim.scenario.schema import Issue


def put(desk: Desk) -> None:
    """Put issues, positions, the order of giving way, and link losses."""
    _issues(desk)
    _positions(desk)
    _give_way(desk)
    _chair(desk)
    _others(desk)
    _pact(desk)


def _issues(desk: Desk) -> None:
    record, scenario = desk.record, desk.scenario
    record["parties"] = len(scenario.pact.members)
    record["issues"] = len(scenario.issues)
    record["closing"] = state.EACH if scenario.table.closing == "each" else state.PACKAGE
    for j, issue in enumerate(scenario.issues.values()):
        record["track"][j] = state.TECHNICAL if issue.track == "technical" else state.POLITICAL
        desk.put(issue.status_quo, "status_quo", j, to=_on_scale(issue))


def _positions(desk: Desk) -> None:
    record, scenario = desk.record, desk.scenario
    for k, party in enumerate(scenario.pact.members):
        positions = scenario.parties[party].positions
        for j, (name, issue) in enumerate(scenario.issues.items()):
            position = positions.get(name)
            if position is None or plain(position.weight) == 0.0:
                continue
            record["concerns"][k, j] = 1
            record["weight"][k, j] = plain(position.weight) / 100.0
            desk.put(position.wants, "ideal", k, j, to=_on_scale(issue))
            opening = position.opens_with or position.wants
            place = "ideal" if position.opens_with is None else "opening"  # one draw where a party opens as it wants
            desk.put(opening, "opening", k, j, at=f"{place} ({k}, {j})", to=_on_scale(issue))
    record["concerned_parties"] = record["concerns"].sum(axis=0)


def _give_way(desk: Desk) -> None:
    # Descending by what the others care over what the party itself cares (logroll, model.md 1.6).
    record = desk.record
    n = int(record["parties"])
    for k in range(n):
        mine = [j for j in range(int(record["issues"])) if record["concerns"][k, j] == 1]
        others = [sum(record["weight"][i, j] for i in range(n) if i != k) for j in mine]
        ratio = [other / record["weight"][k, j] for other, j in zip(others, mine, strict=True)]
        order = sorted(range(len(mine)), key=lambda place, ratio=ratio: -ratio[place])  # type: ignore[misc]
        record["concerned"][k] = len(mine)
        record["concern"][k, : len(mine)] = [mine[place] for place in order]


def _pact(desk: Desk) -> None:
    pact = desk.scenario.pact
    automatic = pact.notice.effect == "automatic"
    desk.record["notice_effect"] = state.AUTOMATIC_EFFECT if automatic else state.OPTIONAL_EFFECT
    desk.put(pact.notice.period, "notice_period")
    desk.put(pact.stakes, "stakes", to=Scaling(low=1e-6))
    desk.put(pact.loss_scale, "loss_scale")
    for party, losses in pact.losses.items():
        for other, loss in losses.items():
            desk.put(loss, "loss", desk.seat(party), desk.seat(other))


def _chair(desk: Desk) -> None:
    # W_kj of the chair's text: equal, by salience, or by power times salience (1.6).
    record, scenario = desk.record, desk.scenario
    weight = np.array(record["concerns"] if scenario.table.chair == "equal" else record["weight"], dtype=float)
    if scenario.table.chair == "power":
        for k, party in enumerate(scenario.pact.members):
            policy = scenario.parties[party].threat.bayes_logit
            given = policy.power if policy is not None else None
            weight[k] *= plain(given) if given is not None else 1.0 / len(scenario.pact.members)
    record["tables"][0] = record["concerns"]
    for c, deal in enumerate(scenario.calendar.side_deals, start=1):
        seats = [desk.seat(party) for party in deal.members]
        theirs = record["concerns"][seats]
        # Two members do not sell what is the outsider's (1.8).
        record["tables"][c, seats] = theirs * (theirs.sum(axis=0) >= 2)
    record["chair_weight"] = weight * record["tables"]
    for k in range(len(weight)):
        record["chair_total"] += record["chair_weight"][:, k]
    record["quo_weight"] = record["chair_total"] == 0.0
    record["chair_total"] += record["quo_weight"]


def _others(desk: Desk) -> None:
    # The mean of the other parties that an issue concerns, each with the same weight (1.6).
    concerns = desk.record["concerns"]
    for k in range(len(concerns)):
        others = concerns.copy()
        others[k] = 0
        desk.record["other_weight"][k] = others / np.maximum(1, others.sum(axis=0))


def _on_scale(issue: Issue) -> Scaling:
    first, last = issue.scale.first, issue.scale.last
    return Scaling(first, last - first, min(first, last), max(first, last))
