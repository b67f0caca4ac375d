"""Every fact of the three founding reports stands in a scenario that ships, where the page says."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

HOME = Path(__file__).parents[2]
NEAR = 12  # lines between a comment and the key that it is about
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
    comments = [n for n, line in enumerate(text.splitlines()) if re.search(rf"#.*\bfact {number}\b", line)]
    assert comments, f"no comment `fact {number}` in {file}"
    stands = _line(yaml.compose(text, yaml.BaseLoader), key)
    assert min(abs(stands - n) for n in comments) <= NEAR, f"`fact {number}` is far from {key} in {file}"


def _line(node: Any, key: str) -> int:
    """Return the line of a dotted key's last word (`[name]`: an item of a list); raise where there is none."""
    line = 0
    for part, name in re.findall(r"([^.\[\]]+)(?:\[([^\]]+)\])?", key):
        ((line, node),) = ((word.start_mark.line, below) for word, below in node.value if word.value == part)
        if name:
            (node,) = (item for item in node.value if ("name", name) in _words(item))
            line = node.start_mark.line
    return line


def _words(item: Any) -> list[tuple[str, str]]:
    return [(word.value, below.value) for word, below in item.value if isinstance(below, yaml.ScalarNode)]
