"""Every fact of the three founding reports stands in a scenario that ships, where the page says."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

HOME = Path(__file__).parents[2]
_ROW = re.compile(r"^\| (?P<number>\d+) \|.*?\| `(?P<file>scenarios/[\w-]+\.yaml)` \| `(?P<key>[^`]+)` \| ", re.M)
ROWS = [
    (int(row["number"]), row["file"], row["key"])
    for row in _ROW.finditer((HOME / "docs" / "facts.md").read_text(encoding="utf-8"))
]


def test_the_page_lists_all_22_facts_once() -> None:
    assert [number for number, _, _ in ROWS] == list(range(1, 23))


@pytest.mark.parametrize(("number", "file", "key"), ROWS, ids=[f"fact-{row[0]}" for row in ROWS])
def test_a_fact_stands_where_the_page_says(number: int, file: str, key: str) -> None:
    text = (HOME / file).read_text(encoding="utf-8")
    assert re.search(rf"#.*\bfact {number}\b", text), f"no comment `fact {number}` in {file}"
    assert _value(yaml.load(text, yaml.BaseLoader), key) is not None


def _value(tree: Any, key: str) -> Any:
    """Return what stands under a dotted key (`[name]`: an item of a list); raise where nothing does."""
    for part, name in re.findall(r"([^.\[\]]+)(?:\[([^\]]+)\])?", key):
        tree = tree[part]
        if name:
            (tree,) = (item for item in tree if item["name"] == name)
    return tree
