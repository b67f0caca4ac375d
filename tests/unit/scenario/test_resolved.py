"""The canonical text of a scenario, its hash, and what differs between two."""

from pathlib import Path

import pytest

from sim.scenario import differences, load, load_text, resolved_yaml, sha256, shipped

EXAMPLES = Path(__file__).parents[2] / "examples"
FILES = [EXAMPLES / "minimal.yaml", EXAMPLES / "rich.yaml", *shipped().values()]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_resolved_text_loads_to_an_equal_scenario(file: Path) -> None:
    scenario = load(file).scenario
    text = resolved_yaml(scenario)
    again = load_text(text).scenario
    assert again == scenario
    assert resolved_yaml(again) == text


def test_the_resolved_text_stands_by_itself() -> None:
    assert "extends" not in resolved_yaml(load("montreal-concede").scenario)


def test_dials_and_provenance_are_kept() -> None:
    text = resolved_yaml(load(EXAMPLES / "rich.yaml").scenario)
    assert "counted_on: {dial: overrun}" in text
    assert 'prior: {value: 4 of 45, from: "gazette#threats"}' in text


def test_the_hash_is_that_of_the_content_not_of_the_layout(tmp_path: Path) -> None:
    text = (EXAMPLES / "rich.yaml").read_text("utf-8")
    moved = load_text("# another comment\n\n" + text).scenario
    assert sha256(moved) == sha256(load(EXAMPLES / "rich.yaml").scenario)


def test_the_hash_changes_with_a_value_and_with_its_provenance() -> None:
    text = (EXAMPLES / "minimal.yaml").read_text("utf-8")
    hashes = {
        sha256(load_text(text).scenario),
        sha256(load_text(text.replace("wants: 80", "wants: 81")).scenario),
        sha256(load_text(text.replace("for a test", "for another test")).scenario),
    }
    assert len(hashes) == 3


@pytest.mark.parametrize(
    "label",
    [
        "Ünïcødé 日本",
        "quote \" and ' and \\ and #",
        "a: b - c",
        "- x",
        "🙂 and \u200d joiner",
        "NO",
        "123",
        "%",
        "@x",
    ],
)
def test_any_label_survives(label: str) -> None:
    scenario = load(EXAMPLES / "minimal.yaml").scenario
    about = scenario.about.model_copy(update={"title": label})
    text = resolved_yaml(scenario.model_copy(update={"about": about}))
    assert load_text(text).scenario.about.title == label


def test_the_same_scenario_has_no_differences() -> None:
    a, b = load(EXAMPLES / "rich.yaml").scenario, load(EXAMPLES / "rich.yaml").scenario
    assert differences(a, b) == ()


def test_a_difference_shows_both_sides_as_written() -> None:
    text = (EXAMPLES / "rich.yaml").read_text("utf-8")
    a = load_text(text).scenario
    b = load_text(
        text.replace("prior: {value: 4 of 45,", "prior: {value: 30 to 50%,").replace("threat: 0.02, notice", "notice")
    )
    found = [(one.path, one.a, one.b) for one in differences(a, b.scenario)]
    assert found == [
        ("parties.east.resolve.prior", "4 of 45", "30 to 50%"),
        ("parties.west.audience_costs.threat", "0.02", "-"),
    ]
