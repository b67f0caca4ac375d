"""The block of a party's threats: one for each policy, and the policy that was chosen (model.md 1.7)."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from sim.scenario.base import Block, named
from sim.scenario.fields import (
    CHOICE,
    Chance,
    Cost,
    Day,
    Noise,
    Period,
    Share,
    Utility,
    preset,
    preset_uniform,
    refuse,
)
from sim.scenario.figure import Figure
from sim.scenario.support import ends
from sim.scenario.words import listed


class Costs(Block):
    """What the act itself costs, in units of utility (c1, c2)."""

    threat: Cost = preset(0.005)
    notice: Cost = preset(0.06)


class Inertia(Block):
    """What holds both types back from acting (iota1, iota2)."""

    threat: Utility = preset(0.04)
    notice: Utility = preset(0.04)


class Optimism(Block):
    """The chance of settling before the date runs out, as the party sees it (phi, phi2)."""

    threat: Share = preset(0.5)
    notice: Share = preset(0.5)


class BayesLogit(Block):
    """Threaten when it pays, with noise, before an audience that learns (model.md 1.7).

    `power` None: an equal share, 1 / number of parties.
    """

    cost: Costs = Costs()
    inertia: Inertia = Inertia()
    attention: Share = preset(0.3)
    power: Share | None = None
    noise: Noise = preset(0.03)
    optimism: Optimism = Optimism()
    demand: Share = preset_uniform(0.3, 0.6)
    ultimatum: Period = preset(60, "days")


class SemiSeparating(Block):
    """Threaten when it pays, without noise: a bluffer threatens just often enough to be believed (model.md 1.7).

    `power` None: an equal share, 1 / number of parties.
    """

    cost: Costs = Costs()
    inertia: Inertia = Inertia()
    attention: Share = preset(0.3)
    power: Share | None = None
    optimism: Optimism = Optimism()
    demand: Share = preset_uniform(0.3, 0.6)
    ultimatum: Period = preset(60, "days")


class ByType(Block):
    """One chance for the resolute and one for the bluffer."""

    resolute: Share
    bluffer: Share


class Scripted(Block):
    """Threats and notices on given dates; `signals` say how likely each type is to act so."""

    threats: tuple[Day, ...] = ()
    notices: tuple[Day, ...] = ()
    signals: ByType | None = None
    demand: Share = preset_uniform(0.3, 0.6)
    noise: Noise = preset(0.03)
    ultimatum: Period = preset(60, "days")


class ChanceByType(Block):
    """One chance, or rate a year, for the resolute and one for the bluffer."""

    resolute: Chance
    bluffer: Chance


class FixedRates(Block):
    """Constant chances: of a threat, of notice when a threat runs out, of leaving at the effective date.

    `per`: threats, and what is done without an occasion, come with a chance per round or at a rate per year.
    """

    per: Annotated[Literal["round", "year"], CHOICE] = "round"
    threat: ChanceByType
    notice: ByType
    exit: ByType
    unannounced_notice: Chance = preset(0.0)
    early_notice: Chance = preset(0.0)
    early_backdown: Chance = preset(0.0)
    early_rescission: Chance = preset(0.0)
    demand: Share = preset_uniform(0.3, 0.6)
    noise: Noise = preset(0.03)
    ultimatum: Period = preset(60, "days")

    @property
    def unprompted(self) -> tuple[Figure, ...]:
        """Return the chances or rates of acts without an occasion, in the order of the model's numbers for them."""
        return self.unannounced_notice, self.early_notice, self.early_backdown, self.early_rescission

    @model_validator(mode="after")
    def _fits_its_time(self) -> Self:
        threat = self.threat
        if self.per == "year":
            if threat.resolute.value != threat.bluffer.value:
                refuse("found two different rates per year of a threat; expected one for both types, or `per: round`")
            return self
        for figure in (threat.resolute, threat.bluffer, *self.unprompted):
            if ends(figure.value)[1] > 1.0:
                refuse(f"found {figure.written}, more than 100% in a round; expected a chance, or `per: year`")
        return self


THREAT_BLOCKS = ("bayes-logit", "semi-separating", "scripted", "fixed-rates")


class Threat(Block):
    """The threat policy of a party; all None means it never threatens."""

    bayes_logit: BayesLogit | None = Field(None, alias="bayes-logit")
    semi_separating: SemiSeparating | None = Field(None, alias="semi-separating")
    scripted: Scripted | None = None
    fixed_rates: FixedRates | None = Field(None, alias="fixed-rates")

    @property
    def kind(self) -> str:
        """Return the name of the policy as it is written in a file."""
        return next((name for name in THREAT_BLOCKS if self._of(name) is not None), "never")

    @property
    def weighing(self) -> BayesLogit | SemiSeparating | None:
        """Return the block of a policy that weighs a threat against silence; None for any other."""
        return self.bayes_logit if self.bayes_logit is not None else self.semi_separating

    def _of(self, name: str) -> Block | None:
        found: Block | None = getattr(self, name.replace("-", "_"))
        return found

    @model_validator(mode="before")
    @classmethod
    def _word(cls, value: object) -> object:
        if value == {}:
            refuse(f"found an empty block; expected {listed(f'`{name}`' for name in ('never', *THREAT_BLOCKS))}")
        bare: dict[str, object] = {name: {name: {}} for name in ("bayes-logit", "semi-separating")}
        return named(value, {"never": {}, **bare}, ("scripted", "fixed-rates"))

    @model_validator(mode="after")
    def _one(self) -> Self:
        if sum(self._of(name) is not None for name in THREAT_BLOCKS) > 1:
            one_of = listed((f"`{name}`" for name in THREAT_BLOCKS), "and")
            refuse(f"found several threat policies; a party has one of {one_of}")
        return self
