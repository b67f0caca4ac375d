"""The `sim` command: parse, call, show. What a command does stands in sim/report/commands."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, ParamSpec

import typer

from sim.report.guard import guarded
from sim.report.manual import EXAMPLES, WHOLE, page, version_line
from sim.report.progress import ProgressAs
from sim.report.shelf import names
from sim.report.voice import Voice

app = typer.Typer(
    name="sim",
    help=WHOLE,
    no_args_is_help=True,
    rich_markup_mode=None,  # Rich would double the time that help takes
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)

_P = ParamSpec("_P")
_Option = typer.Option
_Argument = typer.Argument
_AUTO = ProgressAs.AUTO
Name = Annotated[str, _Argument(metavar="SCENARIO", help="A name, a file, a run's folder.", autocompletion=names)]
Names = Annotated[
    list[str], _Argument(metavar="SCENARIO...", help="Names, files or runs' folders.", autocompletion=names)
]
Files = Annotated[list[str], _Argument(metavar="FILE", help="Names or files.", autocompletion=names)]
Term = Annotated[list[str] | None, _Argument(metavar="TERM", help="A word of the glossary, or a key.")]
Run = Annotated[Path, _Argument(metavar="RUN", help="A run's folder.")]
Json = Annotated[bool, _Option("--json", help="Print data for programs.")]
Progress = Annotated[ProgressAs, _Option("--progress", help="How far it is, on stderr: a bar if auto.")]
Quiet = Annotated[bool, _Option("--quiet", help="Print the answer and no talk.")]
Version = Annotated[bool, _Option("--version", help="Show the version and stop.")]
Trials = Annotated[int | None, _Option("--trials", "-n", metavar="N", min=1, max=10**9, help="Trials; else 10,000.")]
Seed = Annotated[int | None, _Option("--seed", "-s", metavar="N", min=0, max=2**63 - 1, help="Seed; else 1.")]
Set = Annotated[list[str] | None, _Option("--set", metavar="KEY=VALUE", help="Change a figure; repeatable.")]
SetSide = Annotated[list[str] | None, _Option("--set", metavar="[N:]KEY=VALUE", help="A figure of all, or of the Nth.")]
Out = Annotated[Path, _Option("--out", "-o", metavar="DIR", help="Where the folders of runs are kept.")]
Workers = Annotated[int, _Option("--workers", "-j", metavar="N", min=0, help="Processors to use; 0: all.")]
Precise = Annotated[str | None, _Option("--until-precise", metavar="1pt", help="Play until ranges are +- this.")]
Seat = Annotated[list[str] | None, _Option("--seat", metavar="PARTY=MODULE:FUNCTION", help="Your own strategy.")]
Keep = Annotated[str, _Option("--keep", metavar="WHAT", help="summary, trials, or events of each trial too.")]
Continue = Annotated[bool, _Option("--resume", help="Only go on with what was interrupted.")]
Cluster = Annotated[str | None, _Option("--cluster", metavar="ADDRESS", help="tcp://host:8786, or local:4.")]
Strict = Annotated[bool, _Option("--strict", help="Make hindsight an error.")]
Trial = Annotated[int | None, _Option("--trial", metavar="N", min=0, help="A trial's number, from 0.")]
Pick = Annotated[str | None, _Option("--pick", metavar="WISH", help="typical, surprising or ending=NAME.")]
Pair = Annotated[str | None, _Option("--pair", metavar="NAME", help="The same trial of this one, too.")]
Means = Annotated[str | None, _Option("--of", metavar="MEANS", help="threat, outreach or notice.")]
Whose = Annotated[str | None, _Option("--party", metavar="PARTY", help="Whose; else the only one that has it.")]
Ending = Annotated[str, _Option("--ending", metavar="NAME", help="The ending, such as withdrawal.")]
Players = Annotated[list[str] | None, _Option("--party", metavar="PARTY", help="Who plays; named twice.")]
Each = Annotated[int | None, _Option("--trials", "-n", metavar="N", min=1, max=10**6, help="Of each pair; else 2,000.")]
Maybe = Annotated[
    str | None, _Argument(metavar="SCENARIO", help="A name, a file, a run's folder.", autocompletion=names)
]
As = Annotated[str | None, _Option("--as", metavar="PARTY", help="Whose seat you take.")]
Hints = Annotated[bool, _Option("--hints", help="A line of advice at each decision.")]
Resume = Annotated[Path | None, _Option("--resume", metavar="FILE", help="Go on with a saved game.")]
Script = Annotated[Path | None, _Option("--script", metavar="FILE", help="Lines to play instead of typing.")]
Dials = Annotated[list[str] | None, _Option("--dial", metavar="NAME=FROM:TO:COUNT", help="What to turn; repeatable.")]
Scatter = Annotated[int | None, _Option("--lhs", metavar="N", min=2, max=10_000, help="N points of a Latin hypercube.")]
Point = Annotated[int | None, _Option("--trials", "-n", metavar="N", min=1, max=10**6, help="Trials of each point.")]
Sweeps = Annotated[Path, _Option("--out", "-o", metavar="DIR", help="Where the folders of sweeps are kept.")]
On = Annotated[str | None, _Option("--on", metavar="RESULT", help="An ending, notice or value_PARTY.")]
Sobol = Annotated[bool, _Option("--sobol", help="Sobol indices: all dials at once.")]
Nested = Annotated[bool, _Option("--nested", help="Chance apart from not knowing the dials.")]
Points = Annotated[int | None, _Option("--points", metavar="N", min=1, max=65_536, help="Of --sobol, --nested.")]
Csv = Annotated[bool, _Option("--csv", help="A table for spreadsheets, defaults included.")]
Tidy = Annotated[bool, _Option("--csv", help="A tidy table, a row for each point and ending.")]
Rows = Annotated[bool, _Option("--csv", help="All rows, for spreadsheets.")]
Tariff = Annotated[list[str] | None, _Option("--tariff", metavar="WHO:ON[:SECTOR]=RATE", help="A tariff; repeatable.")]
Other = Annotated[str | None, _Argument(metavar="B", help="A second one to compare with.", autocompletion=names)]
Html = Annotated[Path | None, _Option("--out", "-o", metavar="FILE", help="The page; else in the run's folder.")]
Open = Annotated[bool, _Option("--open", help="Show the page in the browser.")]
Ask = Annotated[
    list[str],
    _Argument(metavar="[RUN...] QUERY", help="Folders or names of kept runs; last, the query.", autocompletion=names),
]
New = Annotated[str, _Argument(metavar="NAME", help="What the new file is called.")]
From = Annotated[str | None, _Option("--from", metavar="NAME", help="What it is a what-if of.")]


def _command(name: str) -> Callable[[Callable[_P, None]], Callable[_P, None]]:
    def declare(function: Callable[_P, None]) -> Callable[_P, None]:
        line = function.__doc__ or ""
        return app.command(name, help=page(line, EXAMPLES[name]), short_help=line)(guarded(function))

    return declare


@app.callback(invoke_without_command=True)
def _whole(version: Version = False) -> None:
    if version:
        typer.echo(version_line())
        raise typer.Exit


@_command("run")
def run(
    scenario: Name, trials: Trials = None, seed: Seed = None, settings: Set = None, out: Out = Path("runs"),
    workers: Workers = 0, precise: Precise = None, seat: Seat = None, keep: Keep = "trials", resume: Continue = False,
    cluster: Cluster = None, progress: Progress = _AUTO, json: Json = False, quiet: Quiet = False,
) -> None:  # fmt: skip
    """Play a scenario and say how the talks end."""
    from sim.report.commands.run import Request, run
    from sim.report.kept import playing

    how = playing(workers, keep, cluster, resume=resume)
    request = Request(scenario, trials, seed, settings or [], out, how, precise, seat or [])
    run(Voice(json, quiet, progress), request)


@_command("compare")
def compare(
    scenarios: Names, trials: Trials = None, seed: Seed = None, settings: SetSide = None, out: Out = Path("runs"),
    workers: Workers = 0, cluster: Cluster = None, progress: Progress = _AUTO, json: Json = False,
    quiet: Quiet = False,
) -> None:  # fmt: skip
    """Show what changes from one scenario to another."""
    from sim.report.commands.compare import Request, compare
    from sim.report.kept import playing

    how = playing(workers, cluster=cluster)
    compare(Voice(json, quiet, progress), Request(scenarios, trials, seed, settings or [], out, how))


@_command("validate")
def validate(files: Files, strict: Strict = False, json: Json = False, quiet: Quiet = False) -> None:
    """Check scenario files and show every fault."""
    from sim.report.commands.validate import validate

    validate(Voice(json, quiet), files, strict)


@_command("trace")
def trace(
    scenario: Name, trial: Trial = None, pick: Pick = None, pair: Pair = None, trials: Trials = None,
    seed: Seed = None, settings: Set = None, json: Json = False, quiet: Quiet = False,
) -> None:  # fmt: skip
    """Tell one trial as a dated story with reasons."""
    from sim.report.commands.trace import Request, trace

    request = Request(scenario, trial, pick, pair, trials, seed, settings or [])
    trace(Voice(json, quiet), request)


@_command("why")
def why(
    scenario: Name, trial: Trial = None, pick: Pick = None, trials: Trials = None, seed: Seed = None,
    settings: Set = None, json: Json = False, quiet: Quiet = False,
) -> None:  # fmt: skip
    """Say what would have turned the ending of one trial."""
    from sim.report.commands.why import Request, why

    why(Voice(json, quiet), Request(scenario, trial, pick, trials, seed, settings or []))


@_command("value")
def value(
    scenario: Name, means: Means = None, party: Whose = None, trials: Trials = None, seed: Seed = None,
    settings: Set = None, workers: Workers = 0, progress: Progress = _AUTO, json: Json = False, quiet: Quiet = False,
) -> None:  # fmt: skip
    """Say what a threat, outreach or a notice is worth."""
    from sim.report.commands.value import Request, value

    value(Voice(json, quiet, progress), Request(scenario, means, party, trials, seed, settings or [], workers))


@_command("rare")
def rare(
    scenario: Name, ending: Ending = "withdrawal", trials: Trials = None, seed: Seed = None, settings: Set = None,
    progress: Progress = _AUTO, json: Json = False, quiet: Quiet = False,
) -> None:  # fmt: skip
    """Estimate an ending that plain trials hardly show."""
    from sim.report.commands.rare import Request, rare

    rare(Voice(json, quiet, progress), Request(scenario, ending, trials, seed, settings or []))


@_command("game")
def game(
    scenario: Name, party: Players = None, trials: Each = None, seed: Seed = None, settings: Set = None,
    workers: Workers = 0, csv: Csv = False, progress: Progress = _AUTO, json: Json = False, quiet: Quiet = False,
) -> None:  # fmt: skip
    """Play every pair of strategies of two parties."""
    from sim.report.commands.game import Request, game

    request = Request(scenario, party or [], trials, seed, settings or [], workers, csv)
    game(Voice(json, quiet, progress), request)


@_command("sweep")
def sweep(
    scenario: Name, dials: Dials = None, lhs: Scatter = None, trials: Point = None, seed: Seed = None,
    settings: Set = None, out: Sweeps = Path("sweeps"), workers: Workers = 0, cluster: Cluster = None,
    csv: Tidy = False, progress: Progress = _AUTO, json: Json = False, quiet: Quiet = False,
) -> None:  # fmt: skip
    """Play a scenario over a range of its dials."""
    from sim.report.commands.sweep import Request, sweep

    request = Request(scenario, dials or [], lhs, trials, seed, settings or [], out, workers, cluster, csv)
    sweep(Voice(json, quiet, progress), request)


@_command("sensitivity")
def sensitivity(
    scenario: Name, on: On = None, sobol: Sobol = False, nested: Nested = False, points: Points = None,
    trials: Point = None, seed: Seed = None, settings: Set = None, workers: Workers = 0, cluster: Cluster = None,
    progress: Progress = _AUTO, json: Json = False, quiet: Quiet = False,
) -> None:  # fmt: skip
    """Show which dials move a result, and by how much."""
    from sim.report.commands.sensitivity import Request, sensitivity

    request = Request(scenario, on, sobol, nested, points, trials, seed, settings or [], workers, cluster)
    sensitivity(Voice(json, quiet, progress), request)


@_command("play")
def play(
    scenario: Maybe = None, party: As = None, hints: Hints = False, seed: Seed = None, settings: Set = None,
    resume: Resume = None, script: Script = None, json: Json = False, quiet: Quiet = False,
) -> None:  # fmt: skip
    """Take a party's seat, against the model."""
    from sim.report.commands.play import Request, play

    play(Voice(json, quiet), Request(scenario, party, hints, seed, settings or [], resume, script))


