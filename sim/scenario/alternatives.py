"""What a party could play instead: each strategy of the shelf with its defaults, and each style as one of its own."""

from collections.abc import Iterator
from dataclasses import dataclass

from sim.errors import Place
from sim.scenario.nodes import Scalar
from sim.scenario.placing import placed
from sim.scenario.schema import Scenario
from sim.scenario.shapes import shape_of
from sim.scenario.tactics import Strategy
from sim.strategies import OWN_BIDDINGS, STRATEGIES, misfit, own_bidding

AS_WRITTEN = "as written"
_NOWHERE = Place("", 0, 0)


@dataclass(frozen=True)
class Alternative:
    """A way to play: what it is called, and its block; `setting` is the block as `--set` takes it."""

    name: str
    strategy: str
    style: str
    setting: str
    block: Strategy


def alternatives(scenario: Scenario, seat: str) -> tuple[Alternative, ...]:
    """Return what a party plays as written, then all that it could play instead in this scenario.

    It keeps its way of bidding, where that is not a strategy's own. Each numbers once: what is on the shelf as it is
    written is left out, and a strategy without a style where one of its styles has the same numbers.
    """
    party = scenario.parties[seat]
    unfit = left_out(scenario)
    written = Alternative(AS_WRITTEN, party.strategy.kind, _style(party.strategy), "", party.strategy)
    found = [written]
    for name, shelved in STRATEGIES.items():
        if name in unfit:
            continue
        for style in (*(style.name for style in shelved.STYLES), ""):
            made = _alternative(name, style, party.strategy.tactic.bidding)
            if _numbers(made) not in map(_numbers, found):
                found.append(made)
    return tuple(found)


def left_out(scenario: Scenario) -> dict[str, str]:
    """Return the strategies of the shelf that do not fit a scenario, each with the reason."""
    shape = shape_of(scenario.issues, scenario.parties)
    return {name: why for name in STRATEGIES if (why := misfit(name, shape))}


def instead(scenario: Scenario, party: str, alternative: Alternative) -> Scenario:
    """Return the scenario in which the party plays an alternative, and all else is as it was."""
    changed = scenario.parties[party].model_copy(update={"strategy": alternative.block})
    return placed(scenario.model_copy(update={"parties": {**scenario.parties, party: changed}}))


def described(alternative: Alternative) -> str:
    """Return in words what a strategy is: its name, its style, and the numbers that are no defaults."""
    name = f"{alternative.strategy} {alternative.style}".strip()
    return f"{name} ({', '.join(told)})" if (told := list(_told(alternative))) else name


def _alternative(name: str, style: str, bidding: str) -> Alternative:
    keys = {"style": style} if style else {}
    if not own_bidding(name) and bidding not in OWN_BIDDINGS.values():
        keys["bidding"] = bidding
    # As text of a file, checked as a file is: a style finds its number there, all else is the shelf's default.
    block = Strategy.model_validate({name: {key: Scalar(word, False, _NOWHERE) for key, word in keys.items()}})
    setting = f"{{{name}: {{{', '.join(f'{key}: {word}' for key, word in keys.items())}}}}}"
    return Alternative(f"{name} {style}".strip(), name, style, setting, block)


def _style(strategy: Strategy) -> str:
    return getattr(strategy.tactic, "style", None) or ""


def _numbers(alternative: Alternative) -> tuple[object, ...]:
    return alternative.strategy, *(figure.value for figure in alternative.block.figures())


def _told(alternative: Alternative) -> Iterator[str]:
    declared = STRATEGIES[alternative.strategy].PARAMETERS
    for parameter, figure in zip(declared, alternative.block.figures(), strict=True):
        if figure.origin.kind != "default":
            yield f"{parameter.name} {figure.written}"
