"""Stories of offers in turn: who proposes what, who says no and why, and how it ends."""

from __future__ import annotations

from sim.report.story import tell
from tests.builders import Tree, packed


def words(**rules: object) -> str:
    """Return the story of talks in which north plays the equilibrium and south never gives way."""
    seats: Tree = {"north": {"strategy": "rubinstein"}, "south": {"strategy": "hardliner"}}
    named = {"north": "Northland", "south": "Southland"}
    own: Tree = {name: {"label": label, "patience": {"round_factor": 0.9}} for name, label in named.items()}
    story = tell(packed({"parties": seats}, {"parties": own}, {"table": {"offers": rules}}), 1, 0)
    return " ".join(" ".join(story.lines(100)).split())


def test_an_offer_names_who_rejects_it_and_why() -> None:
    story = words()
    assert "Northland offers an issue 0.53. Southland rejects it." in story
    assert "47 is less than the 100 that Southland holds out for" in story


def test_a_breakdown_is_told_with_its_chance() -> None:
    story = words(breakdown=1.0)
    assert "the talks break down before the next offer is made" in story.lower()
    assert "an offer was rejected in the round before, and 100% of such talks break down" in story


def test_who_leaves_for_what_is_outside_is_named() -> None:
    story = words(outside_option={"north": 0.6})
    assert "leaves the table for good" in story
    assert "it has 60 outside, and would take no less" in story
