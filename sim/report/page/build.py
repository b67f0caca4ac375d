"""From a kept run to its page."""

from __future__ import annotations

import shlex
from collections.abc import Sequence

from sim.report.charts import CHARTS
from sim.report.kept import Kept, first_trials
from sim.report.page.gather import material
from sim.report.page.html import Page
from sim.report.page.parts import commands, legend, origins, rests_on, stories
from sim.report.pairs import Side
from sim.report.text import sentence


def page_of(
    kept: Kept, null: Kept, others: Sequence[Kept], sides: Sequence[Side], words: Sequence[str], settings: Sequence[str]
) -> Page:
    """Return the page of a run, with its null model beside it, compared with another where there is one.

    `words` and `settings` are as the user gave them, for commands to copy; `sides` are what they came to.
    """
    run = first_trials(kept)
    seen = material(run, kept, null, others, sides)
    changed = [f"--set {shlex.quote(setting)}" for setting in settings]
    traced = " ".join(["sim trace", shlex.quote(words[0]), *changed, f"-s {kept.answer['seed']}"])
    return Page(
        answer=kept.answer,
        sentence=sentence(kept.answer),
        parts=[chart.part(seen) for chart in CHARTS],
        stories=stories(run, traced),
        legend=legend(),
        rests_on=rests_on(kept.answer),
        origins=origins(run.scenario),
        commands=commands(kept.answer, kept.folder, words[0], settings, words[1] if others else None),
    )
