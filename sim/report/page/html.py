"""The page as one HTML file: no script, nothing fetched, and every text of a scenario escaped."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from sim.report.charts.part import SIZES, Figure, Part
from sim.report.page.parts import Origin, Told
from sim.report.shape import Answer
from sim.report.voice import visible

_HERE = Path(__file__).parent


@dataclass(frozen=True)
class Page:
    """All that stands on a page."""

    answer: Answer
    sentence: str
    parts: Sequence[Part]
    stories: Sequence[Told]
    legend: str
    rests_on: str
    origins: Sequence[Origin]
    commands: Sequence[tuple[str, str]]


def html(page: Page) -> bytes:
    """Return the page; the same page gives the same bytes."""
    environment = Environment(
        loader=FileSystemLoader(_HERE),
        autoescape=True,
        finalize=_shown,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["drawing"] = _drawing
    template = environment.get_template("page.html.j2")
    style = Markup((_HERE / "style.css").read_text(encoding="utf-8"))  # ours, and no text of a scenario in it
    return template.render(page=page, answer=page.answer, style=style, sizes=SIZES).encode()


def _shown(value: object) -> object:
    """Show control characters of a text as their codes; markup is ours and stays."""
    if isinstance(value, str) and not isinstance(value, Markup):
        return "".join(visible(letter) for letter in value)
    return value


def _drawing(figure: Figure, number: int, name: str) -> Markup:
    """Return one drawing of a figure with its text alternative; `name` makes its ids unique on the page."""
    own = f"{name}-{SIZES[number].name}"
    opening = f'<svg role="img" aria-labelledby="{own}-title {own}-desc"'
    words = (
        f'<title id="{own}-title">{_safe(figure.title)}</title><desc id="{own}-desc">{_safe(figure.description)}</desc>'
    )
    drawn = re.sub(r"<svg\b", opening, figure.drawings[number], count=1)
    return Markup(re.sub(r">", lambda _: f">{words}", drawn, count=1))


def _safe(text: str) -> Markup:
    return escape(_shown(text))
