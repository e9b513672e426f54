"""A column that the form lacks: the cell that each row has too much."""

from __future__ import annotations

from collections import Counter

from ..reading import RowReading
from .choices import Choices, Option

_FEWEST = 8
"""Rows that show which column is the surplus one, for each that shows another."""


def with_surplus_column(reads: tuple[RowReading, ...], choices: list[Choices]) -> list[Choices]:
    """The choices, unconfirmed for rows whose sums hold only without a cell of another column.

    Where rows have one cell too much, it is the same in all.
    """
    dropped = [
        {_left_out(read, option) for option in row.options}
        if len(read.tokens) == len(row.row.cells) + 1
        else set[int | None]()
        for read, row in zip(reads, choices, strict=True)
    ]
    told = Counter(next(iter(its)) for its in dropped if len(its) == 1)
    column, rows = max(told.items(), key=lambda one: one[1], default=(None, 0))
    others = sum(bool(its) and column not in its for its in dropped)
    if rows < _FEWEST * max(others, 1):
        return choices
    return [
        row._replace(confirmed=False) if its and column not in its else row
        for row, its in zip(choices, dropped, strict=True)
    ]


def _left_out(read: RowReading, option: Option) -> int | None:
    """Which of a row's cells a way leaves out, None where it is not just one."""
    held = {cell.token.start for cell in option if cell is not None and cell.token}
    out = [at for at, token in enumerate(read.tokens) if token.start not in held]
    return out[0] if len(out) == 1 else None
