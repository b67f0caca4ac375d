"""No text, however bent, gives anything but a scenario or a list of faults, and none takes long."""

import copy
import json
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.errors import Fault, ScenarioError, SimError
from sim.scenario import load, load_text, shipped
from sim.scenario.nodes import Listing, Mapping, Node
from sim.scenario.reading import read

EXAMPLES = Path(__file__).parent.parent / "examples"
SMALL = [(EXAMPLES / name).read_text("utf-8") for name in ("minimal.yaml", "rich.yaml")]
# A text has no folder, so a what-if names the shipped scenario it extends without its ending.
LARGE = [path.read_text("utf-8").replace("extends: montreal.yaml", "extends: montreal") for path in shipped().values()]
SECONDS = 2.0

NASTY: tuple[Any, ...] = (
    "", "~", "no", "on", "12:30", "0,35", "1_000", "NaN", ".inf", "-1", "1e400", "9" * 41, "4 of 0",
    "50 to 30", "6 months",
    "2018-02-30", "0000-00-00", "<<", "+", "value", "\u202e", "\x00", "a" * 200, "north#south",
    "#", "us#", "{", "[[", [], {},
    [[[]]], {"value": {"value": 1}}, {"dial": "x"}, {"dial": []}, {"uniform": "x"},
    {"uniform": [1]}, {"uniform": [2, 1]},
    {"beta": [0, 0]}, {"normal": ["a", {}]}, {"triangular": [1, 2, 3, 4]}, {"+": []},
    {"+": {"+": []}}, {"from": []},
    {"judgement": {}}, {"value": 1, "from": "a#b", "judgement": "c"}, 0, 1e308, -1e-320, True, None,
)  # fmt: skip

STEADY = settings(
    derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck), print_blob=False
)


def try_to_load(text: str) -> None:
    start = time.process_time()
    faults: tuple[Fault, ...] = ()
    try:
        load_text(text)
    except ScenarioError as error:
        faults = error.faults or (Fault(None, "", ""),)
    assert all(fault.message and str(fault).isprintable() for fault in faults)
    assert time.process_time() - start < SECONDS


def bare(node: Node | None) -> Any:
    """Return a tree as dicts, lists and texts."""
    if isinstance(node, Mapping):
        return {key: bare(child) for key, child in node.items.items()}
    if isinstance(node, Listing):
        return [bare(child) for child in node.items]
    return node.text if node else None


def spots(value: Any) -> list[tuple[Any, Any]]:
    """Return every (container, key) of a tree."""
    keys = value.keys() if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    found = [(value, key) for key in keys]
    return found + [spot for key in keys for spot in spots(value[key])]


def mutate(data: st.DataObject, tree: Any) -> None:
    """Change one spot of a tree: something nasty, nothing, another name, a double, or another spot."""
    places = spots(tree)
    if not places:
        return
    container, key = places[data.draw(st.integers(0, len(places) - 1))]
    how = data.draw(st.integers(0, 5))
    if how == 0:
        container[key] = copy.deepcopy(NASTY[data.draw(st.integers(0, len(NASTY) - 1))])
    elif how == 1:
        del container[key]
    elif how == 2 and isinstance(container, dict):
        container[f"{key}"[:-1] + data.draw(st.sampled_from(["x", "", "é", " "]))] = container.pop(key)
    elif how == 3 and isinstance(container, list):
        container.append(copy.deepcopy(container[key]))
    else:
        other, other_key = places[data.draw(st.integers(0, len(places) - 1))]
        container[key] = copy.deepcopy(other[other_key])


def bend(data: st.DataObject, texts: list[str]) -> str:
    tree = bare(read(texts[data.draw(st.integers(0, len(texts) - 1))], "text")[0])
    for _ in range(data.draw(st.integers(1, 4))):
        mutate(data, tree)
    return json.dumps(tree, ensure_ascii=False)


def scratch(data: st.DataObject, texts: list[str]) -> str:
    raw = bytearray(texts[data.draw(st.integers(0, len(texts) - 1))].encode("utf-8"))
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(raw) - 1))
        how = data.draw(st.integers(0, 3))
        if how == 0:
            raw[at] = data.draw(st.integers(0, 255))
        elif how == 1:
            del raw[at : at + data.draw(st.integers(1, 30))]
        elif how == 2:
            raw[at:at] = data.draw(
                st.sampled_from([b"\t", b"\n", b": ", b"- ", b"[", b"{", b"&a ", b"*a ", b"'", b'"', b"#", b"!x "])
            )
        else:
            raw[at:at] = raw[at : at + 40]
        if not raw:
            raw += b" "
    return raw.decode("utf-8", "replace")


