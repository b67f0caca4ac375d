"""A JSON Schema of the scenario file, so that editors complete and underline."""

from collections.abc import Callable
from collections.abc import Mapping as Map
from typing import Any

from pydantic.json_schema import GenerateJsonSchema

from sim.scenario.scalars import FIGURE_TEXT
from sim.scenario.schema import Scenario
from sim.strategies import STRATEGIES

Schema = dict[str, Any]

_TEXT: Schema = {"type": "string"}
_PROVENANCE: Map[str, Schema] = {
    "from": {"type": "string", "description": "source#claim: where the figures of this block come from"},
    "judgement": {"type": "string", "description": "why the figures of this block are as they are"},
    "source": {"type": "string", "description": "source#claim: where the figures of this block come from"},
}
# Blocks in which nothing is a figure, and those in which `from` is a date.
_BARE = {"About", "KnownOutcome", "Source", "Teaching", "Scale"}
_PAIR = {"type": "array", "items": {"type": ["number", "string"]}, "minItems": 2, "maxItems": 3}
_SHAPES: Schema = dict.fromkeys(("uniform", "triangular", "normal", "beta"), _PAIR)


class _Quiet(GenerateJsonSchema):
    """Says nothing about default figures, which have no form in JSON and are left out."""

    ignored_warning_kinds = {"non-serializable-default", "skipped-choice"}


def json_schema() -> Schema:
    """Return the schema of a scenario file (JSON Schema 2020-12); with `extends`, no key is required."""
    found = Scenario.model_json_schema(schema_generator=_Quiet)
    blocks: dict[str, Schema] = found.pop("$defs")
    blocks["Scenario"] = found
    full = {name: _block(name, block) for name, block in blocks.items()}
    relaxed = {f"{name}WhatIf": _relaxed(block) for name, block in full.items()}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Scenario of a renegotiation",
        "if": {"required": ["extends"]},
        "then": {"$ref": "#/$defs/ScenarioWhatIf"},
        "else": {"$ref": "#/$defs/Scenario"},
        "$defs": {"figure": _figure(), **full, **relaxed},
    }


def _figure() -> Schema:
    shapes = {"type": "object", "additionalProperties": False, "minProperties": 1, "maxProperties": 1}
    bare: list[Schema] = [{"type": "number"}, {"type": "string", "pattern": FIGURE_TEXT}]
    distribution = {**shapes, "properties": _SHAPES}
    own = {"value": {"anyOf": [*bare, distribution]}, "dial": _TEXT, **_SHAPES}
    properties = {**own, "from": _PROVENANCE["from"], "judgement": _PROVENANCE["judgement"]}
    return {
        "description": "a number as people say it: 85, 4%, 90 days, 30 to 50, 4 of 45, or a distribution",
        "anyOf": [*bare, {"type": "object", "additionalProperties": False, "properties": properties}],
    }


def _block(name: str, block: Schema) -> Schema:
    block = _cleaned(block)
    properties: Schema = block.get("properties", {})
    if "origin" in properties:
        del properties["origin"]
        block["required"] = [key for key in block["required"] if key != "origin"]
    if name not in _BARE:
        block["properties"] = {**_PROVENANCE, **properties}
    shape = _SPECIAL.get(name)
    return shape(block) if shape else block


def _cleaned(node: Any) -> Any:
    """Return a schema without pydantic's titles, defaults and nulls; figures become one reference.

    A list may also be added to with `+`, and provenance may stand in a block of ids.
    """
    if isinstance(node, list):
        return [_cleaned(one) for one in node]
    if not isinstance(node, dict):
        return node
    if "figure" in node:
        return {"$ref": "#/$defs/figure"}
    kept = {key: _cleaned(one) for key, one in node.items() if key not in {"title", "default"}}
    if "properties" in node:
        kept["properties"] = {key: _cleaned(one) for key, one in node["properties"].items()}
    if isinstance(kept.get("additionalProperties"), dict):
        kept["properties"] = dict(_PROVENANCE)
    if kept.get("type") == "array":
        return {"anyOf": [kept, _added(kept)]}
    choices = [one for one in kept.get("anyOf", ()) if one != {"type": "null"}]
    return choices[0] if len(choices) == 1 else kept


def _added(array: Schema) -> Schema:
    return {"type": "object", "properties": {"+": array}, "required": ["+"], "additionalProperties": False}


def _relaxed(node: Any) -> Any:
    """Return a schema in which no key is required and every block is the what-if form of itself."""
    if isinstance(node, list):
        return [_relaxed(one) for one in node]
    if not isinstance(node, dict):
        return node
    reference = node.get("$ref", "")
    if reference and reference != "#/$defs/figure":
        return {**node, "$ref": f"{reference}WhatIf"}
    return {
        key: _relaxed(one)
        for key, one in node.items()
        if key not in {"required", "minProperties"} or "+" in node.get("properties", ())
    }


def _word_or(*words: str) -> Callable[[Schema], Schema]:
    def either(block: Schema) -> Schema:
        return {"anyOf": [{"enum": list(words)}, block]}

    return either


def _scale(block: Schema) -> Schema:
    ends = {"minProperties": 2, "maxProperties": 2, "additionalProperties": {"type": ["string", "number"]}}
    return {"type": "object", "description": block["description"], **ends}


def _consent(block: Schema) -> Schema:
    block["properties"].pop("rule")
    return _word_or("bargained", "automatic")(block)


def _round(block: Schema) -> Schema:
    block["properties"]["on"] = block["properties"]["to"]
    block["properties"]["from"] = {"type": "string"}
    block["required"] = []
    return block


def _dated_window(block: Schema) -> Schema:
    block["properties"]["from"] = {"type": "string"}
    return block


def _effect(block: Schema) -> Schema:
    block["properties"]["in"] = {"anyOf": [_TEXT, block["properties"]["in"]]}
    return block


def _scenario(block: Schema) -> Schema:
    block["properties"]["extends"] = {
        "type": "string",
        "description": "the file, or the shipped scenario, to build on",
    }
    return block


_SPECIAL: Map[str, Callable[[Schema], Schema]] = {
    "Strategy": _word_or(*STRATEGIES),
    "Threat": _word_or("never", "bayes-logit", "semi-separating"),
    "Scale": _scale,
    "Consent": _consent,
    "Round": _round,
    "Every": _dated_window,
    "SideDeal": _dated_window,
    "Effect": _effect,
    "Scenario": _scenario,
}
