"""Pack the calendar: rounds, technical meetings, the planned end, extensions, side deals (model.md 1.6 to 1.10)."""

from __future__ import annotations

from sim.model import state
from sim.scenario.fields import preset
from sim.scenario.packers.desk import Desk, Scaling


def put(desk: Desk) -> None:
    """Put every date as days since the start, and how meetings and extensions repeat."""
    scenario, record = desk.scenario, desk.record
    course = scenario.calendar
    record["opened"] = desk.day(course.opened.date) if course.opened else 0.0
    record["horizon"] = desk.day(scenario.about.ends)
    record["planned_end"] = desk.day(course.planned_end.date)
    days = sorted(desk.day(each.to) for each in course.rounds)
    record["rounds"] = len(days)
    record["round_day"][: len(days)] = days
    _regular(desk)
    desk.put(course.monthly.every, "monthly")
    _technical(desk)
    _extensions(desk)
    _side_deals(desk)


def _regular(desk: Desk) -> None:
    course, record = desk.scenario.calendar, desk.record
    record["regular_from"] = state.NEVER
    if course.regular is not None:
        every = course.regular
        record["regular_from"] = desk.day(every.start or desk.scenario.about.starts)
        record["regular_until"] = desk.day(every.until or course.planned_end.date)
        desk.put(every.period, "regular")


def _technical(desk: Desk) -> None:
    record, technical = desk.record, desk.scenario.calendar.technical
    desk.row["days_before_round"] = state.NEVER
    if technical is None:
        return
    days = sorted(desk.day(each) for each in technical.dates)
    record["technicals"] = len(days)
    record["technical_day"][: len(days)] = days
    if technical.days_before_round is not None:
        desk.put(technical.days_before_round, "days_before_round")
    desk.put(technical.step, "step")
    desk.put(technical.tolerance, "tolerance")


def _extensions(desk: Desk) -> None:
    extensions = desk.scenario.calendar.extensions
    desk.put(extensions.length, "extension")
    desk.put(extensions.most, "most_extensions")
    desk.put(extensions.counted_on, "counted_on")
    desk.put(extensions.noise, "consent_noise", to=Scaling(low=1e-4))
    consent = extensions.consent
    if consent.chance is not None:
        desk.record["consent"] = state.CHANCE
        desk.put(consent.chance, "consent_chance")
    else:
        desk.record["consent"] = state.AUTOMATIC if consent.rule == "automatic" else state.BARGAINED


def _side_deals(desk: Desk) -> None:
    record, deals = desk.record, desk.scenario.calendar.side_deals
    record["coalitions"] = len(deals)
    for c, deal in enumerate(deals):
        for party in deal.members:
            record["member"][c, desk.seat(party)] = 1
        record["coalition_from"][c] = desk.day(deal.start) if deal.start else -state.NEVER
        record["coalition_until"][c] = desk.day(deal.until) if deal.until else state.NEVER
        desk.put(deal.lapse, "lapse", c)
        desk.put(deal.outsider_lapse, "outsider_lapse", c)
        desk.put(deal.accession, "accession", c)
        for party in desk.scenario.pact.members:
            desk.put(deal.pride.get(party, preset(0.0)), "pride", c, desk.seat(party))
