"""`sim diff`: what two scenarios assume differently."""

from dataclasses import asdict

from sim.report.lines import fitting, paragraph
from sim.report.source import source_of
from sim.report.voice import Voice, width
from sim.scenario import Difference, differences

# Texts that no rule reads; --json has them in full.
_NOTES = ("about.question", "about.authors", "teaching.")


def diff(voice: Voice, a: str, b: str) -> None:
    """Show every value that differs, in the words of the files."""
    first, second = source_of(a), source_of(b)
    found = differences(first.loaded.scenario, second.loaded.scenario)
    data = {
        "schema": "sim/diff/v1",
        "a": first.name,
        "b": second.name,
        "differences": [asdict(one) for one in found],
    }
    voice.answer(data, lambda: _lines(a, b, found))
    voice.next(f"sim run {a}", f"sim run {b}")


def _lines(a: str, b: str, found: tuple[Difference, ...]) -> list[str]:
    if not found:
        return [f"{a} and {b} assume the same"]
    noun = "value differs" if len(found) == 1 else "values differ"
    lines = [f"{len(found)} {noun}: {a} -> {b}"]
    for one in found:
        if not one.path.startswith(_NOTES):
            lines += ["", one.path, *paragraph(f"{one.a} -> {one.b}", fitting(width()), "    ")]
    notes = [one.path for one in found if one.path.startswith(_NOTES)]
    return [*lines, "", *paragraph(f"texts that differ: {', '.join(notes)}", fitting(width()))] if notes else lines
