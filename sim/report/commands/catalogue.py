"""`sim list`: what ships. Nothing is imported here that takes long to load."""

from sim.report.lines import fitting, paragraph
from sim.report.shelf import shelf
from sim.report.voice import Voice, width


def catalogue(voice: Voice) -> None:
    """Show each shipped scenario with its title and its question."""
    found = shelf()
    data = {
        "schema": "sim/list/v1",
        "scenarios": [{"name": one.name, "title": one.title, "question": one.question} for one in found],
    }
    voice.answer(data, _lines)
    voice.next("sim run montreal", "sim new my-talks --from montreal")


def _lines() -> list[str]:
    found = shelf()
    wide = max((len(one.name) for one in found), default=0) + 2
    lines: list[str] = []
    for one in found:
        lines.append(f"{one.name:{wide}}{one.title}")
        lines += paragraph(one.question, fitting(width()), " " * wide)
    return lines or ["no scenarios ship with this installation"]
