"""Solve a small system of linear equations: elimination with the largest pivot of each column."""

from __future__ import annotations

from sim.model.compiled import routine


@routine
def eliminate(matrix: object, right: object, size: int) -> None:
    """Put the solution of matrix @ x = right into `right`; `matrix` is used up. Where it is singular, x_i = 0."""
    for i in range(size):
        _swap(matrix, right, i, _pivot(matrix, i, size), size)
        top = matrix[i, i]  # type: ignore[index]
        if top == 0.0:
            continue
        for row in range(i + 1, size):
            times = matrix[row, i] / top  # type: ignore[index]
            if times != 0.0:
                for column in range(i + 1, size):
                    matrix[row, column] -= times * matrix[i, column]  # type: ignore[index]
                right[row] -= times * right[i]  # type: ignore[index]
    for i in range(size - 1, -1, -1):
        total = right[i]  # type: ignore[index]
        for column in range(i + 1, size):
            total -= matrix[i, column] * right[column]  # type: ignore[index]
        top = matrix[i, i]  # type: ignore[index]
        right[i] = total / top if top != 0.0 else 0.0  # type: ignore[index]


@routine
def _pivot(matrix: object, i: int, size: int) -> int:
    best = i
    for row in range(i + 1, size):
        if abs(matrix[row, i]) > abs(matrix[best, i]):  # type: ignore[index]
            best = row
    return best


@routine
def _swap(matrix: object, right: object, i: int, other: int, size: int) -> None:
    if other == i:
        return
    for column in range(i, size):
        held = matrix[i, column]  # type: ignore[index]
        matrix[i, column] = matrix[other, column]  # type: ignore[index]
        matrix[other, column] = held  # type: ignore[index]
    held = right[i]  # type: ignore[index]
    right[i] = right[other]  # type: ignore[index]
    right[other] = held  # type: ignore[index]