@_command("sources")
def sources(scenario: Name, csv: Csv = False, json: Json = False, quiet: Quiet = False) -> None:
    """Show every figure with its source or judgement."""
    from sim.report.commands.sources import sources

    sources(Voice(json, quiet), scenario, csv)


@_command("trade")
def trade(
    scenario: Name, tariff: Tariff = None, settings: Set = None, csv: Csv = False, json: Json = False,
    quiet: Quiet = False,
) -> None:  # fmt: skip
    """Show what the pact's end costs each party."""
    from sim.report.commands.trade import Request, trade

    trade(Voice(json, quiet), Request(scenario, tariff or [], settings or [], csv))


@_command("report")
def report(
    scenario: Name, other: Other = None, trials: Trials = None, seed: Seed = None, settings: Set = None,
    out: Html = None, opens: Open = False, workers: Workers = 0, progress: Progress = _AUTO, json: Json = False,
    quiet: Quiet = False,
) -> None:  # fmt: skip
    """Write a run as one page for a browser."""
    from sim.report.commands.report import Request, report
    from sim.report.kept import playing

    request = Request(scenario, other, trials, seed, settings or [], out, opens, playing(workers))
    report(Voice(json, quiet, progress), request)


@_command("sql")
def sql(
    words: Ask, out: Out = Path("runs"), csv: Rows = False, json: Json = False, quiet: Quiet = False,
) -> None:  # fmt: skip
    """Ask kept runs and sweeps anything in SQL."""
    from sim.report.commands.sql import Request, sql

    sql(Voice(json, quiet), Request(words, out, csv))


