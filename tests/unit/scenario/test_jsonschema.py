"""The schema for editors accepts what loads, and underlines what is misspelt."""

import re
from pathlib import Path
from typing import Any

import pytest

from sim.scenario import json_schema, new_scenario, shipped
from sim.scenario.nodes import Listing, Mapping, Node
from sim.scenario.reading import read

EXAMPLES = Path(__file__).parents[2] / "examples"
SCHEMA: dict[str, Any] = json_schema()
KINDS: dict[str, Any] = {
    "string": str,
    "number": (int, float),
    "boolean": bool,
    "object": dict,
    "array": list,
    "null": type(None),
}


def fits(value: Any, schema: Any) -> bool:
    """Check a value against the part of JSON Schema that our schema uses."""
    if "$ref" in schema:
        return fits(value, SCHEMA["$defs"][schema["$ref"].rpartition("/")[2]])
    if "if" in schema:
        return fits(value, schema["then"] if fits(value, schema["if"]) else schema["else"])
    kinds = schema.get("type", list(KINDS))
    kinds = [kinds] if isinstance(kinds, str) else kinds
    checks = [
        any(isinstance(value, KINDS[kind]) for kind in kinds),
        "anyOf" not in schema or any(fits(value, one) for one in schema["anyOf"]),
        "enum" not in schema or value in schema["enum"],
        "const" not in schema or value == schema["const"],
        not isinstance(value, str) or re.search(schema.get("pattern", ""), value) is not None,
    ]
    if isinstance(value, dict):
        checks += [key in value for key in schema.get("required", ())]
        checks += [schema.get("minProperties", 0) <= len(value) <= schema.get("maxProperties", 1000)]
        other = schema.get("additionalProperties", True)
        for key, child in value.items():
            inner = schema.get("properties", {}).get(str(key), other)
            checks.append(inner if isinstance(inner, bool) else fits(child, inner))
    if isinstance(value, list):
        checks += [fits(child, schema.get("items", {})) for child in value]
    return all(checks)


def parsed(text: str) -> Any:
    """Return a text as an editor sees it: plain scalars of YAML 1.2 as numbers, booleans and texts."""
    return typed(read(text, "x.yaml")[0])


def typed(node: Node | None) -> Any:
    if isinstance(node, Mapping):
        return {key: typed(child) for key, child in node.items.items()}
    if isinstance(node, Listing):
        return [typed(child) for child in node.items]
    if node is None or (node.text in {"", "~", "null"} and not node.quoted):
        return None
    if node.text in {"true", "false"} and not node.quoted:
        return node.text == "true"
    number = re.fullmatch(r"[-+]?[0-9]+(\.[0-9]*)?", node.text) and not node.quoted
    return float(node.text) if number else node.text


@pytest.mark.parametrize("file", [*EXAMPLES.glob("*.yaml"), *shipped().values()], ids=lambda file: file.stem)
def test_what_loads_fits(file: Path) -> None:
    assert fits(parsed(file.read_text("utf-8")), SCHEMA)


def test_a_new_scenario_fits() -> None:
    assert fits(parsed(new_scenario("mine")), SCHEMA)


def test_a_what_if_needs_no_other_key() -> None:
    assert fits({"extends": "montreal"}, SCHEMA)
    assert fits({"extends": "montreal", "parties": {"us": {"curvature": {"value": 0.9, "judgement": "x"}}}}, SCHEMA)
    assert not fits({"about": {"title": "x"}}, SCHEMA)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("curvature:", "curvture:"),
        ("effect: automatic", "effect: automatc"),
        ("style: boulware", "style: bulware"),
        ("period: {value: 180 days", "period: {value: six months"),
        ("date: 2018-03-31", "date: 31.3.2018"),
        ("format: 1", "format: 2"),
        ("  ends: 2019-12-31", "  end: 2019-12-31"),
        ("chair: salience", "chair: [salience]"),
    ],
)
def test_a_slip_of_the_pen_does_not_fit(old: str, new: str) -> None:
    text = (EXAMPLES / "rich.yaml").read_text("utf-8")
    assert old in text
    assert not fits(parsed(text.replace(old, new)), SCHEMA)


def test_every_reference_leads_somewhere() -> None:
    references = set(re.findall(r"'#/\$defs/(\w+)'", str(SCHEMA)))
    assert references
    assert references <= set(SCHEMA["$defs"])
