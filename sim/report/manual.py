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
            "sim run montreal -n 10000000 --keep summary",
            "sim run montreal --json > montreal.json",
            "Prints a table of endings with shares, 95% ranges and median dates. Keeps the run in a folder that is"
            " named after what it depends on, so that the same run is never played twice. --until-precise plans the"
            " number of trials from a first look of 1,000, and does not stop at a lucky moment. A run is played in"
            " parts, each kept before it counts: after Ctrl-C the same command goes on.",
        ),
        "compare": (
            "sim compare montreal montreal-concede",
            "sim compare montreal --set resolve=40%",
            "sim compare montreal no-threats no-audience-costs -n 20000",
            "sim compare montreal fourth-round --set 2:stakes=2%",
            "sim compare montreal null",
            "Plays the same trials with the same draws in each, and shows what changes from the first to each other:"
            " endings, dates and values with paired ranges, and which endings turned into which. Runs that are kept are"
            " not played again. `null` is the first one with parties that come round at constant rates.",
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
        "why": (
            "sim why montreal --trial 17",
            "sim why montreal --pick surprising",
            "sim why montreal --pick ending=withdrawal --set resolve=40%",
            "Plays the trial again with one figure, leader, decision or effect changed at a time and every other draw"
            " held, and lists what turns the ending, nearest first.",
        ),
        "value": (
            "sim value montreal --of threat",
            "sim value montreal --of outreach --party canada",
            "sim value montreal --of notice -n 20000 --set stakes=3%",
            "Plays the same trials with what a party may do and without, on the same draws: what that is worth to every"
            " party, over all trials and over those in which it was used, with paired ranges.",
        ),
        "rare": (
            "sim rare montreal --ending withdrawal",
            "sim rare montreal --ending withdrawal --set resolve=1%",
            "sim rare no-audience-costs --ending notice_pending -n 20000",
            "Plays leaders' types apart with exact weights, and splits trials as they reach a threat and a notice."
            " Prints the share with its range, and what it took against plain trials.",
        ),
        "game": (
            "sim game montreal --party us --party canada",
            "sim game montreal --party us --party mexico -n 500 --set resolve=40%",
            "sim game montreal --party us --party canada --csv > payoffs.csv",
            "Each of the two plays as written and every strategy there is, all others as written. Prints what each pair"
            " brings to both, who could gain by switching, and the pairs from which nobody would.",
        ),
        "sweep": (
            "sim sweep montreal --dial resolve=10%:50%:5",
            "sim sweep montreal --dial resolve=10%:50%:5 --dial overrun=0.1:0.5:3",
            "sim sweep montreal --lhs 50 -n 1000 --csv > points.csv",
            "sim sweep montreal --lhs 20 --dial resolve --dial overrun=0.1:0.3",
            "Plays every point of a grid, or N points of a Latin hypercube over the dials named or over all, in the"
            " same draws. Each point is kept as soon as it is played; interrupted, the same command goes on. 2,000"
            " trials a point unless told otherwise.",
        ),
        "sensitivity": (
            "sim sensitivity montreal",
            "sim sensitivity montreal --on notice -n 20000",
            "sim sensitivity montreal --on value_canada --set resolve=40%",
            "sim sensitivity montreal --nested",
            "sim sensitivity montreal --sobol --points 256 -n 2000",
            "Turns one dial at a time to both ends of what is written, in the same draws, and sorts the dials by what"
            " that changes; below the noise floor chance alone shows as much. --sobol turns all dials at once and"
            " needs SALib; --nested sets chance apart from not knowing the dials.",
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
        "sql": (
            'sim sql montreal "select ending, share, low, high from endings"',
            'sim sql runs "select run, avg(gain_us) as gain from trials group by run"',
            "sim sql sweeps \"select dial_resolve, share from points where ending = 'withdrawal'\"",
            'sim sql montreal "from trials" --csv > trials.csv',
            "Asks runs and sweeps that are kept, by folder or by the scenario's name below --out; without any, all that"
            " is below --out. The tables are runs, endings, trials, events (where kept) and points (of sweeps);"
            ' "describe trials" lists columns. A query only reads, and reads nothing else.',
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
