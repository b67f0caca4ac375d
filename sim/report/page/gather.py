"""Find out what a page shows besides the answer: stances, worths, events of the calendar."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from sim.report.charts.material import Event, Material
from sim.report.compare.answer import compare_answer
from sim.report.kept import Kept
from sim.report.page.stances import stances
from sim.report.page.worths import worths_of
from sim.report.pairs import Side
from sim.scenario import Scenario
from sim.simulate import Run

_MOST_DATES = 12  # of effects: more letters than that nobody looks up


def material(run: Run, kept: Kept, null: Kept, others: Sequence[Kept], sides: Sequence[Side]) -> Material:
    """Return what the charts of a run are drawn from; `sides` are what the user asked for, the run itself first."""
    return Material(
        answer=kept.answer,
        null=null.answer,
        word=sides[0].word,
        events=events(run.scenario),
        stances=stances(run),
        worths=worths_of(run),
        compared=compare_answer(kept, others, [side.settings for side in sides]) if others else None,
    )


def events(scenario: Scenario) -> tuple[Event, ...]:
    """Return what the calendar knows beforehand, by date: planned rounds, the planned end, visits and elections."""
    course, about = scenario.calendar, scenario.about
    found = [Event(one.to, one.name or "round of talks", is_round=True) for one in course.rounds]
    dated = [Event(when, effect.name, is_round=False) for effect in course.effects for when in effect.dates or ()]
    dated = [*dict.fromkeys(sorted(dated, key=_date))][:_MOST_DATES]
    found += [*dated, Event(course.planned_end.date, "planned end of the talks", is_round=False)]
    return tuple(sorted((one for one in found if about.starts <= one.date <= about.ends), key=_date))


def _date(event: Event) -> datetime.date:
    return event.date
