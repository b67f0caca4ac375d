"""Endings, paths and figures have names that people read."""

import pytest

from sim.report.wording import ending_words, figure_label, inside_sentence, path_label, with_article

PARTIES = {"us": "United States", "canada": "Canada"}
ENDINGS = ("full_deal", "bilateral", "withdrawal", "lapsed", "ratification_failed", "extended", "notice_pending")


@pytest.mark.parametrize("parties", [2, 3, 4])
def test_every_ending_has_a_label_that_fits_the_table_and_a_phrase(parties: int) -> None:
    for name in ENDINGS:
        words = ending_words(name, parties, "2019-12-31")
        assert 0 < len(words.label) <= 30
        assert words.phrase[0].islower()


def test_a_deal_of_all_is_named_after_the_number_of_parties() -> None:
    assert ending_words("trilateral", 3, "2019-12-31").label == "Three-party deal"
    assert ending_words("full_deal", 2, "2019-12-31").label == "Deal"
    assert ending_words("full_deal", 4, "2019-12-31").label == "Deal of all 4 parties"


def test_a_withdrawal_is_named_after_who_leaves() -> None:
    assert path_label("withdrawal_by_us", PARTIES, "") == "by the United States"
    assert path_label("withdrawal_by_canada", PARTIES, "") == "by Canada"


@pytest.mark.parametrize("name", ["United States", "European Union", "United Kingdom"])
def test_some_names_take_an_article(name: str) -> None:
    assert with_article(name) == f"the {name}"


@pytest.mark.parametrize(
    ("path", "label"),
    [
        ("parties.us.strategy.time-dependent.beta", "how long it holds out (United States)"),
        ("parties.us.threat.bayes-logit.cost.notice", "cost of giving notice (United States)"),
        ("calendar.effects[Mexican election].hurdle", "hurdle at ratification (Mexican election)"),
        ("calendar.side_deals[1].pride.canada", "pride (Canada)"),
        ("pact.stakes", "stakes"),
        ("some.unknown_key", "unknown key"),
    ],
)
def test_a_figure_without_a_dial_is_called_by_what_it_does(path: str, label: str) -> None:
    assert figure_label(path, PARTIES) == label


def test_a_label_begins_small_inside_a_sentence_unless_it_is_a_name() -> None:
    assert inside_sentence("How far they count on it", PARTIES) == "how far they count on it"
    assert inside_sentence("Canada gives way", PARTIES) == "Canada gives way"
    assert inside_sentence("GDP of Canada", PARTIES) == "GDP of Canada"
