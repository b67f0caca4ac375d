"""What-ifs laid over the scenario they extend."""

import shutil
from pathlib import Path

import pytest

from sim.errors import ScenarioError
from sim.scenario import Scenario, differences, load, load_text, shipped

BROKEN = Path(__file__).parents[2] / "broken"


def what_if(folder: Path, text: str) -> Scenario:
    shutil.copy(BROKEN / "base.yaml", folder / "base.yaml")
    (folder / "child.yaml").write_text(f"extends: base.yaml\n{text}", encoding="utf-8")
    return load(folder / "child.yaml").scenario


def changed(folder: Path, text: str) -> dict[str, tuple[str, str]]:
    child = what_if(folder, text)
    return {one.path: (one.a, one.b) for one in differences(load(folder / "base.yaml").scenario, child)}


def test_an_empty_what_if_changes_nothing(tmp_path: Path) -> None:
    assert changed(tmp_path, "") == {}


def test_maps_merge_and_values_replace(tmp_path: Path) -> None:
    text = "parties:\n  south:\n    positions: {quota: {wants: 20, judgement: x}}\n"
    assert changed(tmp_path, text) == {"parties.south.positions.quota.wants": ("10", "20")}


def test_a_changed_figure_has_the_provenance_of_the_child_and_the_rest_that_of_the_parent(
    tmp_path: Path,
) -> None:
    child = what_if(tmp_path, "parties:\n  south:\n    positions: {quota: {wants: 20, judgement: what if}}\n")
    position = child.parties["south"].positions["quota"]
    assert position.wants.origin.text == "what if"
    assert position.weight.origin.text == "invented for a test"


def test_a_judgement_at_the_top_of_a_what_if_covers_what_it_changes(tmp_path: Path) -> None:
    child = what_if(tmp_path, "judgement: all of it\nparties:\n  south:\n    positions: {quota: {wants: 20}}\n")
    assert child.parties["south"].positions["quota"].wants.origin.text == "all of it"


def test_another_strategy_takes_the_place_of_the_parents(tmp_path: Path) -> None:
    child = what_if(tmp_path, "parties:\n  south:\n    strategy: {tit-for-tat: {proportion: 30%, judgement: x}}\n")
    strategy = child.parties["south"].strategy
    assert (strategy.kind, [figure.value for figure in strategy.figures()]) == ("tit-for-tat", [0.3, 1.0])


def test_lists_replace(tmp_path: Path) -> None:
    child = what_if(tmp_path, "calendar:\n  rounds:\n    - {on: 2018-05-01, judgement: x}\n")
    assert [str(one.to) for one in child.calendar.rounds] == ["2018-05-01"]


def test_a_list_under_plus_is_appended(tmp_path: Path) -> None:
    child = what_if(
        tmp_path, "calendar:\n  rounds:\n    +:\n      - {from: 2018-04-28, to: 2018-05-01, judgement: x}\n"
    )
    assert [str(one.to) for one in child.calendar.rounds] == ["2018-03-01", "2018-05-01"]


def test_a_list_under_plus_with_nothing_to_append_to_is_a_list(tmp_path: Path) -> None:
    child = what_if(tmp_path, "calendar:\n  technical: {judgement: x, dates: {+: [2018-02-05]}}\n")
    assert child.calendar.technical is not None
    assert len(child.calendar.technical.dates) == 1


def test_a_distribution_replaces_a_distribution(tmp_path: Path) -> None:
    first = "parties:\n  north:\n    resolve: {prior: {uniform: [0.1, 0.3]}, judgement: x}\n"
    what_if(tmp_path, first)
    (tmp_path / "grandchild.yaml").write_text(
        "extends: child.yaml\nparties:\n  north:\n    resolve: {prior: {beta: [4, 16]}, judgement: y}\n"
    )
    assert load(tmp_path / "grandchild.yaml").scenario.parties["north"].resolve is not None


def test_another_threat_policy_replaces_the_one_of_the_parent(tmp_path: Path) -> None:
    text = "parties:\n  north:\n    threat: {scripted: {threats: [2018-03-05]}}\n"
    first = what_if(tmp_path, text)
    assert first.parties["north"].threat.kind == "scripted"
    (tmp_path / "again.yaml").write_text(
        "extends: child.yaml\njudgement: x\nparties:\n  north:\n    threat: {bayes-logit: {noise: 0.05}}\n"
    )
    assert load(tmp_path / "again.yaml").scenario.parties["north"].threat.kind == "bayes-logit"


def test_a_multiple_replaces_the_cost_of_notice(tmp_path: Path) -> None:
    child = what_if(tmp_path, "parties:\n  north:\n    audience_costs: {notice_multiple: 3, judgement: x}\n")
    costs = child.parties["north"].audience_costs
    assert costs.notice is None
    assert costs.notice_multiple is not None


def test_a_scale_is_replaced_as_a_whole(tmp_path: Path) -> None:
    child = what_if(tmp_path, "issues:\n  forms:\n    scale: {30: worse, 1: better}\n")
    assert (child.issues["forms"].scale.first, child.issues["forms"].scale.last) == (30.0, 1.0)


def test_paths_are_relative_to_the_child(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    shutil.copy(BROKEN / "base.yaml", tmp_path / "sub" / "base.yaml")
    (tmp_path / "sub" / "middle.yaml").write_text("extends: base.yaml\n")
    (tmp_path / "top.yaml").write_text("extends: sub/middle.yaml\n")
    assert load(tmp_path / "top.yaml").scenario == load(BROKEN / "base.yaml").scenario


def test_a_link_that_leaves_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "base.yaml").symlink_to(BROKEN / "base.yaml")
    (tmp_path / "child.yaml").write_text("extends: base.yaml\n")
    with pytest.raises(ScenarioError, match="outside the folder"):
        load(tmp_path / "child.yaml")


def test_a_chain_of_many_files_is_refused(tmp_path: Path) -> None:
    shutil.copy(BROKEN / "base.yaml", tmp_path / "f0.yaml")
    for at in range(1, 20):
        (tmp_path / f"f{at}.yaml").write_text(f"extends: f{at - 1}.yaml\n")
    assert load(tmp_path / "f15.yaml").files[-1].endswith("f0.yaml")
    with pytest.raises(ScenarioError, match="more than 16 files"):
        load(tmp_path / "f16.yaml")


def test_a_shipped_scenario_is_extended_by_its_name() -> None:
    name = next(iter(shipped()))
    child = load_text(f"extends: {name}\nabout: {{title: Mine}}\n").scenario
    assert [one.path for one in differences(load(name).scenario, child)] == ["about.title"]


def test_a_text_cannot_reach_files() -> None:
    with pytest.raises(ScenarioError, match="shipped scenarios only"):
        load_text("extends: base.yaml\n")
