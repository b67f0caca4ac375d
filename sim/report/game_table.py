"""The payoff table of a game, in as many blocks of columns as the page needs."""

from collections.abc import Iterator, Sequence

from sim.report.lines import paragraph
from sim.report.shape import Answer

MARK = "*"  # beside an equilibrium
_GAP = 2
_NUMBER = 6  # -100.0
_CELL = 2 * _NUMBER + 1 + len(MARK)


def payoff_table(answer: Answer, width: int) -> list[str]:
    """Return the table: a row for each strategy of the first party, a column for each of the second.

    A cell holds the mean gains of both in points of 100, the first party's first.
    """
    first, second = answer["parties"]
    cells = _cells(answer)
    rows, columns = _names(first), _names(second)
    left = max(len(line) for line in (first["label"], *rows)) + _GAP
    wide = max(_CELL, *(len(line) + len(MARK) for name in columns for line in _head(name))) + _GAP
    fit = max(1, (width - left) // wide)
    lines: list[str] = []
    for start in range(0, len(columns), fit):
        block = columns[start : start + fit]
        lines += [""] if start else []
        lines += [_line("", [second["label"]], left, wide), *_heads(first["label"], block, left, wide)]
        lines += [_line(row, [cells[row, name] for name in block], left, wide) for row in rows]
    return lines


def _cells(answer: Answer) -> dict[tuple[str, str], str]:
    marked = {tuple(found["strategies"].values()) for found in answer["equilibria"]}
    cells = {}
    for cell in answer["payoffs"]:
        a, b = cell["strategies"].values()
        numbers = (f"{100 * gain['mean']:+{_NUMBER}.1f}" for gain in cell["gains"].values())
        cells[a, b] = " ".join(numbers) + (MARK if (a, b) in marked else "")
    return cells


def _names(party: Answer) -> list[str]:
    return [one["name"] for one in party["strategies"]]


def _heads(label: str, block: Sequence[str], left: int, wide: int) -> Iterator[str]:
    heads = [_head(name) for name in block]
    deepest = max(len(head) for head in heads)
    for depth in range(deepest):
        above = [deepest - len(head) for head in heads]
        words = [head[depth - gap] if depth >= gap else "" for head, gap in zip(heads, above, strict=True)]
        yield _line(label if depth == deepest - 1 else "", words, left, wide)


def _head(name: str) -> list[str]:
    return paragraph(name, _CELL)


def _line(start: str, words: Sequence[str], left: int, wide: int) -> str:
    """Return a line whose words end where numbers do; a mark stands to the right of them."""
    parts = [f"{word if word.endswith(MARK) else word + ' ' * len(MARK):>{wide}}" for word in words]
    return f"{start:{left}}{''.join(parts)}".rstrip()
