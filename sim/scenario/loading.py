"""A scenario file becomes a checked scenario, or every fault in it at once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from pydantic import ValidationError

from sim.errors import Fault, ScenarioError
from sim.scenario.chain import Tree, gather, gather_text
from sim.scenario.checks import check
from sim.scenario.dials import turn
from sim.scenario.faults import MOST, faults_of
from sim.scenario.nodes import Mapping, plain
from sim.scenario.overriding import override
from sim.scenario.placing import placed
from sim.scenario.salvage import parts_of, salvage
from sim.scenario.schema import Scenario
from sim.scenario.shipped import find

Overrides = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Loaded:
    """A checked scenario, the name it goes by, the files it came from, and what is worth a warning."""

    scenario: Scenario
    warnings: tuple[Fault, ...]
    name: str
    files: tuple[str, ...]


def load(path: str | Path, overrides: Overrides = (), strict: bool = False) -> Loaded:
    """Return the scenario in a file, or the shipped one of that name.

    Overrides are pairs such as ("parties.us.resolve.prior", "0.3") or (a dial's id, "30"). With `strict`,
    hindsight is an error. Raise ScenarioError with every fault, MissingName if no scenario is called so.
    """
    file = find(path)
    # What ships goes by its short name in messages, a file of the user's as the user named it.
    return _load(gather(file, "" if file == Path(path) else file.name), file.stem, overrides, strict)


def load_text(text: str, name: str = "scenario", overrides: Overrides = (), strict: bool = False) -> Loaded:
    """Return the scenario in a text, which may extend shipped ones only; raise as `load` does."""
    return _load(gather_text(text, f"{name}.yaml"), name, overrides, strict)


def _load(tree: Tree, name: str, overrides: Overrides, strict: bool) -> Loaded:
    dialled, overridden = override(tree.root, overrides)
    root, unturned = turn(dialled)
    raw = plain(root, root)
    scenario, wrong = _validated(raw, root)
    parts = salvage(raw, root) if scenario is None else parts_of(scenario, root)
    told = {fault.place for fault in (*tree.faults, *unturned) if fault.severity == "error"}
    more = [fault for fault in wrong if fault.place not in told]
    rest = islice(check(parts, tree.cited, tree.mentioned, strict), MOST)
    faults = _sorted([*tree.faults, *overridden, *unturned, *more, *rest], tree.files)
    errors = [fault for fault in faults if fault.severity == "error"]
    if len(errors) >= MOST:
        errors = [*errors[:MOST], Fault(root.place, "", f"more than {MOST} faults; the rest is not listed")]
    if errors or scenario is None:
        raise ScenarioError(errors)
    return Loaded(placed(scenario), tuple(faults), name, tree.files)


def _validated(raw: object, root: Mapping) -> tuple[Scenario | None, tuple[Fault, ...]]:
    try:
        return Scenario.model_validate(raw), ()
    except ValidationError as error:
        return None, faults_of(error, root, Scenario)


def _sorted(faults: Iterable[Fault], files: Sequence[str]) -> list[Fault]:
    """Return each fault once, by file from the scenario down to what it extends, then by line."""
    order = {file: at for at, file in enumerate(files)}

    def key(fault: Fault) -> tuple[int, int, int]:
        place = fault.place
        return (order.get(place.file, -1), place.line, place.column) if place else (-1, 0, 0)

    return sorted(dict.fromkeys(faults), key=key)