@settings(STEADY, max_examples=1800)
@given(st.data())
def test_bent_small_scenarios_are_scenarios_or_faults(data: st.DataObject) -> None:
    try_to_load(bend(data, SMALL))


@settings(STEADY, max_examples=200)
@given(st.data())
def test_bent_shipped_scenarios_are_scenarios_or_faults(data: st.DataObject) -> None:
    try_to_load(bend(data, LARGE))


@settings(STEADY, max_examples=4500)
@given(st.data())
def test_scratched_small_scenarios_are_scenarios_or_faults(data: st.DataObject) -> None:
    try_to_load(scratch(data, SMALL))


@settings(STEADY, max_examples=500)
@given(st.data())
def test_scratched_shipped_scenarios_are_scenarios_or_faults(data: st.DataObject) -> None:
    try_to_load(scratch(data, LARGE))


KEYS_TRIED = ["overrun", "parties.east.resolve.prior", "calendar.effects[Anger].hurdle", "parties", "calendar"]
SIGNS = st.text(alphabet="abc.[]0123 %:{}*&!'\"#-,\\\n\u202e", max_size=12)


@settings(STEADY, max_examples=500)
@given(st.sampled_from(KEYS_TRIED), SIGNS, SIGNS)
def test_any_setting_gives_a_scenario_or_faults(key: str, more: str, value: str) -> None:
    try:
        load_text(SMALL[1], overrides=[(key + more, value)])
    except ScenarioError as error:
        assert str(error)  # noqa: PT017 - a scenario is as welcome as an error


@settings(STEADY, max_examples=300)
@given(st.text(max_size=20) | st.sampled_from(["a" * 5000, "..", "/", ".", "a/b.yaml", "\0", "C:\\x"]))
def test_any_name_gives_a_scenario_or_an_error_of_ours(name: str) -> None:
    with pytest.raises(SimError):
        load(name)


def wide(block: str, entry: str, many: int = 1000) -> str:
    """Return a scenario with one block that holds far too much."""
    return f"format: 1\njudgement: x\n{block}: {{" + ", ".join(entry.replace("%", f"x{at}") for at in range(many)) + "}"


NAMES = ", ".join(f"y{at}: {{wants: 1, weight: 1}}" for at in range(40))
PARTY = f"%: {{label: x, strategy: time-dependent, positions: {{{NAMES}}}}}"
KEYS = ", ".join(f"curvatur{at}: 1" for at in range(45))

BOMBS = {
    "open brackets": "[" * 100_000,
    "open braces": "{" * 100_000,
    "dashes": "- " * 100_000,
    "question marks": "? " * 50_000,
    "sexagesimal": "a: " + ":".join("1" for _ in range(100_000)),
    "aliases": "a: &a [" + "*a," * 10_000 + "]",
    "keys": "\n".join(f"k{at}: {at}" for at in range(60_000)),
    "parties": "parties: {" + ",".join(f"p{at}: {{}}" for at in range(20_000)) + "}",
    "long word": "format: " + "1" * 70_000,
    "long text": "format: '" + "x" * 60_000 + "'",
    "long number": "judgement: x\npact: {stakes: " + "1" * 60_000 + "}",
    "long range": "judgement: x\npact: {stakes: '" + "1 to " * 12_000 + "'}",
    "merge keys": "<<: " * 30 + "{}",
    "comment": "#" * 1_000_000,
    "byte order marks": "\ufeff\ufeffformat: 1",
    "half a character": "a: \ud800",
    "next lines": "\x85" * 1000,
    "backslashes": "'" + "\\" * 50_000,
    "directive": "%YAML 9.9\n---\na: 1",
    "spaces": "--- |\n" + " " * 50_000,
    "empty lines": "a: >" + "\n" * 100_000 + "x",
    "empty parties": wide("parties", "%: {}"),
    "parties on issues that do not exist": wide("parties", PARTY, 390),
    "unknown keys": wide("parties", f"%: {{{KEYS}}}"),
    "issues": wide("issues", "%: {label: x, scale: {0: a, 1: b}, status_quo: {dial: x}, track: polit}"),
    "dials": wide("dials", "%: {label: x, value: 1, min: 2, max: 1}"),
    "sources": wide("sources", "%: {title: x, publisher: y, date: 2018-02-30, claims: {a: {b: c}}}"),
    "effects": "judgement: x\ncalendar: {rounds: [], planned_end: {date: 2018-01-01}, effects: ["
    + "{name: x, in: [a, b, c, d, e, f, g], on: threat, support: 1%}, " * 900 + "]}",
    "lists in lists": "about: {authors: [" + "[[[[[[[[x]]]]]]]], " * 900 + "]}",
}  # fmt: skip


@pytest.mark.parametrize("name", BOMBS)
def test_bombs_are_refused_quickly(name: str) -> None:
    try_to_load(BOMBS[name])
