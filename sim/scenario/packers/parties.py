"""Pack the parties: strategy, threat policy, resolve, costs, support, ratification, patience (model.md 1.3 to 1.9)."""

from __future__ import annotations

from datetime import date

from sim.model import state
from sim.model.policies import POLICIES
from sim.scenario.fields import preset
from sim.scenario.packers.desk import Desk, Scaling, plain
from sim.scenario.party import Party
from sim.scenario.threat import BayesLogit, ByType, ChanceByType, FixedRates, Scripted, SemiSeparating
from sim.strategies import BIDDINGS, PLANNERS, STRATEGIES


def put(desk: Desk) -> None:
    """Put every party in its seat, in the order of the pact's members."""
    desk.record["script_threat"][:] = state.NEVER
    desk.record["script_notice"][:] = state.NEVER
    desk.row["signal"][:] = 1.0
    desk.row["breaks_off"][:] = -state.NEVER
    desk.row["noise"][:] = 1.0
    for k, name in enumerate(desk.scenario.pact.members):
        party = desk.scenario.parties[name]
        _bargaining(desk, k, party)
        _policy(desk, k, party)
        _resolve(desk, k, party)
        _home(desk, k, party)


def _bargaining(desk: Desk, k: int, party: Party) -> None:
    strategy = party.strategy
    desk.record["strategy"][k] = list(STRATEGIES).index(strategy.kind)
    desk.record["bidding"][k] = BIDDINGS.index(strategy.tactic.bidding)
    if strategy.kind in PLANNERS:
        desk.record["plans"] = 1
    declared = zip(STRATEGIES[strategy.kind].PARAMETERS, strategy.figures(), strict=True)
    for place, (parameter, figure) in enumerate(declared):
        at = f"{parameter.name} ({k},)"
        desk.put(figure, "tactic", k, place, at=at, to=Scaling(low=parameter.least))
    desk.put(party.curvature, "curvature", k, to=Scaling(low=1e-3))
    desk.put(party.patience.discount, "discount", k)
    desk.put(party.patience.round_factor, "round_factor", k, to=Scaling(low=1e-6))
    desk.put(party.patience.hope, "hope", k)
    if party.status_quo_value is not None:
        desk.record["value_given"][k] = 1
        desk.put(party.status_quo_value, "given_value", k)


def _policy(desk: Desk, k: int, party: Party) -> None:
    desk.record["policy"][k] = list(POLICIES).index(party.threat.kind)
    equal_share = preset(1.0 / len(desk.scenario.pact.members))
    desk.put(equal_share, "power", k)
    threat = party.threat
    if threat.weighing is not None:
        _weighing(desk, k, threat.weighing)
    if threat.bayes_logit is not None:
        _noise(desk, k, threat.bayes_logit)
    if threat.scripted is not None:
        _scripted(desk, k, threat.scripted)
        _noise(desk, k, threat.scripted)
    if threat.fixed_rates is not None:
        _fixed_rates(desk, k, threat.fixed_rates)
        _noise(desk, k, threat.fixed_rates)
    for policy in (threat.weighing, threat.scripted, threat.fixed_rates):
        if policy is not None:
            desk.put(policy.demand, "demand", k)
            desk.put(policy.ultimatum, "ultimatum", k)


def _noise(desk: Desk, k: int, policy: BayesLogit | Scripted | FixedRates) -> None:
    desk.put(policy.noise, "noise", k, to=Scaling(low=1e-4))


def _weighing(desk: Desk, k: int, policy: BayesLogit | SemiSeparating) -> None:
    for stage, (cost, inertia, optimism) in enumerate(
        (
            (policy.cost.threat, policy.inertia.threat, policy.optimism.threat),
            (policy.cost.notice, policy.inertia.notice, policy.optimism.notice),
        )
    ):
        desk.put(cost, "cost", k, stage)
        desk.put(inertia, "inertia", k, stage)
        desk.put(optimism, "optimism", k, stage)
    desk.put(policy.attention, "attention", k)
    if policy.power is not None:
        desk.put(policy.power, "power", k)


def _scripted(desk: Desk, k: int, policy: Scripted) -> None:
    _put_days(desk, "script_threat", k, policy.threats)
    _put_days(desk, "script_notice", k, policy.notices)
    if policy.signals is not None:
        desk.put(policy.signals.resolute, "signal", k, state.RESOLUTE)
        desk.put(policy.signals.bluffer, "signal", k, state.BLUFFER)


def _put_days(desk: Desk, name: str, k: int, days: tuple[date, ...]) -> None:
    desk.record[name][k, : len(days)] = sorted(desk.day(day) for day in days)


def _fixed_rates(desk: Desk, k: int, policy: FixedRates) -> None:
    by_type: tuple[ByType | ChanceByType, ...] = (policy.threat, policy.notice, policy.exit)
    for stage, rate in enumerate(by_type):
        desk.put(rate.resolute, "rate", k, stage, state.RESOLUTE)
        desk.put(rate.bluffer, "rate", k, stage, state.BLUFFER)
    record = desk.record
    record["unprompted"][k] = [plain(figure) for figure in policy.unprompted]
    if policy.per == "year":
        record["plans"] = record["yearly"][k] = 1
    elif any(record["unprompted"][k] > 0.0):
        record["restless"] = 1


def _resolve(desk: Desk, k: int, party: Party) -> None:
    desk.put(party.audience_costs.threat, "audience", k, 0)
    if party.audience_costs.notice is not None:
        desk.put(party.audience_costs.notice, "audience", k, 1)
    if party.audience_costs.notice_multiple is not None:
        desk.put(party.audience_costs.notice_multiple, "audience_multiple", k)
    resolve = party.resolve
    if resolve is None:
        return
    desk.put(resolve.prior, "prior", k)
    desk.put(resolve.exit_gain.resolute, "exit_gain", k, state.RESOLUTE)
    desk.put(resolve.exit_gain.bluffer, "exit_gain", k, state.BLUFFER)
    belief = resolve.deficit_belief
    if belief is not None:
        desk.put(belief.weight, "deficit_weight", k)
        trade = desk.scenario.pact.trade
        if belief.gdp is not None:
            desk.put(belief.gdp, "gdp", k)
        elif trade is not None:
            desk.row["gdp"][k] = trade.file.gdp(trade.regions_of(desk.scenario.pact.members)[k])
        for other, deficit in belief.deficits.items():
            desk.put(deficit, "deficit", k, desk.seat(other))


def _home(desk: Desk, k: int, party: Party) -> None:
    desk.put(party.support.exit, "support_exit", k)
    if party.support.breaks_off is not None:
        desk.record["lines"] = 1
        desk.put(party.support.breaks_off, "breaks_off", k)
    ratification = party.ratification
    if ratification is None:
        return
    desk.put(party.support.ratification, "support_ratify", k)
    desk.record["veto"][k] = int(ratification.leader_veto)
    desk.record["on_failure"][k] = state.REOPEN if ratification.on_failure == "reopen" else state.COLLAPSE
    # Without noise and hurdle there is nothing to ratify (model.md 1.9).
    certain = ratification.noise.value == 0.0 and ratification.hurdle.value == 0.0
    desk.record["votes"][k] = int(not certain)
    desk.put(ratification.hurdle, "hurdle", k)
    desk.put(ratification.noise, "vote_noise", k)
    desk.put(ratification.caution, "caution", k)
    desk.put(ratification.lag, "lag", k)
