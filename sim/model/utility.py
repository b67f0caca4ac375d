"""Value packages of terms: weighted additive utilities with curvature (model.md 1.1)."""

from __future__ import annotations

from sim.model.compiled import routine, rule
from sim.model.elementary import power
from sim.model.state import Packed, Row


@rule
def issue_value(s: Packed, w: Row, k: int, j: int, x: float) -> float:
    """Return w_kj v_kj(x) of 1.1: what position x on issue j is worth to party k, in its utility."""
    if w.curvature[k] == 1.0 or s.weight[k, j] == 0.0:
        return straight_value(s, w, k, j, x)
    lost = w.slope[k, j] * abs(x - w.ideal[k, j])
    return s.weight[k, j] * power(max(0.0, 1.0 - lost / s.weight[k, j]), w.curvature[k])


@rule
def straight_value(s: Packed, w: Row, k: int, j: int, x: float) -> float:
    """Return w_kj v_kj(x) of 1.1 for a party of curvature 1."""
    return s.weight[k, j] - w.slope[k, j] * abs(x - w.ideal[k, j])


@rule
def issue_position(s: Packed, w: Row, k: int, j: int, value: float, start: float, target: float) -> float:
    """Return the position between start and target that is worth `value` to k on issue j: the inverse of 1.1."""
    share = value / s.weight[k, j]
    if w.curvature[k] != 1.0:
        share = power(max(0.0, share), 1.0 / w.curvature[k])
    distance = (1.0 - share) * s.weight[k, j] / w.slope[k, j]
    side = 1.0 if target > start else -1.0
    x = w.ideal[k, j] + side * distance
    return min(max(x, min(start, target)), max(start, target))


@rule
def utility(s: Packed, w: Row, k: int, package: object) -> float:
    """Return u_k of 1.1 for a package: one position in [0, 1] for each issue."""
    if w.curvature[k] != 1.0:
        return _bent_utility(s, w, k, package)
    total = 0.0
    for j in range(len(package)):  # type: ignore[arg-type]
        total += straight_value(s, w, k, j, package[j])  # type: ignore[index]
    return total


@routine
def _bent_utility(s: Packed, w: Row, k: int, package: object) -> float:
    total = 0.0
    for j in range(len(package)):  # type: ignore[arg-type]
        total += issue_value(s, w, k, j, package[j])  # type: ignore[index]
    return total


@rule
def greatest_utility(s: Packed, w: Row, k: int) -> float:
    """Return M_k of 1.6: the most k can still have, given what is closed."""
    total = 0.0
    for j in range(len(w.agreed)):
        total += issue_value(s, w, k, j, w.agreed[j]) if w.closed[j] == 1 else s.weight[k, j]
    return total


@rule
def prepare_utilities(s: Packed, w: Row) -> None:
    """Set what later rules read at every turn: slopes w_kj / max(a, 1-a), u_k(ideal) and s_k (1.1, 1.2)."""
    for k in range(s.parties):
        for j in range(s.issues):
            w.slope[k, j] = s.weight[k, j] / max(w.ideal[k, j], 1.0 - w.ideal[k, j])
        w.best[k] = greatest_utility(s, w, k)
        w.status_quo_value[k] = w.given_value[k] if s.value_given[k] == 1 else utility(s, w, k, w.status_quo)
        if s.breakdown_given[k] == 0:
            w.breakdown_value[k] = w.status_quo_value[k]
