"""What `sim new` writes loads as it stands."""

from pathlib import Path

from sim.scenario import differences, load, load_text, new_scenario, what_if

EXAMPLES = Path(__file__).parents[2] / "examples"


def test_a_new_scenario_loads_without_a_warning() -> None:
    loaded = load_text(new_scenario("my-talks"), "my-talks", strict=True)
    assert loaded.warnings == ()
    assert loaded.scenario.about.title == "my-talks"


def test_a_name_with_odd_signs_is_a_title() -> None:
    assert load_text(new_scenario('a "b": {c}')).scenario.about.title == 'a "b": {c}'


def test_a_what_if_loads_and_changes_only_the_title(tmp_path: Path) -> None:
    text = (EXAMPLES / "rich.yaml").read_text("utf-8")
    (tmp_path / "rich.yaml").write_text(text, encoding="utf-8")
    parent = load(tmp_path / "rich.yaml").scenario
    (tmp_path / "mine.yaml").write_text(what_if("mine", "rich.yaml", parent), encoding="utf-8")
    child = load(tmp_path / "mine.yaml").scenario
    assert [one.path for one in differences(parent, child)] == ["about.title"]
    assert child.dials["overrun"].value.origin.text == "what if this were different?"


def test_a_what_if_of_a_scenario_without_dials_loads(tmp_path: Path) -> None:
    parent = load(EXAMPLES / "minimal.yaml").scenario
    (tmp_path / "minimal.yaml").write_bytes((EXAMPLES / "minimal.yaml").read_bytes())
    (tmp_path / "mine.yaml").write_text(what_if("mine", "minimal.yaml", parent), encoding="utf-8")
    assert load(tmp_path / "mine.yaml").scenario.about.title == "A small pact - mine"
