"""The glossary keeps the form that `sim explain` reads, and its references lead somewhere."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
ENTRY = re.compile(
    r"### (?P<term>.+)\n\n(?P<words>.+)\n\nsymbol: (?P<symbol>.+); key: (?P<key>.+)\n\nsee: (?P<see>.+)\n"
)
ENTRIES = [match.groupdict() for match in ENTRY.finditer(TEXT)]
TERMS = [entry["term"] for entry in ENTRIES]


def test_every_entry_has_words_symbol_key_and_references() -> None:
    assert len(ENTRIES) == TEXT.count("\n### ")


def test_no_term_is_explained_twice() -> None:
    assert len({term.lower() for term in TERMS}) == len(TERMS)


def test_every_reference_is_an_entry_and_not_the_entry_itself() -> None:
    for entry in ENTRIES:
        named = set(entry["see"].split(", "))
        assert named <= set(TERMS) - {entry["term"]}, entry["term"]


def test_an_explanation_is_one_sentence() -> None:
    assert [entry["term"] for entry in ENTRIES if not re.fullmatch(r"[A-Z][^.]*\.", entry["words"])] == []


def test_every_section_number_is_a_section_of_the_model() -> None:
    model = (ROOT / "docs" / "model.md").read_text(encoding="utf-8")
    sections = set(re.findall(r"^##+ (\d+(?:\.\d+)?) ", model, re.MULTILINE))
    named = {
        number
        for entry in ENTRIES
        for bracket in re.findall(r"\(([\d., ]+)\)", entry["symbol"])
        for number in bracket.split(", ")
    }
    assert named
    assert named <= sections
