"""`sim explain`: a term of the glossary in plain words."""

from sim.report.glossary import Entry, entries, explain
from sim.report.lines import fitting, paragraph
from sim.report.voice import Voice, width


def explain_term(voice: Voice, words: list[str]) -> None:
    """Show a term's entry, or all terms where none is named; raise MissingName with the nearest term."""
    if not words:
        terms = [entry.term for entry in entries()]
        data = {"schema": "sim/terms/v1", "terms": terms}
        voice.answer(data, lambda: paragraph(", ".join(terms), fitting(width())))
        voice.next("sim explain notice")
        return
    entry = explain(" ".join(words))
    data = {
        "schema": "sim/explain/v1",
        "term": entry.term,
        "words": entry.words,
        "symbol": entry.symbol,
        "key": entry.key,
        "see": list(entry.see),
    }
    voice.answer(data, lambda: _lines(entry))
    voice.next(f"sim explain {entry.see[0]}")


def _lines(entry: Entry) -> list[str]:
    facts = (("symbol", entry.symbol), ("key", entry.key), ("see", ", ".join(entry.see)))
    return [
        entry.term,
        *paragraph(entry.words, fitting(width()), "  "),
        *(f"  {name:8}{words}" for name, words in facts if words != "-"),
    ]
