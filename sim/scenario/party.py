"""The blocks of a party: what it wants, how it bargains, when it threatens, and what binds it at home."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from sim.scenario.base import Block, named
from sim.scenario.fields import (
    CHOICE,
    Chance,
    Cost,
    Curvature,
    Day,
    Days,
    Factor,
    Flag,
    Gain,
    Label,
    Money,
    Natural,
    Noise,
    Period,
    Share,
    Spread,
    Stakes,
    Utility,
    Wealth,
    Weight,
    preset,
    preset_uniform,
    refuse,
)
from sim.scenario.figure import Figure
from sim.scenario.support import ends
from sim.scenario.tactics import Strategy
from sim.scenario.words import listed


class Position(Block):
    """What a party wants on one issue, in the issue's own unit, and how much the issue weighs (per cent)."""

    wants: Natural
    weight: Weight
    opens_with: Natural | None = None


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


class ExitGain(Block):
    """What leaving is worth to each type before losses and support, in units of utility (g)."""

    resolute: Gain
    bluffer: Gain


class DeficitBelief(Block):
    """A belief that a trade deficit is a loss: weight of a dollar; own GDP and deficits in billions."""

    weight: Factor
    gdp: Wealth
    deficits: dict[str, Money]


class Resolve(Block):
    """How likely the party is to carry out a threat, as others see it, and what it would gain by leaving."""

    prior: Share
    exit_gain: ExitGain
    deficit_belief: DeficitBelief | None = None


class AudienceCosts(Block):
    """What backing down costs (a1, a2); after notice as such, or as a multiple of that after a threat."""

    threat: Cost = preset(0.04)
    notice: Cost | None = None
    notice_multiple: Factor | None = None

    @model_validator(mode="before")
    @classmethod
    def _default(cls, value: object) -> object:
        if isinstance(value, dict) and not {"notice", "notice_multiple"} & value.keys():
            return {**value, "notice": preset(0.12)}
        return value

    @model_validator(mode="after")
    def _one(self) -> Self:
        if self.notice is not None and self.notice_multiple is not None:
            refuse("found both `notice` and `notice_multiple`; keep one")
        return self


class SupportAtStart(Block):
    """Support at home above its baseline on the first day, and how fast it fades."""

    level: Gain
    half_life: Period


class Support(Block):
    """What a unit of support at home is worth: as a cost of leaving (kappa) and in ratification (b).

    `breaks_off`: the line, above or below the usual level, at which the party breaks off the talks; None: at none.
    """

    exit: Factor = preset(0.6)
    ratification: Factor = preset(0.3)
    breaks_off: Gain | None = None
    start: SupportAtStart | None = None


class Ratification(Block):
    """How a deal is ratified at home (model.md 1.9)."""

    hurdle: Utility = preset(0.0)
    noise: Spread = preset(0.08)
    caution: Factor = preset(1.0)
    lag: Days = preset(90, "days")
    on_failure: Annotated[Literal["collapse", "reopen"], CHOICE] = "collapse"
    leader_veto: Flag = False


class Patience(Block):
    """Discount rate per year (r), or discount factor per round, and hope that keeps a party at the table.

    Where `round_factor` is given and `discount` is not, time costs by rounds alone.
    """

    discount: Share = preset(0.1)
    round_factor: Stakes = preset(1.0)
    hope: Utility = preset(0.2)

    @model_validator(mode="before")
    @classmethod
    def _by_rounds(cls, value: object) -> object:
        if isinstance(value, dict) and "round_factor" in value and "discount" not in value:
            return {**value, "discount": preset(0.0)}
        return value


class Party(Block):
    """A party to the pact. `ratification` None: what the leader signs holds."""

    label: Label
    positions: dict[str, Position]
    status_quo_value: Share | None = None
    curvature: Curvature = preset(1.0)
    strategy: Strategy
    threat: Threat = Threat.model_construct()
    resolve: Resolve | None = None
    audience_costs: AudienceCosts = AudienceCosts.model_validate({})
    support: Support = Support()
    ratification: Ratification | None = None
    patience: Patience = Patience()
