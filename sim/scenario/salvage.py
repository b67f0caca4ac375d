"""What can be checked of a scenario even when some of its blocks are wrong: every fault is told at once."""

from collections.abc import Mapping as Map
from dataclasses import dataclass
from typing import Literal, TypeVar

from pydantic import BaseModel, ValidationError

from sim.errors import Fault
from sim.scenario.course import Calendar
from sim.scenario.nodes import Mapping, Path, locate, spell
from sim.scenario.party import Party
from sim.scenario.schema import About, Dial, Issue, Pact, Scenario, Source, Table, Teaching

M = TypeVar("M", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Parts:
    """The blocks that were read without a fault, and the tree with everything that was written.

    A block that was wrong is None or left out; `ids` names every entry that was written, wrong or not.
    """

    root: Mapping
    about: About | None
    dials: Map[str, Dial]
    issues: Map[str, Issue]
    parties: Map[str, Party]
    pact: Pact | None
    table: Table | None
    calendar: Calendar | None
    sources: Map[str, Source]
    teaching: Teaching | None

    def ids(self, block: str) -> list[str]:
        """Return the ids written in a block of the file, such as `parties`."""
        node = self.root.items.get(block)
        return list(node.items) if isinstance(node, Mapping) else []

    def fault(
        self, path: Path, message: str, severity: Literal["error", "warning"] = "error", at_key: bool = False
    ) -> Fault:
        """Return a fault at the place where `path` was written."""
        return Fault(locate(self.root, path, at_key), spell(path, self.root), message, severity)


def parts_of(scenario: Scenario, root: Mapping) -> Parts:
    """Return the parts of a scenario whose blocks are all right."""
    s = scenario
    return Parts(root, s.about, s.dials, s.issues, s.parties, s.pact, s.table, s.calendar, s.sources, s.teaching)


def salvage(raw: object, root: Mapping) -> Parts:
    """Return the blocks of an unchecked scenario that are right by themselves."""
    blocks: dict[str, object] = raw if isinstance(raw, dict) else {}
    return Parts(
        root,
        _one(About, blocks.get("about")),
        _each(Dial, blocks.get("dials")),
        _each(Issue, blocks.get("issues")),
        _each(Party, blocks.get("parties")),
        _one(Pact, blocks.get("pact")),
        _one(Table, blocks.get("table", {})),
        _one(Calendar, blocks.get("calendar")),
        _each(Source, blocks.get("sources")),
        _one(Teaching, blocks.get("teaching")),
    )


def _one(model: type[M], block: object) -> M | None:
    try:
        return model.model_validate(block)
    except ValidationError:
        return None


def _each(model: type[M], block: object) -> dict[str, M]:
    entries = block.items() if isinstance(block, dict) else ()
    return {str(key): entry for key, value in entries if (entry := _one(model, value)) is not None}
