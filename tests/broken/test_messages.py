"""Every broken file is refused with exactly the sentences that the table has for it."""

from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml

from sim.errors import ScenarioError
from sim.scenario import load

HERE = Path(__file__).parent
EXPECTED: Mapping[str, list[str]] = yaml.safe_load((HERE / "expected.yaml").read_text("utf-8"))


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_a_broken_file_is_refused_in_these_words(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(HERE)
    with pytest.raises(ScenarioError) as caught:
        load(f"{name}.yaml")
    assert [str(fault) for fault in caught.value.faults] == EXPECTED[name]


def test_every_file_of_the_folder_is_in_the_table() -> None:
    files = {file.stem for file in HERE.glob("*.yaml")} - {"base", "expected"}
    assert files == set(EXPECTED)


def test_the_file_that_the_others_build_on_is_right() -> None:
    assert load(HERE / "base.yaml").warnings == ()


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_a_message_says_where_and_fits_on_a_line(name: str) -> None:
    for line in EXPECTED[name]:
        place, severity = line.split(": ")[:2]
        assert severity == "error"
        assert place.count(":") == 2
        assert line.isprintable()
        assert len(line) < 400
