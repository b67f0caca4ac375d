"""What a party could do without: the same scenario without its threats, without its notices, without its outreach."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from sim.errors import Place
from sim.scenario.base import Block
from sim.scenario.course import Effect
from sim.scenario.figure import Figure
from sim.scenario.nodes import Scalar
from sim.scenario.party import Party
from sim.scenario.placing import placed
from sim.scenario.schema import Scenario
from sim.scenario.threat import Threat

# Utility units: more than any leader can gain, so that the chance of an act that costs it is exactly 0.
_PROHIBITIVE = 1e6
_NEVER = 0.0


@dataclass(frozen=True)
class Waiver:
    """A means that a party may have, and how to do without it.

    `has(scenario, party)`: does it have the means; `without(scenario, party)`: the scenario in which it never uses it;
    `told(scenario, party)`: what the two differ by, in words.
    """

    has: Callable[[Scenario, str], bool]
    without: Callable[[Scenario, str], Scenario]
    told: Callable[[Scenario, str], str]


def outreach(scenario: Scenario, party: str) -> tuple[Effect, ...]:
    """Return the effects by which a party moves support in others: trips and lobbying, not answers to an act."""
    return tuple(effect for effect in scenario.calendar.effects if _reaches_out(effect, party))


def _may_threaten(scenario: Scenario, party: str) -> bool:
    return scenario.parties[party].threat.kind != "never"


def _without_threats(scenario: Scenario, party: str) -> Scenario:
    return _with_threat(scenario, party, Threat.model_validate(Scalar("never", False, Place("", 0, 0))))


def _tell_threats(scenario: Scenario, party: str) -> str:
    kind = scenario.parties[party].threat.kind
    return f"its threats as written ({kind}), against `never`: no threat, no notice, and nobody who fears its exit"


def _may_give_notice(scenario: Scenario, party: str) -> bool:
    scripted = scenario.parties[party].threat.scripted
    return _may_threaten(scenario, party) and (scripted is None or bool(scripted.notices))


def _without_notices(scenario: Scenario, party: str) -> Scenario:
    return _with_threat(scenario, party, _barred(scenario.parties[party].threat))


def _tell_notices(scenario: Scenario, party: str) -> str:
    kind = scenario.parties[party].threat.kind
    return (
        f"its threats and notices as written ({kind}), against the same threats with notice out of the question:"
        " backing down then tells the others nothing"
    )


def _without_outreach(scenario: Scenario, party: str) -> Scenario:
    kept = tuple(effect for effect in scenario.calendar.effects if not _reaches_out(effect, party))
    return placed(scenario.model_copy(update={"calendar": scenario.calendar.model_copy(update={"effects": kept})}))


def _tell_outreach(scenario: Scenario, party: str) -> str:
    names = "; ".join(effect.name for effect in outreach(scenario, party))
    return f"as written, against the same without: {names}"


def _reaches_out(effect: Effect, party: str) -> bool:
    is_at_others = any(other != party for other in effect.affects)
    return effect.by == party and effect.on is None and effect.support is not None and is_at_others


def _with_threat(scenario: Scenario, party: str, threat: Threat) -> Scenario:
    changed: Party = scenario.parties[party].model_copy(update={"threat": threat})
    return placed(scenario.model_copy(update={"parties": {**scenario.parties, party: changed}}))


def _barred(threat: Threat) -> Threat:
    """Return the policy with threats as they are and a notice that is never given."""
    name = threat.kind.replace("-", "_")
    block: Block = getattr(threat, name)
    if threat.weighing is not None:
        barred = _set(block, "cost", {"notice": _PROHIBITIVE})
    elif threat.fixed_rates is not None:
        barred = _set(block, "notice", {"resolute": _NEVER, "bluffer": _NEVER})
        barred = _figures(barred, {"unannounced_notice": _NEVER, "early_notice": _NEVER})
    else:
        barred = block.model_copy(update={"notices": ()})
    return threat.model_copy(update={name: barred})


def _set(block: Block, key: str, values: Mapping[str, float]) -> Block:
    return block.model_copy(update={key: _figures(getattr(block, key), values)})


def _figures(block: Block, values: Mapping[str, float]) -> Block:
    changed: dict[str, Figure] = {}
    for key, value in values.items():
        changed[key] = replace(getattr(block, key), value=value, written=f"{value:g}")
    return block.model_copy(update=changed)


WAIVERS: Mapping[str, Waiver] = MappingProxyType(
    {
        "threat": Waiver(_may_threaten, _without_threats, _tell_threats),
        "notice": Waiver(_may_give_notice, _without_notices, _tell_notices),
        "outreach": Waiver(lambda scenario, party: bool(outreach(scenario, party)), _without_outreach, _tell_outreach),
    }
)
