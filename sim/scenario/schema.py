"""What a scenario holds: the models a file is checked against, block by block."""

from typing import Annotated, Literal, Self

from pydantic import model_validator

from sim.errors import Place
from sim.scenario.base import Block
from sim.scenario.course import Calendar
from sim.scenario.fields import (
    CHOICE,
    Address,
    Count,
    Day,
    Dialled,
    Factor,
    Format,
    Label,
    Name,
    Natural,
    Number,
    Period,
    Prose,
    Sentence,
    Share,
    Stakes,
    Utility,
    preset,
    refuse,
)
from sim.scenario.nodes import Scalar
from sim.scenario.party import Party
from sim.scenario.scalars import ANY, Unreadable, read_amount
from sim.scenario.trade import Trade
from sim.scenario.words import shown

Ending = Literal[
    "trilateral",
    "full_deal",
    "bilateral",
    "withdrawal",
    "lapsed",
    "ratification_failed",
    "extended",
    "notice_pending",
]


class KnownOutcome(Block):
    """How history went; shown beside results and read by no rule."""

    ending: Annotated[Ending, CHOICE]
    path: Name | None = None
    date: Day
    note: Sentence | None = None
    source: Name | None = None


class About(Block):
    """What the scenario is about, and the first and last day of its clock."""

    title: Label
    question: Sentence | None = None
    place: Label | None = None
    starts: Day
    ends: Day
    authors: tuple[Label, ...] = ()
    licence: Label | None = None
    known_outcome: KnownOutcome | None = None


class Dial(Block):
    """One of the few numbers a class will turn; figures read it with `{dial: id}`."""

    label: Label
    unit: Label | None = None
    value: Dialled
    min: Number
    max: Number


class Scale(Block):
    """The two ends of an issue in its own unit, rising or falling: `first` is 0 in the model, `last` is 1."""

    first: float
    last: float
    first_means: Sentence
    last_means: Sentence

    @model_validator(mode="before")
    @classmethod
    def _ends(cls, value: object) -> object:
        if not isinstance(value, dict) or "first" in value:
            return value
        if len(value) != 2:
            refuse(f"found {len(value)} ends; expected exactly two, each as `number: what it means`")
        first, last = (_end(str(key)) for key in value)
        if first == last:
            refuse("both ends are the same number; expected two different ones")
        words = tuple(value.values())
        return {"first": first, "last": last, "first_means": words[0], "last_means": words[1]}


class Issue(Block):
    """What is bargained over: one position on a scale in natural units, or a pie that is split in shares.

    The first end of a pie's scale is no share and the last all of it; `status_quo` is what each party has.
    """

    label: Label
    unit: Label | None = None
    kind: Annotated[Literal["position", "pie"], CHOICE] = "position"
    scale: Scale
    status_quo: Natural
    track: Annotated[Literal["technical", "political"], CHOICE]


class Notice(Block):
    """How the pact is left: the period of notice, and whether leaving needs a further act after it."""

    period: Period = preset(180, "days")
    effect: Annotated[Literal["optional", "automatic"], CHOICE] = "optional"


class Pact(Block):
    """The pact in force. `losses[i][k]`: what i loses a year without its link to k, share of its GDP.

    `trade` has the losses computed instead.
    """

    members: tuple[Name, ...]
    notice: Notice = Notice()
    stakes: Stakes = preset(1.0)
    loss_scale: Factor = preset(1.0)
    losses: dict[str, dict[str, Share]] = {}
    trade: Trade | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if self.trade is not None and self.losses:
            refuse("found `losses` and `trade`; keep one: losses are given, or computed from trade figures")
        return self


class Offers(Block):
    """One party proposes, the others answer in the order of seats.

    `quota` None: all must agree. `recognition` {}: each party proposes as often. What a party has after a breakdown is
    its status quo, unless `breakdown_value` says otherwise; with an `outside_option` it may leave the table for good.
    """

    order: Annotated[Literal["alternating", "rotating", "random"], CHOICE] = "alternating"
    recognition: dict[str, Share] = {}
    quota: Count | None = None
    breakdown: Share = preset(0.0)
    breakdown_value: dict[str, Utility] = {}
    outside_option: dict[str, Utility] = {}


class Table(Block):
    """How the chair makes a text of what the parties want, and whether issues close one by one.

    `offers` None: all table at once (model.md 1.6).
    """

    chair: Annotated[Literal["equal", "salience", "power", "nash"], CHOICE] = "equal"
    closing: Annotated[Literal["package", "each"], CHOICE] = "package"
    offers: Offers | None = None


class Source(Block):
    """A published source and what it says, paraphrased under named claims."""

    title: Label
    publisher: Label
    date: Day
    address: Address | None = None
    claims: dict[str, Sentence]


class Teaching(Block):
    """What a class needs: minutes per phase, goals, private briefs, questions for afterwards."""

    minutes: dict[str, Number] = {}
    goals: tuple[Sentence, ...] = ()
    briefs: dict[str, Prose] = {}
    debrief: tuple[Sentence, ...] = ()


class Scenario(Block):
    """A checked scenario; mirrors the file, with `extends` resolved."""

    format: Format
    about: About
    dials: dict[str, Dial] = {}
    issues: dict[str, Issue]
    parties: dict[str, Party]
    pact: Pact
    table: Table = Table()
    calendar: Calendar
    sources: dict[str, Source] = {}
    teaching: Teaching | None = None


def _end(key: str) -> float:
    try:
        amount = read_amount(Scalar(key, False, Place("", 1, 1)), ANY)
    except Unreadable:
        refuse(f"found the end {shown(key)}; expected a number in the unit of the issue, such as 62.5")
    if not isinstance(amount.value, float) or amount.unit:
        refuse(f"found the end {shown(key)}; expected a bare number in the unit of the issue, such as 62.5")
    return amount.value
