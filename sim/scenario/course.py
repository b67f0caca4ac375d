"""The blocks of the calendar: rounds, deadlines, effects and side deals."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from sim.scenario.base import Block, exactly_one, named, with_origin
from sim.scenario.fields import (
    CHOICE,
    Count,
    Day,
    Days,
    Gain,
    InnerShare,
    Label,
    Name,
    Noise,
    Period,
    Provenance,
    Rate,
    Share,
    SignedShare,
    Tolerance,
    Utility,
    preset,
    preset_uniform,
    refuse,
)
from sim.scenario.nodes import Scalar


class Dated(Block):
    """A date with its provenance."""

    date: Day
    origin: Provenance

    @model_validator(mode="before")
    @classmethod
    def _origin(cls, value: object) -> object:
        return with_origin(value)


class Round(Block):
    """A round of talks; it counts on its last day `to`. `on` in a file means a round of one day."""

    name: Label | None = None
    start: Day | None = Field(None, alias="from")
    to: Day
    origin: Provenance

    @model_validator(mode="before")
    @classmethod
    def _one_day(cls, value: object) -> object:
        if isinstance(value, dict) and "on" in value and not {"from", "to"} & value.keys():
            value = {("to" if key == "on" else key): word for key, word in value.items()}
        return with_origin(value)


class Monthly(Block):
    """Rounds that are held in extensions and while a notice runs."""

    every: Period = preset(30, "days")


class Technical(Block):
    """Meetings of officials: on dates, or some days before each round; they move technical issues only."""

    dates: tuple[Day, ...] = ()
    days_before_round: Days | None = None
    step: InnerShare = preset(0.25)
    tolerance: Tolerance = preset(0.03)


class Consent(Block):
    """How an extension is agreed: bargained, automatic, or with a fixed chance."""

    rule: Annotated[Literal["bargained", "automatic"], CHOICE] | None = None
    chance: Share | None = None

    @model_validator(mode="before")
    @classmethod
    def _word(cls, value: object) -> object:
        if isinstance(value, Scalar):
            return named(value, {word: {"rule": word} for word in ("bargained", "automatic")}, ("chance",))
        return value

    @model_validator(mode="after")
    def _one(self) -> Self:
        exactly_one(self, ("rule", "chance"), "`bargained`, `automatic` and `{chance: ...}`")
        return self


class Extensions(Block):
    """What happens at the planned end: how long and how often talks may be extended, and who counts on it."""

    length: Period = preset(90, "days")
    most: Count = preset(3)
    counted_on: Share = preset(0.3)
    noise: Noise = preset(0.05)
    consent: Consent = Consent(rule="bargained")


class Every(Block):
    """A date that comes back every so many days."""

    period: Period
    start: Day | None = Field(None, alias="from")
    until: Day | None = None


class LinkLoss(Block):
    """A change of what a party loses if its link with a partner lapses (share of GDP a year)."""

    partner: Name = Field(alias="with")
    by: SignedShare


class Effect(Block):
    """Outreach, lobbying, an election or a shock: when it happens, whom it touches, and what it moves."""

    name: Label
    by: Name | None = None
    affects: tuple[Name, ...] = Field(alias="in")
    dates: tuple[Day, ...] | None = None
    every: Every | None = None
    poisson: Rate | None = None
    on: Annotated[Literal["threat", "notice", "backdown", "rescind", "extend"], CHOICE] | None = None
    support: Gain | None = None
    hurdle: Utility | None = None
    exit_gain: Gain | None = None
    discount: SignedShare | None = None
    link_loss: LinkLoss | None = None
    half_life: Period | None = None
    origin: Provenance

    @model_validator(mode="before")
    @classmethod
    def _one_party(cls, value: object) -> object:
        if isinstance(value, dict) and isinstance(value.get("in"), Scalar):
            value = {**value, "in": (value["in"],)}
        return with_origin(value)

    @model_validator(mode="after")
    def _says_when_and_what(self) -> Self:
        exactly_one(self, ("dates", "every", "poisson", "on"), "`dates`, `every`, `poisson` and `on`")
        moved = (self.support, self.hurdle, self.exit_gain, self.discount, self.link_loss)
        if all(move is None for move in moved):
            refuse(
                "moves nothing; expected one or more of `support`, `hurdle`, `exit_gain`, `discount` and `link_loss`"
            )
        return self


class SideDeal(Block):
    """A deal that some members may strike without the others, and how the others may join."""

    members: tuple[Name, ...]
    start: Day | None = Field(None, alias="from")
    until: Day | None = None
    lapse: Share = preset(0.25)
    outsider_lapse: Share = preset_uniform(0.3, 1)
    accession: Days = preset(33, "days")
    pride: dict[str, Utility] = {}
    origin: Provenance

    @model_validator(mode="before")
    @classmethod
    def _origin(cls, value: object) -> object:
        if isinstance(value, dict) and isinstance(members := value.get("members"), tuple) and "origin" not in value:
            return {**value, "origin": next((one.origin for one in members if isinstance(one, Scalar)), None)}
        return with_origin(value)


class Calendar(Block):
    """When things happen. `opened` None: the talks open when the scenario starts.

    Rounds stand on dates of their own, come back regularly, or both; `regular` ends with the planned end if it does
    not say when.
    """

    opened: Dated | None = None
    rounds: tuple[Round, ...] = ()
    regular: Every | None = None
    monthly: Monthly = Monthly()
    technical: Technical | None = None
    planned_end: Dated
    extensions: Extensions = Extensions()
    effects: tuple[Effect, ...] = ()
    side_deals: tuple[SideDeal, ...] = ()

    @model_validator(mode="after")
    def _meets(self) -> Self:
        if not self.rounds and self.regular is None:
            refuse("holds no rounds; expected `rounds`, a list of dates, or `regular`, such as `{period: 30 days}`")
        return self