@_command("diff")
def diff(a: Name, b: Name, json: Json = False, quiet: Quiet = False) -> None:
    """Show what two scenarios assume differently."""
    from sim.report.commands.diff import diff

    diff(Voice(json, quiet), a, b)


@_command("new")
def new(name: New, parent: From = None, json: Json = False, quiet: Quiet = False) -> None:
    """Write the file of a new scenario, or of a what-if."""
    from sim.report.commands.new import new

    new(Voice(json, quiet), name, parent)


@_command("list")
def catalogue(json: Json = False, quiet: Quiet = False) -> None:
    """List the scenarios that ship."""
    from sim.report.commands.catalogue import catalogue

    catalogue(Voice(json, quiet))


@_command("schema")
def schema(json: Json = False, quiet: Quiet = False) -> None:
    """Print the JSON Schema of scenario files."""
    from sim.report.commands.schema import schema

    schema(Voice(json, quiet))


@_command("explain")
def explain(term: Term = None, json: Json = False, quiet: Quiet = False) -> None:
    """Explain a term in plain words."""
    from sim.report.commands.explain import explain_term

    explain_term(Voice(json, quiet), term or [])


@_command("replay")
def replay(folder: Run, json: Json = False, quiet: Quiet = False) -> None:
    """Play a kept run again and compare every number."""
    from sim.report.commands.replay import replay

    replay(Voice(json, quiet), folder)
