"""`python -m bench`: run all benchmarks or those named, print what they found, and record it where asked to."""

from __future__ import annotations

import argparse

from bench.history import HISTORY, record
from bench.others import moment, used_by_others
from bench.shelf import BENCHMARKS
from bench.table import heading, lines
from bench.timing import FULL, QUICK


def main() -> None:
    """Run, and print and record after each benchmark, so that an interruption loses one at most."""
    asked = _asked()
    if asked.list:
        for name, benchmark in BENCHMARKS.items():
            print(f"{name:<12} {heading(benchmark)}")
        return
    for name in asked.names or BENCHMARKS:
        before = moment()
        figures = list(BENCHMARKS[name].measure(QUICK if asked.quick else FULL))
        figures += used_by_others(before, moment())
        print(f"{name}: {heading(BENCHMARKS[name])}", *lines(figures), "", sep="\n", flush=True)
        if asked.record:
            record(name, figures)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help="a benchmark; else all of them")
    parser.add_argument("--list", action="store_true", help="list the benchmarks and stop")
    parser.add_argument("--quick", action="store_true", help="a tenth of the trials, a third of the turns")
    parser.add_argument("--record", action="store_true", help=f"append the figures to {HISTORY.name}")
    asked = parser.parse_args()
    unknown = [name for name in asked.names if name not in BENCHMARKS]
    if unknown:
        parser.error(f"no benchmark {', '.join(unknown)}; there are {', '.join(BENCHMARKS)}")
    if asked.quick and asked.record:
        parser.error("figures of --quick are too rough to be recorded")
    return asked


if __name__ == "__main__":
    main()
