"""How every block of a scenario is checked: strictly, frozen, no unknown keys, input never printed."""

from pydantic import BaseModel, ConfigDict

from sim.scenario.fields import refuse
from sim.scenario.nodes import Scalar
from sim.scenario.words import meant, shown


class Block(BaseModel):
    """A block of keys in a scenario file."""

    model_config = ConfigDict(
        strict=True, frozen=True, extra="forbid", allow_inf_nan=False, hide_input_in_errors=True, defer_build=True
    )


def named(value: object, bare: dict[str, object], others: tuple[str, ...]) -> object:
    """Return the block a bare word stands for (`bare`), or the value itself if it is no word.

    Refuse a word that stands for nothing; `others` are words that need a block of their own.
    """
    if not isinstance(value, Scalar):
        return value
    if value.text in bare:
        return bare[value.text]
    if value.text in others:
        refuse(f"{shown(value.text)} needs a block below it that says how; write `{value.text}: {{...}}`")
    return refuse(f"found {shown(value.text)}{meant(value.text, (*bare, *others))}")


def with_origin(value: object) -> object:
    """Return an entry with the provenance its own words were written under, as `origin`."""
    if not isinstance(value, dict) or "origin" in value:
        return value
    words = [word for word in value.values() if isinstance(word, Scalar)]
    return {**value, "origin": words[0].origin if words else None}


def exactly_one(block: BaseModel, names: tuple[str, ...], keys: str) -> None:
    """Refuse a block that has none or several of the fields `names`."""
    found = [name for name in names if getattr(block, name) is not None]
    if len(found) != 1:
        refuse(f"found {'none' if not found else len(found)} of {keys}; expected exactly one")
