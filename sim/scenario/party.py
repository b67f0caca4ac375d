"""The blocks of a party: what it wants, how it bargains, when it threatens, and what binds it at home."""

from typing import Annotated, Literal, Self

from pydantic import model_validator

from sim.scenario.base import Block
from sim.scenario.fields import (
    CHOICE,
    Cost,
    Curvature,
    Days,
    Factor,
    Flag,
    Gain,
    Label,
    Money,
    Natural,
    Period,
    Share,
    Spread,
    Stakes,
    Utility,
    Wealth,
    Weight,
    preset,
    refuse,
)
from sim.scenario.tactics import Strategy
from sim.scenario.threat import Threat


class Position(Block):
    """What a party wants on one issue, in the issue's own unit, and how much the issue weighs (per cent)."""

    wants: Natural
    weight: Weight
    opens_with: Natural | None = None


class ExitGain(Block):
    """What leaving is worth to each type before losses and support, in units of utility (g)."""

    resolute: Gain
    bluffer: Gain


class DeficitBelief(Block):
    """A belief that a trade deficit is a loss: weight of a dollar; own GDP and deficits in billions.

    `gdp` None: that of the party's region in the economy of the pact.
    """

    weight: Factor = preset(0.0)
    gdp: Wealth | None = None
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
