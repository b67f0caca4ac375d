"""Packages that a trial could have agreed on, as the frontier's arithmetic wants them: candidates, issue by issue."""

from __future__ import annotations

from itertools import combinations_with_replacement

import numpy as np
from numpy.typing import NDArray

from sim.engine.outlook import piece_values
from sim.model.state import Row, Rows
from sim.scenario.packing import PackedScenario

Numbers = NDArray[np.float64]

_STEPS = 32  # of a scale, where worths are curved: straight lines between so many candidates are close to any curve


def blocks(packed: PackedScenario) -> list[range]:
    """Return the columns of each issue: one, or one for each share of a pie."""
    slices = packed.record["slices"]
    return [range(j, j + int(slices[j])) for j in range(len(packed.issues)) if slices[j] > 0]


def candidates(packed: PackedScenario, row: Row) -> Numbers:
    """Return candidate positions of each issue side by side, shape (columns, candidates), for the figures of a row.

    The first one fills up what an issue has fewer.
    """
    is_curved = bool((row["curvature"][: len(packed.parties)] != 1.0).any())
    lists = []
    for block in blocks(packed):
        if len(block) > 1:
            lists.append(_shares(len(block), _STEPS if is_curved else 1))
        else:
            # What parties want are the kinks of their worths; where worths are curved, points between come close.
            wants = row["ideal"][packed.record["concerns"][:, block[0]] == 1, block[0]]
            grid = np.linspace(0.0, 1.0, _STEPS + 1 if is_curved else 2)
            lists.append(np.concatenate((wants, grid))[:, None])
    most = max(map(len, lists))
    found = np.zeros((packed.record["concerns"].shape[1], most))
    for block, several in zip(blocks(packed), lists, strict=True):
        found[list(block)] = np.concatenate((several, np.repeat(several[:1], most - len(several), axis=0))).T
    return found


def worths(packed: PackedScenario, rows: Rows, positions: Numbers) -> Numbers:
    """Return what candidates are worth in the one row, in utility units; shape (parties, issues, candidates)."""
    pieces = piece_values(packed, rows, positions)[: len(packed.parties)]
    return np.stack([pieces[:, list(block)].sum(axis=1) for block in blocks(packed)], axis=1)


def _shares(owners: int, steps: int) -> Numbers:
    """Return all ways to split a pie into parts of 1/steps; coarser among many, as their number explodes."""
    steps = min(steps, {2: 32, 3: 24}.get(owners, 6))
    cuts = np.array(list(combinations_with_replacement(range(steps + 1), owners - 1)))
    edges = np.concatenate((np.zeros((len(cuts), 1)), cuts, np.full((len(cuts), 1), steps)), axis=1)
    return np.asarray(np.diff(edges, axis=1) / steps)
