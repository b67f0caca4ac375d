"""What is found without reading scenarios in full is what reading them finds."""

from sim.report.glossary import entries, explain, term_of_key
from sim.report.shelf import glossary_file, names, shelf
from sim.scenario import load, shipped


def test_the_quick_list_says_what_the_files_say() -> None:
    slow = {name: load(path).scenario.about for name, path in shipped().items()}
    assert {one.name: (one.title, one.question) for one in shelf()} == {
        name: (about.title, about.question or "") for name, about in slow.items()
    }


def test_completion_offers_the_names_that_begin_so() -> None:
    assert "montreal" in names("mon")
    assert "no-threats" not in names("mon")


def test_every_entry_of_the_glossary_is_read() -> None:
    text = glossary_file().read_text(encoding="utf-8")
    assert len(entries()) == text.count("\n### ")


def test_a_term_is_found_whatever_its_capitals_and_hyphens() -> None:
    assert explain("Technical  Meeting").term == "technical meeting"
    assert explain("full deal").term == "full_deal"


def test_a_key_of_a_file_is_found_as_well() -> None:
    assert explain("opens_with").term == explain("opens with").term


def test_a_key_has_the_glossary_s_word() -> None:
    assert term_of_key("parties.us.resolve.prior") == "prior"
    assert term_of_key("calendar.side_deals[1].accession") == "accession"
