"""What the blocks of a scenario must agree on, all of it at once."""

from collections.abc import Collection, Iterator, Sequence

from sim.errors import Fault
from sim.scenario.amounts import check_amounts
from sim.scenario.clock import check_clock
from sim.scenario.economies import check_economies
from sim.scenario.evidence import check_evidence
from sim.scenario.identifiers import check_ids
from sim.scenario.protocols import check_protocols
from sim.scenario.provenance import Cited
from sim.scenario.references import check_references
from sim.scenario.salvage import Parts


def check(parts: Parts, cited: Sequence[Cited], mentioned: Collection[str], strict: bool) -> Iterator[Fault]:
    """Yield every fault and warning that no block shows by itself."""
    yield from check_ids(parts)
    yield from check_references(parts)
    yield from check_clock(parts)
    yield from check_protocols(parts)
    yield from check_economies(parts)
    yield from check_amounts(parts)
    yield from check_evidence(parts, cited, mentioned, strict)
