"""The help of each command: examples first, then what it does."""

from collections.abc import Mapping
from types import MappingProxyType

import sim

WHOLE = """\
\b
Examples:
  sim run montreal                 play the NAFTA talks of 2018, and say how they end
  sim trace montreal               one course of them as a dated story, with reasons
  sim new my-talks                 begin a scenario of your own

Simulate talks over a pact that is still in force, and count how they end."""

# Each command's examples, then what its first line does not say.
EXAMPLES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "run": (
            "sim run montreal",
            "sim run montreal --set resolve=40% --set stakes=2%",
            "sim run my-talks.yaml -n 100000 -s 7",
            "sim run montreal --until-precise 0.5pt",
            "sim run montreal --seat canada=mine:hold_out",
            "sim run montreal --json > montreal.json",
            "Prints a table of endings with shares, 95% ranges and median dates. Keeps the run in a folder that is"
            " named after what it depends on, so that the same run is never played twice.",
        ),
        "compare": (
            "sim compare montreal montreal-concede",
            "sim compare montreal --set resolve=40%",
            "sim compare montreal no-threats no-audience-costs -n 20000",
            "sim compare montreal fourth-round --set 2:stakes=2%",
            "Plays the same trials with the same draws in each, and shows what changes from the first to each other:"
            " endings, dates and values with paired ranges, and which endings turned into which. Runs that are kept are"
            " not played again.",
        ),
        "validate": (
            "sim validate my-talks.yaml",
            "sim validate --strict montreal fourth-round",
            "Each fault has its file, line and column. Exit code 3 if a file cannot be run.",
        ),
        "trace": (
            "sim trace montreal",
            "sim trace montreal --pick surprising",
            "sim trace montreal --pick ending=withdrawal",
            "sim trace montreal --trial 17 --pair no-threats",
            "The trial is the one that `sim run` plays with the same number, trials and seed.",
        ),
        "game": (
            "sim game montreal --party us --party canada",
            "sim game montreal --party us --party mexico -n 500 --set resolve=40%",
            "sim game montreal --party us --party canada --csv > payoffs.csv",
            "Each of the two plays as written and every strategy there is, all others as written. Prints what each pair"
            " brings to both, who could gain by switching, and the pairs from which nobody would.",
        ),
        "play": (
            "sim play montreal --as canada",
            "sim play montreal --as us --hints --seed 7",
            "sim play --resume game.json",
            "sim play montreal --as canada --script moves.txt --json > end.json",
            "Each round shows the table, what the others believe, the calendar and your odds; `help` lists what you may"
            " type. At the end you are compared with 10,000 model players in your seat.",
        ),
        "sources": ("sim sources montreal", "sim sources montreal --csv > figures.csv", ""),
        "trade": (
            "sim trade montreal",
            "sim trade montreal --set border_cost=6%",
            "sim trade montreal --tariff us:canada:goods=25% --tariff canada:us:goods=25%",
            "sim trade montreal --csv > losses.csv",
            "Computes every end of the pact by exact hat algebra from published figures of trade and output: welfare,"
            " exports and balances over a band of border costs, and what others have published beside them.",
        ),
        "report": (
            "sim report montreal",
            "sim report montreal no-threats",
            "sim report runs/montreal-7f3a2c-s1 -o montreal.html --open",
            "One HTML file: endings, dates, positions, values, what matters most, two stories and all sources. It needs"
            " no network and no scripts, and prints well. With a second scenario it compares the two.",
        ),
        "diff": ("sim diff montreal montreal-concede", ""),
        "new": (
            "sim new my-talks",
            "sim new what-if --from montreal",
            "A what-if builds on another scenario and holds only what differs.",
        ),
        "list": ("sim list", "sim list --json", ""),
        "schema": (
            "sim schema > scenario.schema.json",
            "Editors that know it complete keys and underline mistakes.",
        ),
        "explain": (
            "sim explain credibility",
            "sim explain technical meeting",
            "Without a term, all terms are listed.",
        ),
        "replay": ("sim replay runs/montreal-7f3a2c-s1", "Exit code 1 if anything differs."),
    }
)


def page(line: str, examples: tuple[str, ...]) -> str:
    """Return a command's help; the character \\b keeps the lines of a paragraph as they are."""
    *commands, more = examples
    shown = "\n".join(f"  {command}" for command in commands)
    return f"\b\nExamples:\n{shown}\n\n{line} {more}".rstrip()


def version_line() -> str:
    """Return what `sim --version` prints."""
    return f"sim {sim.__version__}"
