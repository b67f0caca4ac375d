"""What the schema found wrong, as faults with a place and words a teacher understands."""

from collections.abc import Iterator
from collections.abc import Mapping as Map
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from sim.errors import Fault
from sim.scenario.nodes import Mapping, Path, below, locate, spell
from sim.scenario.words import listed, meant, nearest, shown

# Looking for the nearest spelling takes time, and more unknown keys than this are no slip of the pen.
GUESSES = 100
# Nobody reads more, and finding words for each takes time.
MOST = 500


def faults_of(error: ValidationError, root: Mapping, model: type[BaseModel], above: Path = ()) -> tuple[Fault, ...]:
    """Return one fault per thing wrong; a missing key and an unknown one that resembles it become one."""
    details = error.errors(include_url=False, include_input=False)[:MOST]
    missing = [_path(one, above) for one in details if one["type"] == "missing"]
    unknown = [_path(one, above) for one in details if one["type"] == "extra_forbidden"]
    pairs = _pairs(missing, unknown[:GUESSES])
    return tuple(_faults(details, pairs, root, model, above, set(unknown[GUESSES:])))


def _faults(
    details: list[ErrorDetails],
    pairs: Map[Path, str],
    root: Mapping,
    model: type[BaseModel],
    above: Path,
    many: set[Path],
) -> Iterator[Fault]:
    taken = {(*path[:-1], name) for path, name in pairs.items()}
    for one in details:
        path = _path(one, above)
        where = spell(path[:-1] if path[-1:] == ("origin",) else path, root)
        if one["type"] == "missing" and path not in taken:
            yield Fault(
                locate(root, path),
                where,
                f"is missing; {_block(path)} needs {shown(str(path[-1]))}",
            )
        elif path in pairs:
            message = f"unknown key; did you mean `{pairs[path]}`, which is needed here?"
            yield Fault(locate(root, path, at_key=True), where, message)
        elif one["type"] == "extra_forbidden":
            keys = [] if path in many else keys_at(model, path[len(above) :][:-1])
            yield Fault(locate(root, path, at_key=True), where, "unknown key" + _better(path, keys))
        elif one["type"] != "missing":
            yield Fault(locate(root, path), where, _message(one, keys_at(model, path[len(above) :])))


def keys_at(model: type[BaseModel], path: Path) -> list[str]:
    """Return the keys the block at `path` may have, in the order of the schema; none if it is no block."""
    found: object = model
    for step in path:
        found = _step(found, step)
    block = _model(found)
    if block is None:
        return []
    names = [field.alias or name for name, field in block.model_fields.items()]
    return ["source", "judgement"] if names == ["origin"] else [name for name in names if name != "origin"]


def _step(found: object, step: str | int) -> object:
    block = _model(found)
    if block is not None and isinstance(step, str):
        fields = ((field.alias or name, field.annotation) for name, field in block.model_fields.items())
        return next((kind for name, kind in fields if name == step), None)
    inner = [kind for kind in _arguments(found) if kind not in (str, Ellipsis, type(None))]
    return _step(inner[0], step) if len(inner) == 1 and _is_optional(found) else inner[-1] if inner else None


def _model(found: object) -> type[BaseModel] | None:
    if isinstance(found, type) and issubclass(found, BaseModel):
        return found
    if _is_optional(found):
        return next((block for kind in _arguments(found) if (block := _model(kind)) is not None), None)
    return None


def _arguments(found: object) -> tuple[object, ...]:
    return getattr(found, "__args__", ())


def _is_optional(found: object) -> bool:
    return type(None) in _arguments(found)


def _pairs(missing: list[Path], unknown: list[Path]) -> dict[Path, str]:
    pairs: dict[Path, str] = {}
    for path in unknown:
        beside = [str(other[-1]) for other in missing if other[:-1] == path[:-1]]
        near = nearest(str(path[-1]), beside)
        if near is not None and near not in {name for other, name in pairs.items() if other[:-1] == path[:-1]}:
            pairs[path] = near
    return pairs


def _better(path: Path, keys: list[str]) -> str:
    if path[-1] == "+":
        return "; `+` adds to a list of the scenario that is extended, and holds a list itself"
    return meant(str(path[-1]), keys)


def _message(one: ErrorDetails, keys: list[str]) -> str:
    context: dict[str, Any] = one.get("ctx", {})
    match one["type"]:
        case "words":
            return str(context["words"])
        case "model_type" | "model_attributes_type" | "dict_type":
            more = f" with the keys {listed((f'`{key}`' for key in keys), 'and')}" if keys else " of keys"
            return f"expected a block{more}, indented below this key"
        case "tuple_type":
            return "expected a list: `[a, b]`, or lines that begin with `- `"
        case _:
            return f"does not fit here: {one['msg']}"


def _block(path: Path) -> str:
    names = {
        "parties": "party",
        "issues": "issue",
        "dials": "dial",
        "sources": "source",
        "positions": "position",
    }
    names |= {"rounds": "round", "effects": "effect", "side_deals": "side deal"}
    around = [str(step) for step in path[:-1] if isinstance(step, str)]
    if not around:
        return "every scenario"
    if len(around) > 1 and around[-2] in names:
        return f"every {names[around[-2]]}"
    return f"every {names[around[-1]]}" if around[-1] in names else f"the block `{around[-1]}`"


def _path(one: ErrorDetails, above: Path) -> Path:
    return (*above, *(step for step in one["loc"] if step != "[key]"))


def is_written(root: Mapping, path: Path) -> bool:
    """Say whether something stands in the file at `path`."""
    node = root
    for step in path:
        found = below(node, step)
        if not isinstance(found, Mapping):
            return found is not None
        node = found
    return True
