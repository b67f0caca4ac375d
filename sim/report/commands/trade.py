"""`sim trade`: what a pact's end costs each party, and from which figures."""

import csv
import io
import shlex
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from sim.errors import UsageError
from sim.report.shape import Answer, Footing
from sim.report.source import settings_of, source_of
from sim.report.trade.answer import LEVELS, trade_answer
from sim.report.trade.text import trade_text
from sim.report.voice import Voice, width
from sim.scenario import sha256
from sim.trade.counterfactuals import Duty


@dataclass(frozen=True)
class Request:
    """What was asked for on the command line."""

    scenario: str
    tariffs: Sequence[str]
    settings: Sequence[str]
    csv: bool


def trade(voice: Voice, request: Request) -> None:
    """Compute every counterfactual and show what it does."""
    source = source_of(request.scenario, request.settings)
    scenario = source.loaded.scenario
    duties = [_duty(word) for word in request.tariffs]
    found = trade_answer(scenario, source.name, sha256(scenario), duties)
    changes = tuple(f"{key} = {value}" for key, value in settings_of(request.settings))
    file = Path(request.scenario)
    shown = f"{file.name}.yaml" if file.name == source.name else request.scenario
    footing = Footing(request.scenario, shown, "", changes)
    voice.answer(found, lambda: _csv(found) if request.csv else trade_text(found, footing, width()))
    name = shlex.quote(request.scenario)
    voice.next(f"sim sources {name}", f"sim run {name}")


def _duty(word: str) -> Duty:
    """Return the tariff that a word such as `us:canada:goods=25%` or `us:canada=25%` sets."""
    where, sign, rate = word.partition("=")
    names = [part.strip() for part in where.split(":")]
    number = rate.strip()
    try:
        value = float(f"{number[:-1].strip()}e-2") if number.endswith("%") else float(number)
    except ValueError:
        value = -1.0
    is_pair = len(names) in {2, 3} and all(names) and names[0] != names[1]
    if not sign or not is_pair or not 0.0 <= value <= 10.0:
        raise UsageError(
            f"--tariff {word}: expected WHO:ON_WHOM=RATE or WHO:ON_WHOM:SECTOR=RATE with a rate from 0% to 1000%,"
            " such as us:canada:goods=25%"
        )
    return Duty(names[0], names[1], value, names[2] if len(names) == 3 else None)


def _csv(found: Answer) -> list[str]:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["counterfactual", "party", "border_cost", "welfare_share_of_gdp", "gain_money", "exports_change"])
    for row in _rows(found):
        writer.writerow(row)
    return out.getvalue().splitlines()


def _rows(found: Answer) -> Iterator[list[object]]:
    for change in found["counterfactuals"]:
        for party, effects in change["parties"].items():
            for level in LEVELS:
                values = (effects[name][level] for name in ("welfare", "gain", "exports"))
                yield [change["name"], party, found["border_cost"][level], *values]
