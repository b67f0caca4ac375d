"""How a party bargains, as a file says it: one block for each strategy on the shelf, made of what it declares."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self

from pydantic import Field, create_model, model_validator

from sim.scenario import scalars
from sim.scenario.base import Block, named
from sim.scenario.fields import CHOICE, number, preset, refuse
from sim.scenario.figure import Figure
from sim.scenario.nodes import Scalar
from sim.scenario.support import middle
from sim.scenario.words import listed
from sim.strategies import BIDDINGS, OWN_BIDDINGS, STRATEGIES, own_bidding
from sim.strategies import Strategy as Shelved

_KINDS = {"plain": scalars.PLAIN, "share": scalars.SHARE, "count": scalars.COUNT, "rate": scalars.RATE}


class Tactic(Block):
    """What every strategy has: a way of bidding (model.md 1.6). Its own numbers are fields of the blocks made below."""

    bidding: str = "logroll"


class ChosenStrategy(Block):
    """How a party bargains; the key is the name of the strategy."""

    @property
    def kind(self) -> str:
        """Return the name of the strategy as it is written in a file."""
        return next(name for name in STRATEGIES if self._of(name) is not None)

    @property
    def tactic(self) -> Tactic:
        """Return the block of the strategy that was chosen."""
        found: Tactic | None = self._of(self.kind)
        assert found is not None
        return found

    def figures(self) -> tuple[Figure, ...]:
        """Return the numbers of the strategy, in the order in which it declares them."""
        return tuple(getattr(self.tactic, parameter.name) for parameter in STRATEGIES[self.kind].PARAMETERS)

    def _of(self, name: str) -> Tactic | None:
        found: Tactic | None = getattr(self, _field(name))
        return found

    @model_validator(mode="before")
    @classmethod
    def _word(cls, value: object) -> object:
        return named(value, {name: {name: {}} for name in STRATEGIES}, ())

    @model_validator(mode="after")
    def _one(self) -> Self:
        found = [name for name in STRATEGIES if self._of(name) is not None]
        if len(found) != 1:
            what = listed((f"`{name}`" for name in found), "and") if found else "an empty block"
            refuse(f"found {what}; expected one of {listed(f'`{name}`' for name in STRATEGIES)}")
        return self


def _block(name: str, shelved: Shelved) -> type[Tactic]:
    fields: dict[str, Any] = {
        each.name: (
            Annotated[
                Figure,
                number(_KINDS[each.unit], each.low, each.high, each.above, each.below, whole=each.unit == "count"),
            ],
            preset(each.default),
        )
        for each in shelved.PARAMETERS
    }
    own = own_bidding(name)
    ways = (*own, *(way for way in BIDDINGS if way not in OWN_BIDDINGS.values()))
    fields["bidding"] = (Annotated[Literal[ways], CHOICE], ways[0])
    if shelved.STYLES:
        styles = tuple(dict.fromkeys(style.name for style in shelved.STYLES))
        fields["style"] = (Annotated[Literal[styles], CHOICE] | None, None)
    validators: dict[str, Any] = {
        "style_sets": model_validator(mode="before")(_style_sets(shelved)),
        "style_fits": model_validator(mode="after")(_style_fits(shelved)),
        "one_of": model_validator(mode="after")(_one_of(getattr(shelved, "ALTERNATIVES", ()))),
    }
    camel = "".join(word.title() for word in name.split("-"))
    doc = (shelved.__doc__ or "").splitlines()[0]
    made: type[Tactic] = create_model(
        camel, __base__=Tactic, __module__=__name__, __doc__=doc, __validators__=validators, **fields
    )
    return made


def _style_sets(shelved: Shelved) -> Callable[[Any], object]:
    def sets(value: Any) -> object:
        written = value.get("style") if isinstance(value, dict) else None
        if not isinstance(written, Scalar):
            return value
        meant = {style.parameter: preset(style.value) for style in shelved.STYLES if style.name == written.text}
        return {**meant, **value}

    return sets


def _style_fits(shelved: Shelved) -> Callable[[Any], Any]:
    def fits(block: Any) -> Any:
        for style in shelved.STYLES:
            if block.style == style.name:
                figure: Figure = getattr(block, style.parameter)
                if not style.fits(middle(figure.value)):
                    means = f"the style {style.name} means a {style.parameter} {style.means}"
                    refuse(f"{means}, found {figure.written}; keep one of the two")
        return block

    return fits


def _one_of(alternatives: tuple[str, ...]) -> Callable[[Any], Any]:
    def fits(block: Any) -> Any:
        found = [name for name in alternatives if getattr(block, name).value != 0.0]
        if len(found) > 1:
            refuse(f"found {listed((f'`{name}`' for name in found), 'and')}; keep one of them")
        return block

    return fits


def _field(name: str) -> str:
    return name.replace("-", "_")


if TYPE_CHECKING:
    Strategy = ChosenStrategy
else:
    Strategy = create_model(
        "Strategy",
        __base__=ChosenStrategy,
        __module__=__name__,
        __doc__=ChosenStrategy.__doc__,
        **{_field(name): (_block(name, each) | None, Field(None, alias=name)) for name, each in STRATEGIES.items()},
    )
