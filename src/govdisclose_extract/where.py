"""A place in the input file."""

from __future__ import annotations

import msgspec


class Where(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """A place in the input, as exact as the format allows.

    block: index in `Document.blocks`, from 0. page, line: from 1. row, col: grid row and grid
    column from 0 for a grid's cell; for text, `col` is the column in code points from 1.
    box: (left, top, right, bottom) in points from the upper left corner of the page.
    """

    block: int | None = None
    page: int | None = None
    line: int | None = None
    row: int | None = None
    col: int | None = None
    box: tuple[float, float, float, float] | None = None

    def __str__(self) -> str:
        parts = []
        if self.page is not None:
            parts.append(f"page {self.page}")
        if self.line is not None:
            parts.append(f"line {self.line}")
        if self.row is not None:
            parts.append(f"row {self.row + 1}")
        if self.col is not None:
            parts.append(f"column {self.col + (self.row is not None)}")
        return ", ".join(parts) or "somewhere"
