"""A column of the results table: what is measured of a finished trial."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from numpy.typing import NDArray

from sim.model.state import Rows


@dataclass(frozen=True)
class Column:
    """One measure. `of(rows)` returns one number a row; with `labels`, that number is the place of a label.

    A whole number below zero of a labelled column, and a NaN of a real one, mean that there is nothing to measure.
    A summary of many trials (sim/engine/summary.py) has the quantiles of a column only where `has_quantiles` says so,
    and its first values one by one, with no measure, where `in_head` does; of `day` it adds up, by kind, days of `most`
    at the latest.
    """

    name: str
    unit: str
    of: Callable[[Rows], NDArray[Any]]
    labels: tuple[str, ...] = ()
    has_quantiles: bool = False
    in_head: bool = False
    most: float = math.inf
