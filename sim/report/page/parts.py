"""The parts of the page that are no charts: stories, sources, and how to replay the run."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from sim.report.pick import pick, why
from sim.report.rounding import whole
from sim.report.shape import Answer
from sim.report.story import tell
from sim.report.story.kinds import LEGEND, Story
from sim.report.story.words import dated, sentence
from sim.scenario import FigureRow, Scenario, figure_rows
from sim.simulate import Run

_KINDS = {"source": "source", "judgement": "judgement", "unverified": "no source at hand"}


@dataclass(frozen=True)
class Line:
    """One entry of a story: its date, or nothing where it is that of the entry before; what, and why."""

    date: str
    what: str
    because: Sequence[str]


@dataclass(frozen=True)
class Told:
    """A story for the page: which kind, how it ends, why it was picked, and its lines."""

    kind: str
    ending: str
    picked: str
    command: str
    lines: Sequence[Line]


@dataclass(frozen=True)
class Origin:
    """A figure and what it rests on; `address` is a link that a browser may follow, or empty."""

    path: str
    value: str
    kind: str
    says: str
    title: str
    address: str


def stories(run: Run, traced: str) -> tuple[Told, ...]:
    """Tell the typical and the surprising trial; `traced` is the command that tells any, without its wish."""
    found = []
    for wish in ("typical", "surprising"):
        trial = pick(run, wish)
        story = tell(run.packed, run.seed, trial)
        reason = f"{sentence(why(run, trial, wish))}. This is trial {whole(trial)}."
        found.append(Told(wish, story.ending, reason, f"{traced} --trial {trial}", _lines(story)))
    return tuple(found)


def legend() -> str:
    """Return what points and floors are, for readers of a story."""
    return LEGEND


def _lines(story: Story) -> list[Line]:
    lines, last = [], None
    for entry in story.entries:
        lines.append(Line(dated(entry.date) if entry.date != last else "", entry.what, entry.because))
        last = entry.date
    return lines


def origins(scenario: Scenario) -> list[Origin]:
    """Return every figure that is no default of the model, and what it rests on."""
    return [_origin(row) for row in figure_rows(scenario) if row.kind != "default"]


def _origin(row: FigureRow) -> Origin:
    unit = f" {row.unit}" if row.unit and row.unit not in row.written and "%" not in row.written else ""
    title = ", ".join(str(word) for word in (row.publisher, row.date, row.title) if word)
    return Origin(row.path, f"{row.written}{unit}", _KINDS[row.kind], row.says, title, _link(row.address))


def _link(address: str) -> str:
    """Return an address that may be a link: of the web, and with a host; else nothing."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return address if parts.scheme in {"http", "https"} and parts.netloc and address.isprintable() else ""


def rests_on(answer: Answer) -> str:
    """Return in a sentence what the figures rest on."""
    figures = answer["figures"]
    unverified = f", {whole(figures['unverified'])} have no source at hand" if figures["unverified"] else ""
    return (
        f"{whole(figures['sources'])} figures come from sources, {whole(figures['judgements'])} are judgements"
        f"{unverified}, and {whole(figures['defaults'])} are defaults of the model."
    )


def commands(
    answer: Answer, folder: Path, word: str, settings: Sequence[str], other: str | None
) -> list[tuple[str, str]]:
    """Return the commands that play, check and extend this run, each with what it does."""
    name = shlex.quote(word)
    played = [f"--set {shlex.quote(setting)}" for setting in settings]
    numbers = [f"-n {answer['trials']}", f"-s {answer['seed']}"]
    run = " ".join(["sim run", name, *played, *numbers])
    found = [
        (run, "plays these trials and prints the table of endings"),
        (f"{run} --json", "prints every share on this page for programs"),
        (f"sim replay {shlex.quote(folder.as_posix())}", "plays the kept run again and compares every number"),
        (f"sim sources {name}", "lists every figure with its source or judgement"),
    ]
    if other is not None:
        compare = " ".join(["sim compare", name, shlex.quote(other), *played, *numbers])
        found.append((compare, "compares the two scenarios, trial by trial"))
    return found
