"""The shelf of benchmarks: one file each, one line here. They are run and shown in this order."""

from __future__ import annotations

from bench import (
    big,
    compilation,
    core,
    cores,
    events,
    floor,
    growth,
    memory,
    odds,
    pairing,
    rules,
    seat,
    startup,
    sweep,
    trade,
)
from bench.figure import Benchmark

BENCHMARKS: dict[str, Benchmark] = {
    "core": core,
    "floor": floor,
    "rules": rules,
    "cores": cores,
    "events": events,
    "growth": growth,
    "big": big,
    "memory": memory,
    "sweep": sweep,
    "startup": startup,
    "compilation": compilation,
    "seat": seat,
    "odds": odds,
    "trade": trade,
    "pairing": pairing,
}
