"""Pack issues, positions and the pact: what is bargained over, and what is lost if links lapse (model.md 1.1, 1.2)."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.model import state
from sim.scenario.packers.columns import Column, columns, concerned
from sim.scenario.packers.desk import Desk, Scaling, plain
from sim.scenario.party import Position
from sim.scenario.schema import Issue
from sim.scenario.trade import Trade


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
    record["issues"] = len(columns(scenario))
    record["closing"] = state.EACH if scenario.table.closing == "each" else state.PACKAGE
    for j, column in enumerate(columns(scenario)):
        issue = scenario.issues[column.issue]
        record["block"][j] = j - column.place
        record["slices"][j] = 0 if column.place else column.width
        record["track"][j] = state.TECHNICAL if issue.track == "technical" else state.POLITICAL
        desk.put(issue.status_quo, "status_quo", j, at=f"status_quo ({j - column.place},)", to=_on_scale(issue))
    technical = np.flatnonzero(record["track"][: len(columns(scenario))] == state.TECHNICAL)
    record["technical"] = len(technical)
    record["technical_issue"][: len(technical)] = technical


def _positions(desk: Desk) -> None:
    scenario = desk.scenario
    for k, party in enumerate(scenario.pact.members):
        for j, column in enumerate(columns(scenario)):
            if k not in concerned(scenario, column.issue):
                continue
            desk.record["tables"][0, k, j] = 1
            issue, position = scenario.issues[column.issue], scenario.parties[party].positions[column.issue]
            if column.owner == state.NOBODY:
                _position(desk, k, j, issue, position)
            else:
                _share(desk, k, j, issue, position, column)
    desk.record["concerned_parties"] = desk.record["tables"][0].sum(axis=0)


def _position(desk: Desk, k: int, j: int, issue: Issue, position: Position) -> None:
    _concern(desk, k, j, position)
    desk.put(position.wants, "ideal", k, j, to=_on_scale(issue))
    opening = position.opens_with or position.wants
    place = "ideal" if position.opens_with is None else "opening"  # one draw where a party opens as it wants
    desk.put(opening, "opening", k, j, at=f"{place} ({k}, {j})", to=_on_scale(issue))


def _share(desk: Desk, k: int, j: int, issue: Issue, position: Position, column: Column) -> None:
    # Of a pie every party wants all; what it opens with it leaves in even parts to the others.
    opening = 1.0
    if position.opens_with is not None:
        to = _on_scale(issue)
        opening = (plain(position.opens_with) - to.origin) / to.width
    if column.owner == k:
        _concern(desk, k, j, position)
        desk.row["ideal"][k, j] = 1.0
        desk.row["opening"][k, j] = opening
    elif column.width > 1:
        desk.row["opening"][k, j] = (1.0 - opening) / (column.width - 1)


def _concern(desk: Desk, k: int, j: int, position: Position) -> None:
    desk.record["concerns"][k, j] = 1
    desk.record["weight"][k, j] = plain(position.weight) / 100.0


def _give_way(desk: Desk) -> None:
    # Descending by what the others care over what the party itself cares (logroll, model.md 1.6).
    record = desk.record
    n = int(record["parties"])
    for k in range(n):
        mine = [j for j in range(int(record["issues"])) if record["concerns"][k, j] == 1]
        others = [sum(_salience(record, i, j) for i in range(n) if i != k) for j in mine]
        ratio = [other / record["weight"][k, j] for other, j in zip(others, mine, strict=True)]
        order = sorted(range(len(mine)), key=lambda place, ratio=ratio: -ratio[place])  # type: ignore[misc]
        record["concerned"][k] = len(mine)
        record["concern"][k, : len(mine)] = [mine[place] for place in order]
        record["shared"][k] = sum(each > 0.0 for each in ratio)


def _salience(record: Any, k: int, j: int) -> float:
    # What the issue of a column weighs for a party: for a share of a pie, what its own share weighs.
    first = record["block"][j]
    return float(record["weight"][k, first : first + record["slices"][first]].sum())


def _pact(desk: Desk) -> None:
    pact = desk.scenario.pact
    automatic = pact.notice.effect == "automatic"
    desk.record["notice_effect"] = state.AUTOMATIC_EFFECT if automatic else state.OPTIONAL_EFFECT
    desk.put(pact.notice.period, "notice_period")
    desk.put(pact.stakes, "stakes", to=Scaling(low=1e-6))
    desk.put(pact.loss_scale, "loss_scale")
    if pact.trade is not None:
        _trade(desk, pact.trade)
    for party, losses in pact.losses.items():
        for other, loss in losses.items():
            desk.put(loss, "loss", desk.seat(party), desk.seat(other))


def _trade(desk: Desk, trade: Trade) -> None:
    members = desk.scenario.pact.members
    found, n, file = trade.stakes(members), len(members), trade.file
    desk.record["traded"] = 1
    desk.record["bend"][:n, :n] = found.coefficients[:, :, ::-1, ::-1]
    # What the first year costs on top is known for the end of the whole pact only: links share it as central losses.
    central = np.maximum(found.losses(file.border_cost.central, file.elasticity), 0.0)
    extra = np.array([file.transition(region) for region in trade.regions_of(members)])
    desk.record["transition"][:n, :n] = extra[:, None] * central / np.maximum(central.sum(axis=1, keepdims=True), 1e-12)
    desk.put(trade.border_cost, "border_cost")
    desk.put(trade.elasticity, "elasticity")
    desk.put(trade.transition_weight, "transition_weight")


def _chair(desk: Desk) -> None:
    # W_kj of the chair's text: equal, by salience, or by power times salience; equal where the Nash package is tabled,
    # for side deals and where there is none (1.6).
    record, scenario = desk.record, desk.scenario
    record["chair"] = state.NASH if scenario.table.chair == "nash" else state.MEAN
    weight = np.array(record["tables"][0], dtype=float)
    if scenario.table.chair in {"salience", "power"}:
        for j in range(int(record["issues"])):
            weight[:, j] = [_salience(record, k, j) for k in range(len(weight))]
    if scenario.table.chair == "power":
        for k, party in enumerate(scenario.pact.members):
            policy = scenario.parties[party].threat.weighing
            given = policy.power if policy is not None else None
            weight[k] *= plain(given) if given is not None else 1.0 / len(scenario.pact.members)
    for c, deal in enumerate(scenario.calendar.side_deals, start=1):
        seats = [desk.seat(party) for party in deal.members]
        theirs = record["tables"][0][seats]
        # Two members do not sell what is the outsider's (1.8).
        record["tables"][c, seats] = theirs * (theirs.sum(axis=0) >= 2)
    record["chair_weight"] = weight * record["tables"]
    for k in range(len(weight)):
        record["chair_total"] += record["chair_weight"][:, k]
    record["quo_weight"] = record["chair_total"] == 0.0
    record["chair_total"] += record["quo_weight"]


def _others(desk: Desk) -> None:
    # The mean of the other parties that an issue concerns, each with the same weight (1.6).
    tables = desk.record["tables"][0]
    for k in range(len(tables)):
        others = tables.copy()
        others[k] = 0
        desk.record["other_weight"][k] = others / np.maximum(1, others.sum(axis=0))
        desk.record["alone"][k] = others.sum(axis=0) == 0


def _on_scale(issue: Issue) -> Scaling:
    first, last = issue.scale.first, issue.scale.last
    return Scaling(first, last - first, min(first, last), max(first, last))
